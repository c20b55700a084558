import { itemsOf, numberOf, numbersOf, type DicomAttributes } from "./attributes.ts";
import { cross, dot, length, type Vec3 } from "./vectors.ts";

const SHARED_GROUPS = "52009229";
const DIRECTION_TOLERANCE = 0.05;
const FRAME_GROUPS = "52009230";

/** Attributes of one frame (1-based): functional groups, shared ones first, laid over those of the instance (PS3.3 C.7.6.16). */
export function frameAttributes(instance: DicomAttributes, frame: number): DicomAttributes {
  const shared = itemsOf(instance, SHARED_GROUPS)[0];
  const own = itemsOf(instance, FRAME_GROUPS)[frame - 1];
  if (!shared && !own) return instance;
  return { ...instance, ...flattened(shared), ...flattened(own) };
}

/** Where an image lies in the patient's space. */
export interface ImagePlane {
  /** Centre of the first pixel, millimetres. */
  readonly position: Vec3;
  /** Direction in which columns go on (along a row). */
  readonly row: Vec3;
  /** Direction in which rows go on (down a column). */
  readonly column: Vec3;
  readonly normal: Vec3;
  /** Millimetres between rows, between columns; undefined when the file does not tell. */
  readonly spacing: readonly [rows: number, columns: number] | undefined;
}

/** The plane of a frame; undefined when position or orientation is missing. */
export function imagePlane(frame: DicomAttributes): ImagePlane | undefined {
  const position = triple(numbersOf(frame, "00200032"));
  const cosines = numbersOf(frame, "00200037");
  const row = triple(cosines.slice(0, 3));
  const column = triple(cosines.slice(3, 6));
  if (!position || !row || !column || !isUpright(row, column)) return undefined;
  return { position, row, column, normal: cross(row, column), spacing: pixelSpacing(frame) };
}

/** Whether two directions are of length one and at right angles, but for rounding (PS3.3 C.7.6.2.1.1). */
function isUpright(row: Vec3, column: Vec3): boolean {
  const isUnit = (direction: Vec3) => Math.abs(length(direction) - 1) < DIRECTION_TOLERANCE;
  return isUnit(row) && isUnit(column) && Math.abs(dot(row, column)) < DIRECTION_TOLERANCE;
}

/** Pixel spacing, or that of the imager for projections (PS3.3 10.7.1.3); undefined when the file tells neither. */
export function pixelSpacing(frame: DicomAttributes): readonly [rows: number, columns: number] | undefined {
  for (const tag of ["00280030", "00181164"]) {
    const [rows, columns] = numbersOf(frame, tag);
    if (rows !== undefined && columns !== undefined && rows > 0 && columns > 0) return [rows, columns];
  }
  return undefined;
}

/** Number of frames, at least 1. */
export function frameCount(instance: DicomAttributes): number {
  return Math.max(1, Math.trunc(numberOf(instance, "00280008") ?? 1));
}

function flattened(groups: DicomAttributes | undefined): DicomAttributes {
  const flat: Record<string, DicomAttributes[string]> = {};
  for (const tag of Object.keys(groups ?? {})) Object.assign(flat, itemsOf(groups ?? {}, tag)[0]);
  return flat;
}

function triple([x, y, z]: readonly number[]): Vec3 | undefined {
  return x === undefined || y === undefined || z === undefined ? undefined : [x, y, z];
}
