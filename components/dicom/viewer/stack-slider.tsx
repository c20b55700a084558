"use client";

import Box from "@mui/material/Box";
import { token } from "#components/ui/tokens.ts";
import { SLIDER_LOOK } from "./slider-look.ts";
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
        sx={SLIDER_LOOK}
        style={{ "--done": `${(loaded / count) * 100}%` } as React.CSSProperties}
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
