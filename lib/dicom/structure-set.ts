import { itemsOf, numberOf, numbersOf, textOf, type DicomAttributes } from "./attributes.ts";
import type { StackImage } from "./image-stack.ts";
import { dot, subtract, type Vec3 } from "./vectors.ts";

/** A structure drawn by contours, or a segment by pixels. */
export interface Structure {
  /** Unique among all overlays of a study. */
  readonly id: string;
  readonly name: string;
  /** CSS colour. */
  readonly colour: string;
}

export interface ContourStructure extends Structure {
  readonly contours: readonly Contour[];
  /** Frame of Reference UID; undefined when the file does not tell. */
  readonly frameOfReference: string | undefined;
}

interface Contour {
  /** SOP Instance UID of the picture that it was drawn on; undefined when the file does not tell. */
  readonly instance: string | undefined;
  readonly isClosed: boolean;
  readonly points: readonly Vec3[];
}

/** The structures of an RT structure set with their contours (PS3.3 C.8.8.5 and C.8.8.6). */
export function contourStructures(file: DicomAttributes): readonly ContourStructure[] {
  const regions = new Map(itemsOf(file, "30060020").map((roi) => [numberOf(roi, "30060022"), roi]));
  return itemsOf(file, "30060039").map((roi, index) => {
    const number = numberOf(roi, "30060084");
    const [red = 255, green = 210, blue = 74] = numbersOf(roi, "3006002A");
    return {
      id: `${textOf(file, "00080018")} ${number ?? index}`,
      name: textOf(regions.get(number) ?? {}, "30060026") ?? `Structure ${number ?? index + 1}`,
      colour: `rgb(${red} ${green} ${blue})`,
      contours: itemsOf(roi, "30060040").map(contourOf),
      frameOfReference: textOf(regions.get(number) ?? {}, "30060024"),
    };
  });
}

/** How far from a picture a contour without a reference may lie and still belong to it, millimetres. */
const NEAR = 0.6;

/** The contours on a picture as parts of its width and height. */
export function contoursOn(
  structure: ContourStructure,
  { instance, plane }: StackImage,
  size: { readonly rows: number; readonly columns: number },
): readonly { readonly isClosed: boolean; readonly points: readonly (readonly [across: number, down: number])[] }[] {
  const spacing = plane?.spacing;
  if (!plane || !spacing) return [];
  return structure.contours.flatMap(({ instance: drawnOn, isClosed, points }) => {
    const [first] = points;
    if (!first) return [];
    const isHere =
      drawnOn === undefined
        ? Math.abs(dot(subtract(first, plane.position), plane.normal)) < NEAR
        : drawnOn === instance;
    if (!isHere) return [];
    return [
      {
        isClosed,
        points: points.map((point) => {
          const step = subtract(point, plane.position);
          // Positions are those of pixel centres; the picture's edge lies half a pixel before the first.
          const column = dot(step, plane.row) / spacing[1] + 0.5;
          const row = dot(step, plane.column) / spacing[0] + 0.5;
          return [column / size.columns, row / size.rows] as const;
        }),
      },
    ];
  });
}

function contourOf(contour: DicomAttributes): Contour {
  const numbers = numbersOf(contour, "30060050");
  const points = Array.from({ length: Math.floor(numbers.length / 3) }, (_, index): Vec3 => {
    const [x = 0, y = 0, z = 0] = numbers.slice(index * 3, index * 3 + 3);
    return [x, y, z];
  });
  return {
    instance: textOf(itemsOf(contour, "30060016")[0] ?? {}, "00081155"),
    isClosed: textOf(contour, "30060042") !== "OPEN_PLANAR",
    points,
  };
}
