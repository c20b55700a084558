"use client";

import Box from "@mui/material/Box";
import { useEffect, useMemo, useRef, useState } from "react";
import { overlayRange } from "#lib/dicom/overlay-range.ts";
import { FusionControls } from "./fusion-controls.tsx";
import { PlaneCell } from "./plane-cell.tsx";
import { PLANE_NAMES } from "./plane-set.ts";
import { SlabControls, slabText } from "./slab-controls.tsx";
import { usePlaneSet, type Volume } from "./use-plane-set.ts";
import type { ViewHandle } from "./view-handle.ts";
import type { OverlayChoice, ViewerAddress } from "./viewer-address.ts";

export interface PlaneGridProps {
  readonly base: Volume;
  /** Laid over it. */
  readonly overlay: Volume | undefined;
  readonly address: Pick<ViewerAddress, "active" | "slab" | "overlay">;
  readonly note: (changes: Partial<ViewerAddress>) => void;
  readonly onHandle: (view: number, handle: ViewHandle | undefined) => void;
}

/** Axial, coronal and sagittal planes of one volume, and what can be done to them alone. */
export function PlaneGrid({ base, overlay, address, note, onHandle }: PlaneGridProps) {
  const { slab } = address;
  const { choice, choose } = useRestedOverlay(address.overlay, note);
  const [hasCrosshairs, setHasCrosshairs] = useState(true);
  const range = useMemo(() => overlayRange(overlay?.images[0]?.attributes ?? {}), [overlay]);
  const fusion = useMemo(() => ({ ...choice, upper: choice.upper ?? range.usual }), [choice, range]);
  const { planes, place } = usePlaneSet({ base, overlay, slab, fusion, hasCrosshairs, onHandle });
  return (
    <>
      <Box role="group" aria-label="Planes" sx={BAR}>
        <SlabControls
          slab={slab}
          onSlab={(next) => note({ slab: next })}
          hasCrosshairs={hasCrosshairs}
          onCrosshairs={() => setHasCrosshairs(!hasCrosshairs)}
          hasHint={!overlay}
        />
        {overlay ? <FusionControls look={fusion} range={range} onLook={choose} /> : null}
      </Box>
      <Box sx={GRID}>
        {PLANE_NAMES.map((name, view) => (
          <PlaneCell
            key={name}
            name={name}
            view={planes?.views[name]}
            isActive={address.active === view}
            note={slabText(slab)}
            onActive={() => note({ active: view })}
            onElement={place(name)}
          />
        ))}
      </Box>
    </>
  );
}

/** Browsers count how often an address changes: it is written once the hand on a slider has come to rest. */
const REST = 500;

function useRestedOverlay(written: OverlayChoice, note: PlaneGridProps["note"]) {
  const [choice, setChoice] = useState(written);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const choose = (change: Partial<OverlayChoice>) => {
    const overlay = { ...choice, ...change };
    setChoice(overlay);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => note({ overlay }), REST);
  };
  return { choice, choose };
}

const BAR = { display: "flex", flexWrap: "wrap", alignItems: "center", gap: 3, minHeight: 34 } as const;

const GRID = {
  flex: 1,
  minHeight: 0,
  display: "grid",
  gap: "6px",
  gridTemplateAreas: '"axial coronal" "axial sagittal"',
  gridTemplateColumns: "minmax(0, 1.2fr) minmax(0, 1fr)",
  gridTemplateRows: "minmax(0, 1fr) minmax(0, 1fr)",
} as const;
