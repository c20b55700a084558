"use client";

import Box from "@mui/material/Box";
import { useMemo } from "react";
import { VarianceStrip } from "#components/dicom/headers/variance-strip.tsx";
import type { ViewHandle } from "./view-handle.ts";

export interface StackVarianceProps {
  readonly view: ViewHandle;
  readonly index: number;
}

/** Under the slider: where attributes of the stack's pictures change that should not. */
export function StackVariance({ view, index }: StackVarianceProps) {
  // Functional groups are laid over the attributes of each frame already, and as sequences are the same for all.
  const instances = useMemo(
    () => view.images.map(({ attributes: { "52009229": _shared, "52009230": _perFrame, ...own } }) => own),
    [view],
  );
  return (
    <Box sx={UNDER}>
      <VarianceStrip instances={instances} index={index} onPick={(place) => view.goTo(place)} />
    </Box>
  );
}

/** As wide as the way of the thumb's middle. */
const UNDER = { position: "absolute", left: 5, right: 5, top: "calc(100% - 3px)", display: "flex", height: 5 } as const;
