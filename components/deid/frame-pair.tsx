"use client";

import Box from "@mui/material/Box";
import { useMemo } from "react";
import { formatPlural } from "#components/ui/quantity.ts";
import { token } from "#components/ui/tokens.ts";
import type { Region } from "#lib/dicom/changed-regions.ts";
import { paintedRegions, type SampleFrame } from "#lib/queries/deid-sample-frame.ts";

export interface FramePairProps {
  readonly before: SampleFrame;
  readonly after: SampleFrame;
}

/** The first frame on both sides, with a box around everything that was painted over. */
export function FramePair({ before, after }: FramePairProps) {
  const regions = useMemo(() => paintedRegions(before, after), [before, after]);
  return (
    <Box sx={{ p: 3, display: "flex", flexDirection: "column", gap: 2 }}>
      <output>{sentence(regions)}</output>
      <Box sx={{ display: "flex", gap: 3, flexWrap: "wrap" }}>
        <Side title="Before" frame={before} regions={regions ?? []} />
        <Side title="After" frame={after} regions={regions ?? []} />
      </Box>
    </Box>
  );
}

function sentence(regions: readonly Region[] | undefined): string {
  if (!regions) return "The pixels of the two sides cannot be compared: look at the pictures.";
  return regions.length === 0
    ? "Nothing in this picture was painted over."
    : `${formatPlural(regions.length, "place")} in this picture ${regions.length === 1 ? "was" : "were"} painted over.`;
}

interface SideProps {
  readonly title: "Before" | "After";
  readonly frame: SampleFrame;
  readonly regions: readonly Region[];
}

function Side({ title, frame: { picture, shape }, regions }: SideProps) {
  return (
    <Box component="figure" sx={{ m: 0, flex: "1 1 240px", maxWidth: 420, minWidth: 0 }}>
      <figcaption>{title}</figcaption>
      <Box sx={{ position: "relative", lineHeight: 0 }}>
        {/* oxlint-disable-next-line nextjs/no-img-element -- bytes that this page holds, not an address */}
        <img src={picture} alt={`First frame ${title.toLowerCase()} de-identification`} style={{ width: "100%" }} />
        <Box
          component="svg"
          viewBox={`0 0 ${shape.columns} ${shape.rows}`}
          preserveAspectRatio="none"
          aria-hidden
          sx={{ position: "absolute", inset: 0, width: "100%", height: "100%" }}
        >
          {regions.map(({ x, y, width, height }) => (
            <Box
              component="rect"
              key={`${x} ${y}`}
              x={x}
              y={y}
              width={width}
              height={height}
              vectorEffect="non-scaling-stroke"
              sx={{ fill: "none", stroke: token.warn, strokeWidth: 1.5 }}
            />
          ))}
        </Box>
      </Box>
    </Box>
  );
}
