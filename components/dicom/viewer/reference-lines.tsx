"use client";

import { numberOf, textOf } from "#lib/dicom/attributes.ts";
import type { StackImage } from "#lib/dicom/image-stack.ts";
import { referenceLine, type PicturePoint, type PlaneRectangle } from "#lib/dicom/reference-line.ts";
import { useViewPart } from "./use-snapshot.ts";
import type { ScreenPoint, ViewHandle, ViewSnapshot } from "./view-handle.ts";

export interface ReferenceLinesProps {
  readonly view: ViewSnapshot;
  readonly image: StackImage;
  /** The active view. */
  readonly source: ViewHandle;
}

/** The line along which the picture of the active view cuts through this one. */
export function ReferenceLines({ view, image, source }: ReferenceLinesProps) {
  const index = useViewPart(source, (other) => other.index);
  const picture = source.images[index ?? 0];
  const target = rectangleOf(image);
  const cut = picture && isInOneFrame(image, picture) ? rectangleOf(picture) : undefined;
  const line = target && cut && referenceLine(target, cut);
  const ends = line?.map((point) => onScreen(view.outline, point));
  const [start, end] = ends ?? [];
  if (!start || !end) return null;
  return (
    <svg
      width="100%"
      height="100%"
      style={{ position: "absolute", inset: 0 }}
      aria-hidden="true"
      data-testid="reference-line"
    >
      <line
        x1={start[0]}
        y1={start[1]}
        x2={end[0]}
        y2={end[1]}
        stroke="#ffd24a"
        strokeWidth="1.5"
        strokeDasharray="6 4"
      />
    </svg>
  );
}

function isInOneFrame(a: StackImage, b: StackImage): boolean {
  const frame = textOf(a.attributes, "00200052");
  return frame !== undefined && frame === textOf(b.attributes, "00200052");
}

function rectangleOf({ plane, attributes }: StackImage): PlaneRectangle | undefined {
  const rows = numberOf(attributes, "00280010");
  const columns = numberOf(attributes, "00280011");
  return plane?.spacing && rows && columns ? { plane, rows, columns } : undefined;
}

function onScreen(outline: readonly ScreenPoint[], [across, down]: PicturePoint): ScreenPoint | undefined {
  const [corner, right, , bottom] = outline;
  if (!corner || !right || !bottom) return undefined;
  return [
    corner[0] + (right[0] - corner[0]) * across + (bottom[0] - corner[0]) * down,
    corner[1] + (right[1] - corner[1]) * across + (bottom[1] - corner[1]) * down,
  ];
}
