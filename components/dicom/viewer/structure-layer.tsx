"use client";

import { useContext } from "react";
import { numberOf } from "#lib/dicom/attributes.ts";
import type { StackImage } from "#lib/dicom/image-stack.ts";
import { segmentFrameOn } from "#lib/dicom/segmentation.ts";
import { contoursOn } from "#lib/dicom/structure-set.ts";
import { SegmentPicture } from "./segment-picture.tsx";
import { StructuresContext } from "./structures-context.ts";
import type { ScreenPoint, ViewSnapshot } from "./view-handle.ts";

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
            .map((segment) => (
              <SegmentPicture
                key={segment.id}
                {...{ series, file, segment, frame: segmentFrameOn(segment, image)?.frame }}
              />
            )),
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

/** From parts of the picture to the screen. */
function matrixOf([corner, right, , bottom]: readonly ScreenPoint[]): string | undefined {
  if (!corner || !right || !bottom) return undefined;
  const across = [right[0] - corner[0], right[1] - corner[1]];
  const down = [bottom[0] - corner[0], bottom[1] - corner[1]];
  return `matrix(${[...across, ...down, ...corner].join(" ")})`;
}

const LAYER = { position: "absolute", inset: 0, pointerEvents: "none" } as const;
