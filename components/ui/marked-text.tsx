"use client";

import Box from "@mui/material/Box";
import { token } from "./tokens.ts";
import type { TextProblem } from "#lib/contract/query-text.ts";

export interface MarkedTextProps {
  readonly text: string;
  readonly problems: readonly TextProblem[];
  /** How far the input in front is scrolled, CSS pixels. */
  readonly scroll: number;
}

/** The text of the search box once more behind it, invisible but for a wave under every problem. */
export function MarkedText({ text, problems, scroll }: MarkedTextProps) {
  const pieces: { readonly start: number; readonly text: string; readonly severity: string }[] = [];
  let at = 0;
  for (const problem of problems.toSorted((a, b) => a.start - b.start)) {
    if (problem.start < at || problem.end > text.length) continue;
    pieces.push({ start: at, text: text.slice(at, problem.start), severity: "none" });
    pieces.push({ start: problem.start, text: text.slice(problem.start, problem.end), severity: problem.severity });
    at = problem.end;
  }
  return (
    <Box aria-hidden sx={LAYER}>
      <Box sx={{ whiteSpace: "pre", transform: `translateX(${-scroll}px)` }}>
        {pieces.map((piece) => (
          <span key={`${piece.start} ${piece.severity}`} data-severity={piece.severity}>
            {piece.text}
          </span>
        ))}
      </Box>
    </Box>
  );
}

const LAYER = {
  position: "absolute",
  inset: 0,
  mx: 3,
  overflow: "hidden",
  display: "flex",
  alignItems: "center",
  color: "transparent",
  pointerEvents: "none",
  '& [data-severity="error"]': { textDecoration: `underline wavy ${token.err}`, textUnderlineOffset: "3px" },
  '& [data-severity="warning"]': { textDecoration: `underline wavy ${token.warn}`, textUnderlineOffset: "3px" },
} as const;
