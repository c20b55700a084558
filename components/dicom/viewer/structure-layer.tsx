"use client";

import { useQuery } from "@tanstack/react-query";
import { createContext, useContext } from "react";
import { numberOf, textOf, type DicomAttributes } from "#lib/dicom/attributes.ts";
import type { StackImage } from "#lib/dicom/image-stack.ts";
import { segmentFrameOn, segmentMask, type Segment } from "#lib/dicom/segmentation.ts";
import { contoursOn } from "#lib/dicom/structure-set.ts";
import { readFrame, framePath } from "#lib/queries/dicom-frames.ts";
import type { SegmentFile, Structures } from "./use-structures.ts";
import type { ScreenPoint, ViewSnapshot } from "./view-handle.ts";

const NO_STRUCTURES: Structures = {
  contours: [],
  files: [],
  isPending: false,
  hidden: new Set(),
  toggle: () => undefined,
};
const StructuresContext = createContext<Structures>(NO_STRUCTURES);

/** Gives the study's structures to the views below. */
export const StructuresProvider = StructuresContext;

export interface StructureLayerProps {
  readonly view: ViewSnapshot;
  readonly image: StackImage;
}

/** Segments and contours over a picture, in the picture's own place whatever its zoom, turn or flip. */
export function StructureLayer({ view, image }: StructureLayerProps) {
  const { contours, files, hidden } = useContext(StructuresContext);
  const rows = numberOf(image.attributes, "00280010") ?? 1;
  const columns = numberOf(image.attributes, "00280011") ?? 1;
  const matrix = matrixOf(view.outline);
  if (!matrix || (contours.length === 0 && files.length === 0)) return null;
  return (
    <svg width="100%" height="100%" style={LAYER} aria-hidden="true" data-testid="structures">
      <g transform={matrix}>
        {files.flatMap(({ series, file, segments }) =>
          segments
            .filter(({ id }) => !hidden.has(id))
            .map((segment) => <SegmentPicture key={segment.id} {...{ series, file, segment, image }} />),
        )}
        {contours
          .filter(({ id }) => !hidden.has(id))
          .flatMap((structure) =>
            contoursOn(structure, image, { rows, columns }).map(({ points, isClosed }) => (
              <path
                key={`${structure.id} ${points.join(" ")}`}
                d={`M${points.map(([across, down]) => `${across} ${down}`).join("L")}${isClosed ? "Z" : ""}`}
                fill="none"
                stroke={structure.colour}
                strokeWidth="1.6"
                vectorEffect="non-scaling-stroke"
              />
            )),
          )}
      </g>
    </svg>
  );
}

interface SegmentPictureProps extends Omit<SegmentFile, "segments"> {
  readonly segment: Segment;
  readonly image: StackImage;
}

function SegmentPicture({ series, file, segment, image }: SegmentPictureProps) {
  const found = segmentFrameOn(segment, image);
  const instance = textOf(file, "00080018") ?? "";
  const path = found && framePath({ ...series, instance, frame: found.frame });
  const picture = useQuery({
    queryKey: ["dicom-segment", path, segment.colour],
    queryFn: async ({ signal }) => paint(file, segment.colour, (await readFrame(path ?? "", signal)).bytes),
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

/** From parts of the picture to the screen. */
function matrixOf([corner, right, , bottom]: readonly ScreenPoint[]): string | undefined {
  if (!corner || !right || !bottom) return undefined;
  const across = [right[0] - corner[0], right[1] - corner[1]];
  const down = [bottom[0] - corner[0], bottom[1] - corner[1]];
  return `matrix(${[...across, ...down, ...corner].join(" ")})`;
}

const LAYER = { position: "absolute", inset: 0, pointerEvents: "none" } as const;
