"use client";

import Box from "@mui/material/Box";
import dynamic from "next/dynamic";
import { useMemo } from "react";
import { token } from "#components/ui/tokens.ts";
import { isKeyImage, type KeyImage } from "#lib/dicom/key-object.ts";
import { SLIDER_LOOK } from "./slider-look.ts";
import { useSnapshot } from "./use-snapshot.ts";
import type { ViewHandle } from "./view-handle.ts";

export interface StackSliderProps {
  readonly view: ViewHandle;
  /** Marks of key images. */
  readonly marks: readonly KeyImage[];
}

/** Goes through the stack of the active view, and tells how much of it has arrived. */
export function StackSlider({ view, marks }: StackSliderProps) {
  const { index, count, loaded } = useSnapshot(view) ?? view.snapshot();
  const isLoaded = loaded >= count;
  const keys = useMemo(
    () => view.images.flatMap((image, place) => (isKeyImage(marks, image) ? [place] : [])),
    [view, marks],
  );
  if (count < 2) return null;
  return (
    <Box sx={ROW}>
      <Box sx={TRACK}>
        {isLoaded && view.kind === "stack" ? <StackVariance view={view} index={index} /> : null}
        {keys.map((place) => (
          <Box
            key={place}
            component="span"
            data-testid="key-tick"
            sx={TICK}
            style={{ left: `calc(5px + (100% - 10px) * ${place / (count - 1)})` }}
          />
        ))}
        <Box
          component="input"
          type="range"
          min={1}
          max={count}
          value={index + 1}
          aria-label="Image of the stack"
          aria-valuetext={`${index + 1} of ${count}`}
          onChange={(event) => view.goTo(Number(event.target.value) - 1)}
          sx={{ ...SLIDER_LOOK, width: "100%" }}
          style={{ "--done": `${(loaded / count) * 100}%` } as React.CSSProperties}
        />
      </Box>
      {view.kind === "stack" ? (
        <Box
          component="output"
          aria-live="off"
          sx={{ color: token.dim, fontSize: 12, whiteSpace: "nowrap" }}
          data-testid="loaded"
        >
          {isLoaded ? `all ${count} loaded` : `loaded ${loaded} of ${count}`}
        </Box>
      ) : null}
    </Box>
  );
}

/** Keeps the slider's place while its view opens: a picture that changes its size is painted anew. */
export function SliderPlace() {
  return <Box sx={{ height: SLIDER_LOOK.height }} />;
}

// Looked at once the pictures are there, which come first.
const StackVariance = dynamic(() => import("./stack-variance.tsx").then((file) => file.StackVariance), { ssr: false });

const TRACK = { position: "relative", flex: 1, display: "flex" } as const;

/** Above the track, at the middle of the thumb when it stands on a key image. */
const TICK = {
  position: "absolute",
  top: -2,
  width: 3,
  height: 7,
  ml: "-1.5px",
  borderRadius: "1px",
  bgcolor: token.warn,
  pointerEvents: "none",
} as const;

const ROW = { display: "flex", alignItems: "center", gap: 3 } as const;
