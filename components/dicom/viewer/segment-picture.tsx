"use client";

import { useQuery } from "@tanstack/react-query";
import { numberOf, textOf, type DicomAttributes } from "#lib/dicom/attributes.ts";
import { segmentMask, type Segment } from "#lib/dicom/segmentation.ts";
import { framePath } from "#lib/queries/dicom-frames.ts";
import { readFrame } from "#lib/queries/frames-ahead.ts";
import type { SegmentFile } from "./use-structures.ts";

export interface SegmentPictureProps extends Omit<SegmentFile, "segments"> {
  readonly segment: Segment;
  /** From 1; undefined draws nothing. */
  readonly frame: number | undefined;
}

/** A frame of a segment as a picture over the unit square. */
export function SegmentPicture({ series, file, segment, frame }: SegmentPictureProps) {
  const instance = textOf(file, "00080018") ?? "";
  const path = frame === undefined ? undefined : framePath({ ...series, instance, frame });
  const picture = useQuery({
    queryKey: ["dicom-segment", path, segment.colour],
    queryFn: async ({ signal }) => {
      const { bytes } = await readFrame({ path: path ?? "", form: "plain" }, signal);
      return paint(file, segment.colour, bytes);
    },
    enabled: path !== undefined,
    staleTime: Infinity,
  }).data;
  if (!picture) return null;
  return (
    <image href={picture} width="1" height="1" preserveAspectRatio="none" style={{ imageRendering: "pixelated" }} />
  );
}

function paint(file: DicomAttributes, colour: string, bytes: Uint8Array): string {
  const canvas = document.createElement("canvas");
  canvas.width = numberOf(file, "00280011") ?? 1;
  canvas.height = numberOf(file, "00280010") ?? 1;
  const context = canvas.getContext("2d");
  if (!context) return "";
  context.fillStyle = colour;
  context.fillRect(0, 0, canvas.width, canvas.height);
  const pixels = context.getImageData(0, 0, canvas.width, canvas.height);
  for (const [pixel, opacity] of segmentMask(file, bytes).entries()) pixels.data[pixel * 4 + 3] = opacity * STRENGTH;
  context.putImageData(pixels, 0, 0);
  return canvas.toDataURL();
}

const STRENGTH = 0.45;
