"use client";

import Box from "@mui/material/Box";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import type { ImageStack } from "#lib/dicom/image-stack.ts";
import type { SeriesAddress } from "#lib/queries/dicom-study.ts";
import { engineCode } from "./engine-code.ts";
import { FirstPicture } from "./first-picture.tsx";
import { PictureNotice } from "./picture-notice.tsx";
import type { ViewHandle } from "./view-handle.ts";
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
  /** Hears of the view when it stands, and of undefined when it is taken down. */
  readonly onHandle: (handle: ViewHandle | undefined) => void;
}

/** One view of a stack of pictures with its overlay. */
export function StackCell({ id, series, stack, start, title, onHandle }: StackCellProps) {
  const element = useRef<HTMLDivElement>(null);
  const [handle, setHandle] = useState<ViewHandle | undefined>();
  const [begin] = useState(start);
  const tell = useEffectEvent(onHandle);
  useEffect(() => {
    const place = element.current;
    if (!place) return undefined;
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
  }, [id, series, stack, begin]);
  const view = useSnapshot(handle);
  useWheel(element, (steps) => handle?.goTo(handle.snapshot().index + steps));
  const image = stack.images[view?.index ?? begin];
  const first = stack.images[begin];
  const status = view?.status ?? "opening";
  return (
    <>
      {status === "opening" && first ? <FirstPicture series={series} image={first} /> : null}
      <Box
        ref={element}
        data-testid="view-canvas"
        data-status={typeof status === "string" ? status : status.kind}
        sx={CANVAS}
        onContextMenu={(event) => event.preventDefault()}
      />
      {view && image && status === "ready" ? <ViewOverlay view={view} image={image} title={title} /> : null}
      {typeof status === "string" ? null : <PictureNotice problem={status} onRetry={() => handle?.retry()} />}
    </>
  );
}

const CANVAS = { position: "absolute", inset: 0, touchAction: "none" } as const;
