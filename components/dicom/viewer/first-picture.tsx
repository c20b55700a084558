"use client";

import { useEffect, useEffectEvent, useRef } from "react";
import { textOf } from "#lib/dicom/attributes.ts";
import { greyPicture } from "#lib/dicom/grey-picture.ts";
import type { StackImage } from "#lib/dicom/image-stack.ts";
import { isUncompressed } from "#lib/dicom/shown-syntax.ts";
import { askFrameEarly } from "#lib/queries/frames-ahead.ts";
import type { SeriesAddress } from "#lib/queries/dicom-study.ts";

export interface FirstPictureProps {
  readonly series: SeriesAddress;
  readonly image: StackImage;
  /** Called when the picture is on the screen, or when the engine should not wait for it: compressed, late or missing. */
  readonly onSettled: () => void;
}

/** A slow network is waited for with the engine, not before it. */
const PATIENCE_MS = 500;

/** The picture itself, painted plainly until the engine stands; compressed ones wait for it. */
export function FirstPicture({ series, image, onSettled }: FirstPictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const settle = useEffectEvent(onSettled);
  useEffect(() => {
    let isGone = false;
    const patience = setTimeout(() => settle(), PATIENCE_MS);
    const paint = async () => {
      const known = textOf(image.attributes, "00083002");
      if (known !== undefined && !isUncompressed(known)) return;
      const { instance, frame } = image;
      const { bytes, syntax } = await askFrameEarly({ ...series, instance, frame, syntax: known });
      if (isGone || !syntax || !isUncompressed(syntax) || !canvas.current) return;
      const picture = greyPicture(image.attributes, bytes);
      if (!picture) return;
      canvas.current.width = picture.width;
      canvas.current.height = picture.height;
      canvas.current.getContext("2d")?.putImageData(new ImageData(picture.rgba, picture.width, picture.height), 0, 0);
      await onScreen();
    };
    // What goes wrong here is met and told by the engine.
    void paint()
      .catch(() => undefined)
      .then(() => isGone || settle());
    return () => {
      isGone = true;
      clearTimeout(patience);
    };
  }, [series, image]);
  const [rows, columns] = image.plane?.spacing ?? [1, 1];
  return (
    <canvas
      ref={canvas}
      width={0}
      height={0}
      aria-hidden="true"
      style={rows === columns ? FIT : HIDDEN}
      data-testid="first-picture"
    />
  );
}

/** After the browser has painted what was drawn. */
function onScreen(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}

const FIT = { position: "absolute", inset: 0, width: "100%", height: "100%", objectFit: "contain" } as const;
/** Pixels that are not square would be shown squeezed. */
const HIDDEN = { display: "none" } as const;
