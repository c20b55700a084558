"use client";

import Box from "@mui/material/Box";
import Skeleton from "@mui/material/Skeleton";

const WIDTHS = [62, 48, 71, 55, 39, 66, 51, 44];

export interface LoadingLinesProps {
  /** What is on its way, for screen readers: "stores". */
  readonly what: string;
  readonly lines?: number;
  /** Height of a line in CSS pixels; give the height of the rows to come, so that nothing jumps. */
  readonly lineHeight?: number;
}

/** The first of the four states, in the shape of the rows to come. */
export function LoadingLines({ what, lines = 5, lineHeight = 28 }: LoadingLinesProps) {
  return (
    <Box component="output" aria-label={`Loading ${what}`} sx={{ display: "block", p: 3 }}>
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} variant="text" sx={{ height: lineHeight, width: `${WIDTHS[line % WIDTHS.length]}%` }} />
      ))}
    </Box>
  );
}
