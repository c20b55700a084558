"use client";

import Box from "@mui/material/Box";
import { useMemo } from "react";
import { token } from "#components/ui/tokens.ts";
import type { DicomAttributes } from "#lib/dicom/attributes.ts";
import { surprises, tagVariance } from "#lib/dicom/tag-variance.ts";

export interface VarianceStripProps {
  /** All instances of the series in the order of the stack. */
  readonly instances: readonly DicomAttributes[];
  /** 0-based number of the instance that is shown. */
  readonly index: number;
  readonly onPick: (index: number) => void;
}

/**
 * A strip as wide as the stack: dark where attributes change that should not. A click goes there; screen readers hear how many places there
 * are, and the table of the series' headers has them for the keyboard. Nothing when the series is all of one kind.
 */
export function VarianceStrip({ instances, index, onPick }: VarianceStripProps) {
  const heat = useMemo(() => surprises(tagVariance(instances), instances.length), [instances]);
  const most = Math.max(...heat);
  if (most <= 0) return null;
  const places = heat.filter((count) => count > 0).length;
  const pick = (event: React.MouseEvent<HTMLElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    onPick(Math.max(0, Math.min(heat.length - 1, Math.floor(((event.clientX - left) / width) * heat.length))));
  };
  return (
    <Box
      role="img"
      aria-label={`Attributes change unexpectedly at ${places} of ${heat.length} instances`}
      title="Where attributes change that should not"
      onClick={pick}
      sx={STRIP}
    >
      {heat.map((count, at) =>
        count === 0 ? null : (
          <span
            key={at}
            style={{
              left: `${(at / heat.length) * 100}%`,
              width: `max(2px, ${100 / heat.length}%)`,
              opacity: 0.35 + (0.65 * count) / most,
            }}
          />
        ),
      )}
      <i style={{ left: `${((index + 0.5) / heat.length) * 100}%` }} />
    </Box>
  );
}

const STRIP = {
  position: "relative",
  height: 8,
  flex: 1,
  borderRadius: "4px",
  bgcolor: token.line,
  overflow: "hidden",
  cursor: "pointer",
  "& span": { position: "absolute", top: 0, bottom: 0, bgcolor: token.err },
  "& i": { position: "absolute", top: 0, bottom: 0, width: "2px", ml: "-1px", bgcolor: token.ink },
} as const;
