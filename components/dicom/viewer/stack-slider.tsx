"use client";

import Box from "@mui/material/Box";
import { token } from "#components/ui/tokens.ts";
import { useSnapshot } from "./use-snapshot.ts";
import type { ViewHandle } from "./view-handle.ts";

export interface StackSliderProps {
  readonly view: ViewHandle;
}

/** Goes through the stack of the active view, and tells how much of it has arrived. */
export function StackSlider({ view }: StackSliderProps) {
  const { index, count, loaded } = useSnapshot(view) ?? view.snapshot();
  const isLoaded = loaded >= count;
  if (count < 2) return null;
  return (
    <Box sx={ROW}>
      <Box
        component="input"
        type="range"
        min={1}
        max={count}
        value={index + 1}
        aria-label="Image of the stack"
        aria-valuetext={`${index + 1} of ${count}`}
        onChange={(event) => view.goTo(Number(event.target.value) - 1)}
        sx={SLIDER}
        style={{ "--loaded": `${(loaded / count) * 100}%` } as React.CSSProperties}
      />
      <Box
        component="output"
        aria-live="off"
        sx={{ color: token.dim, fontSize: 12, whiteSpace: "nowrap" }}
        data-testid="loaded"
      >
        {isLoaded ? `all ${count} loaded` : `loaded ${loaded} of ${count}`}
      </Box>
    </Box>
  );
}

const ROW = { display: "flex", alignItems: "center", gap: 3 } as const;

const TRACK = {
  height: 6,
  borderRadius: 3,
  background: `linear-gradient(to right, ${token.accent} var(--loaded), ${token.line} var(--loaded))`,
} as const;

const SLIDER = {
  flex: 1,
  m: 0,
  height: 24,
  appearance: "none",
  background: "none",
  cursor: "pointer",
  "&::-webkit-slider-runnable-track": TRACK,
  "&::-moz-range-track": TRACK,
  "&::-webkit-slider-thumb": {
    appearance: "none",
    width: 10,
    height: 20,
    mt: "-7px",
    borderRadius: 3,
    border: `2px solid ${token.panel}`,
    bgcolor: token.ink,
  },
} as const;
