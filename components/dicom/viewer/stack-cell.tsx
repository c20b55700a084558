"use client";

import Box from "@mui/material/Box";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import type { ImageStack, StackImage } from "#lib/dicom/image-stack.ts";
import type { SeriesAddress } from "#lib/queries/dicom-study.ts";
import { engineCode, hasEngineCode } from "./engine-code.ts";
import { FirstPicture } from "./first-picture.tsx";
import { KeyMark } from "./key-mark.tsx";
import { PictureNotice } from "./picture-notice.tsx";
import { ReferenceLines } from "./reference-lines.tsx";
import { StructureLayer } from "./structure-layer.tsx";
import { VIEW_CANVAS } from "./view-cell.ts";
import type { ViewHandle, ViewSnapshot } from "./view-handle.ts";
import { ViewOverlay } from "./view-overlay.tsx";
import { useSnapshot } from "./use-snapshot.ts";
import { useWheel } from "./use-wheel.ts";

export interface StackCellProps {
  /** Identity among the views on screen. */
  readonly id: string;
  readonly series: SeriesAddress;
  readonly stack: ImageStack;
  /** Place in the stack to begin with; later values are ignored. */
  readonly start: number;
  readonly title: string;
  /** Another view whose picture is drawn as a line in this one. */
  readonly source: ViewHandle | undefined;
  /** Hears of the view when it stands, and of undefined when it is taken down. */
  readonly onHandle: (handle: ViewHandle | undefined) => void;
}

/** One view of a stack of pictures with its overlay. */
export function StackCell({ id, series, stack, start, title, source, onHandle }: StackCellProps) {
  const element = useRef<HTMLDivElement>(null);
  const [begin] = useState(start);
  // The engine holds the page up while it starts: a picture that can be painted without it is painted before.
  const [mayOpen, setMayOpen] = useState(hasEngineCode);
  const handle = useStackView(element, { id, series, stack, begin, mayOpen }, onHandle);
  const view = useSnapshot(handle);
  useWheel(element, (steps) => handle?.goTo(handle.snapshot().index + steps));
  const image = stack.images[view?.index ?? begin];
  const first = stack.images[begin];
  const status = view?.status ?? "opening";
  return (
    <>
      {status === "opening" && first ? (
        <FirstPicture series={series} image={first} onSettled={() => setMayOpen(true)} />
      ) : null}
      <Box
        ref={element}
        data-testid="view-canvas"
        data-status={typeof status === "string" ? status : status.kind}
        sx={status === "opening" ? UNSEEN : VIEW_CANVAS}
        onContextMenu={(event) => event.preventDefault()}
      />
      {view && image && status === "ready" ? <Layers view={view} image={image} title={title} source={source} /> : null}
      {typeof status === "string" ? null : <PictureNotice problem={status} onRetry={() => handle?.retry()} />}
    </>
  );
}

/** An engine's empty canvas would be painted over the first picture for nothing. */
const UNSEEN = { ...VIEW_CANVAS, visibility: "hidden" } as const;

interface Begin extends Pick<StackCellProps, "id" | "series" | "stack"> {
  readonly begin: number;
  readonly mayOpen: boolean;
}

/** Opens a view in an element, once it may, as soon as the engine's code is there, and takes it down with the cell. */
function useStackView(
  element: { readonly current: HTMLDivElement | null },
  { id, series, stack, begin, mayOpen }: Begin,
  onHandle: StackCellProps["onHandle"],
): ViewHandle | undefined {
  const [handle, setHandle] = useState<ViewHandle | undefined>();
  const tell = useEffectEvent(onHandle);
  useEffect(() => {
    const place = element.current;
    if (!place || !mayOpen) return undefined;
    let isGone = false;
    let opened: ViewHandle | undefined;
    const open = async () => {
      const { openStackView } = await engineCode();
      if (isGone) return;
      opened = openStackView(place, { id, series, images: stack.images, start: begin });
      setHandle(opened);
      tell(opened);
    };
    void open();
    return () => {
      isGone = true;
      opened?.dispose();
      tell(undefined);
    };
  }, [element, id, series, stack, begin, mayOpen]);
  return handle;
}

interface LayersProps extends Pick<StackCellProps, "title" | "source"> {
  readonly view: ViewSnapshot;
  readonly image: StackImage;
}

function Layers({ view, image, title, source }: LayersProps) {
  return (
    <>
      <StructureLayer view={view} image={image} />
      {source ? <ReferenceLines view={view} image={image} source={source} /> : null}
      <ViewOverlay view={view} image={image} title={title} />
      <KeyMark image={image} />
    </>
  );
}
