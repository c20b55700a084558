"use client";

import Box from "@mui/material/Box";
import { useEffect, useRef, useState } from "react";
import { BesidePanel } from "#components/fhir/resource/beside-panel.tsx";
import { LAYERS, type Layer } from "#lib/fhir/annotation.ts";
import { parseReference } from "#lib/fhir/reference-target.ts";

export interface ResultsBesideProps {
  readonly storeName: string;
  /** Opaque id of the search; "" before it has one. */
  readonly search: string;
  /** `Patient/p1,Organization/o1`: opened one from the other, the last one in sight. */
  readonly beside: string;
  readonly onBeside: (beside: string) => void;
}

/** A result read beside the table; what it refers to opens in the same place. */
export function ResultsBeside({ storeName, search, beside, onBeside }: ResultsBesideProps) {
  const [layers, setLayers] = useState<readonly Layer[]>(LAYERS);
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const focused = document.activeElement;
    // Where the panel covers the table, the focus would be lost with it, and Escape with the focus.
    if (focused instanceof HTMLElement && focused !== document.body && focused.checkVisibility()) return;
    frame.current?.querySelector<HTMLElement>("button")?.focus();
  }, []);
  const stack = beside.split(",").flatMap((name) => {
    const target = parseReference(name);
    return target?.kind === "local" ? [{ type: target.type, id: target.id, version: target.version }] : [];
  });
  const write = (next: readonly { readonly type: string; readonly id: string }[]) =>
    onBeside(next.map(({ type, id }) => `${type}/${id}`).join(","));
  return (
    <Box ref={frame} sx={{ display: "grid", minHeight: 0, minWidth: 0 }}>
      <BesidePanel
        store={storeName}
        stack={stack}
        search={search === "" ? undefined : search}
        layers={layers}
        onLayers={setLayers}
        onStack={write}
        onOpenReference={(target) => {
          if (target.kind !== "local") return;
          const known = stack.findIndex((open) => open.type === target.type && open.id === target.id);
          write(known < 0 ? [...stack, target] : stack.slice(0, known + 1));
        }}
      />
    </Box>
  );
}
