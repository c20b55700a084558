"use client";

import { useQuery } from "@tanstack/react-query";
import { useContext, useMemo } from "react";
import { numberOf, textOf } from "#lib/dicom/attributes.ts";
import {
  contourNormal,
  cutContour,
  cutMask,
  gapBetween,
  onPlaneScreen,
  type Chord,
  type CutPlane,
} from "#lib/dicom/plane-cut.ts";
import { segmentHas, type Segment, type SegmentFrame } from "#lib/dicom/segmentation.ts";
import type { ContourStructure } from "#lib/dicom/structure-set.ts";
import type { Vec3 } from "#lib/dicom/vectors.ts";
import { readFrames } from "#lib/queries/dicom-frames.ts";
import { SegmentPicture } from "./segment-picture.tsx";
import { StructuresContext } from "./structures-context.ts";
import type { SegmentFile } from "./use-structures.ts";

export interface PlaneStructuresProps {
  readonly plane: CutPlane;
  /** Frame of Reference UID of the volume: what was drawn in another space is not shown. */
  readonly frameOfReference: string | undefined;
}

/** Segments and contours where a plane through the volume meets them. */
export function PlaneStructures({ plane, frameOfReference }: PlaneStructuresProps) {
  const { contours, files, hidden } = useContext(StructuresContext);
  if (contours.length === 0 && files.length === 0) return null;
  const isHere = (frame: string | undefined) => frame === undefined || frame === frameOfReference;
  return (
    <svg width="100%" height="100%" style={LAYER} aria-hidden="true" data-testid="structures">
      {files
        .filter(({ file }) => isHere(textOf(file, "00200052")))
        .flatMap(({ series, file, segments }) =>
          segments
            .filter(({ id }) => !hidden.has(id))
            .map((segment) => <CutSegment key={segment.id} {...{ series, file, segment, plane }} />),
        )}
      {contours
        .filter(({ id, frameOfReference: frame }) => !hidden.has(id) && isHere(frame))
        .map((structure) => (
          <CutContours key={structure.id} structure={structure} plane={plane} />
        ))}
    </svg>
  );
}

interface CutContoursProps {
  readonly structure: ContourStructure;
  readonly plane: CutPlane;
}

function CutContours({ structure: { contours, colour }, plane }: CutContoursProps) {
  const gap = useMemo(() => {
    const normal = contourNormal(contours.find(({ isClosed }) => isClosed)?.points ?? []);
    return normal
      ? gapBetween(
          contours.flatMap(({ points }) => points.slice(0, 1)),
          normal,
        )
      : 0;
  }, [contours]);
  return contours
    .filter(({ isClosed }) => isClosed)
    .map(({ points }, index) => {
      const cut = cutContour(points, plane, gap / 2);
      if (cut.kind === "chords")
        return <Chords key={index} chords={cut.chords} plane={plane} colour={colour} gap={gap} opacity={0.5} />;
      const path = cut.whole.map((point) => onPlaneScreen(plane, point).join(" ")).join("L");
      return <path key={index} d={`M${path}Z`} fill="none" stroke={colour} strokeWidth="1.6" />;
    });
}

interface CutSegmentProps extends Omit<SegmentFile, "segments"> {
  readonly segment: Segment;
  readonly plane: CutPlane;
}

/** A frame that lies in space, with its pixels. */
interface PlacedFrame extends SegmentFrame {
  readonly plane: NonNullable<SegmentFrame["plane"]>;
}

function CutSegment({ series, file, segment, plane }: CutSegmentProps) {
  const placed = useMemo(
    () => segment.frames.filter((frame): frame is PlacedFrame => frame.plane?.spacing !== undefined),
    [segment],
  );
  const instance = textOf(file, "00080018") ?? "";
  const pixels = useQuery({
    queryKey: ["dicom-segment-frames", series.store, instance, segment.id],
    queryFn: ({ signal }) =>
      readFrames(
        { ...series, instance },
        placed.map(({ frame }) => frame),
        signal,
      ),
    enabled: placed.length > 0,
    staleTime: Infinity,
    gcTime: 60_000,
  }).data;
  const gap = useMemo(() => {
    const normal = placed[0]?.plane.normal;
    return normal
      ? gapBetween(
          placed.map((frame) => frame.plane.position),
          normal,
        )
      : 0;
  }, [placed]);
  if (!pixels) return null;
  const rows = numberOf(file, "00280010") ?? 0;
  const columns = numberOf(file, "00280011") ?? 0;
  return placed.map((frame, index) => {
    const bytes = pixels[index] ?? new Uint8Array();
    const has = (pixel: number) => segmentHas(file, bytes, pixel);
    const cut = cutMask({ plane: frame.plane, rows, columns, has }, plane, gap / 2);
    if (cut.kind === "chords")
      return (
        <Chords key={frame.frame} chords={cut.chords} plane={plane} colour={segment.colour} gap={gap} opacity={0.45} />
      );
    return (
      <g key={frame.frame} transform={pictureMatrix(frame.plane, { rows, columns }, plane)}>
        <SegmentPicture series={series} file={file} segment={segment} frame={frame.frame} />
      </g>
    );
  });
}

interface ChordsProps {
  readonly chords: readonly Chord[];
  readonly plane: CutPlane;
  readonly colour: string;
  /** Millimetres between the things that were cut: each piece is so thick. */
  readonly gap: number;
  readonly opacity: number;
}

function Chords({ chords, plane, colour, gap, opacity }: ChordsProps) {
  if (chords.length === 0) return null;
  const path = chords
    .map((chord) => `M${chord.map((point) => onPlaneScreen(plane, point).join(" ")).join("L")}`)
    .join("");
  const pixels = gap / Math.max(1e-6, Math.hypot(...plane.right));
  return <path d={path} stroke={colour} strokeWidth={Math.max(1.6, pixels)} opacity={opacity} />;
}

/** From the unit square over a frame to the screen. */
function pictureMatrix(
  { position, row, column, spacing }: PlacedFrame["plane"],
  { rows, columns }: { readonly rows: number; readonly columns: number },
  plane: CutPlane,
): string {
  const [down, across] = spacing ?? [1, 1];
  const corner = (u: number, v: number) => {
    const place = position.map((part, axis) => part + (row[axis] ?? 0) * u * across + (column[axis] ?? 0) * v * down);
    const [x = 0, y = 0, z = 0] = place;
    const point: Vec3 = [x, y, z];
    return onPlaneScreen(plane, point);
  };
  const [start, right, bottom] = [corner(-0.5, -0.5), corner(columns - 0.5, -0.5), corner(-0.5, rows - 0.5)];
  const values = [right[0] - start[0], right[1] - start[1], bottom[0] - start[0], bottom[1] - start[1], ...start];
  return `matrix(${values.join(" ")})`;
}

const LAYER = { position: "absolute", inset: 0, pointerEvents: "none" } as const;
