"use client";

import Box from "@mui/material/Box";
import { useRef, type ReactNode, type RefCallback } from "react";
import { textOf } from "#lib/dicom/attributes.ts";
import { PictureNotice } from "./picture-notice.tsx";
import { PlaneStructures } from "./plane-structures.tsx";
import { PLANE_COLOURS, type PlaneName } from "./plane-set.ts";
import { useSnapshot } from "./use-snapshot.ts";
import { useWheel } from "./use-wheel.ts";
import { VIEW_CANVAS, VIEW_CELL, VIEW_WORDS } from "./view-cell.ts";
import type { ViewHandle } from "./view-handle.ts";
import { ViewOverlay, type ViewOverlayProps } from "./view-overlay.tsx";

export interface PlaneCellProps {
  readonly name: PlaneName;
  readonly view: ViewHandle | undefined;
  readonly isActive: boolean;
  /** Added to its name: how thick it is. */
  readonly note: string;
  readonly onActive: () => void;
  /** Where the engine paints. */
  readonly onElement: RefCallback<HTMLDivElement>;
}

/** One plane through a volume with its overlay. */
export function PlaneCell({ name, view, isActive, note, onActive, onElement }: PlaneCellProps) {
  const cell = useRef<HTMLElement>(null);
  const snapshot = useSnapshot(view);
  useWheel(cell, (steps) => view?.goTo(view.snapshot().index + steps));
  const status = snapshot?.status ?? "opening";
  const picture = view?.picture();
  return (
    <Box
      ref={cell}
      component="section"
      aria-label={`${TITLES[name]} plane`}
      aria-current={isActive ? "true" : undefined}
      data-plane={name}
      data-active={isActive ? "" : undefined}
      tabIndex={0}
      sx={VIEW_CELL}
      style={{ gridArea: name }}
      onFocus={() => isActive || onActive()}
      onPointerDownCapture={() => isActive || onActive()}
    >
      <Box
        ref={onElement}
        data-testid="view-canvas"
        data-status={typeof status === "string" ? status : status.kind}
        sx={VIEW_CANVAS}
        onContextMenu={(event) => event.preventDefault()}
      />
      {snapshot && picture && status === "ready" ? (
        <Layers view={snapshot} image={picture} title={<Title name={name} note={note} />} />
      ) : null}
      {status === "opening" ? <Box sx={VIEW_WORDS}>{progress(snapshot?.loaded, snapshot?.count)}</Box> : null}
      {typeof status === "string" ? null : <PictureNotice problem={status} onRetry={() => view?.retry()} />}
    </Box>
  );
}

function Layers(props: ViewOverlayProps) {
  const { view, image } = props;
  return (
    <>
      {view.plane ? (
        <PlaneStructures plane={view.plane} frameOfReference={textOf(image.attributes, "00200052")} />
      ) : null}
      <ViewOverlay {...props} />
    </>
  );
}

function progress(loaded = 0, count = 0): ReactNode {
  return loaded === 0 ? "Loading the volume…" : `Loading the volume: ${loaded} of ${count} images`;
}

function Title({ name, note }: Pick<PlaneCellProps, "name" | "note">) {
  return (
    <>
      <span aria-hidden="true" style={{ color: PLANE_COLOURS[name] }}>
        ■
      </span>{" "}
      {TITLES[name]}
      {note === "" ? null : ` · ${note}`}
    </>
  );
}

const TITLES: Readonly<Record<PlaneName, string>> = { axial: "Axial", coronal: "Coronal", sagittal: "Sagittal" };
