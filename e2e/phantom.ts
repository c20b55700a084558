import { element, part10, uint16 } from "./part10.ts";

type Point = readonly [x: number, y: number, z: number];

/** A block of voxels whose rows, columns and slices lie apart differently, so that no two are taken for each other. */
export const PHANTOM = {
  columns: 48,
  rows: 40,
  slices: 31,
  /** Millimetres between columns, rows and slices. */
  step: [0.8, 1.2, 2.5],
  /** Centre of the first voxel in the patient's space. */
  origin: [-17.3, -24.1, 40],
  /** Hounsfield units. */
  around: -1000,
  block: 250,
} as const;

/** Bright voxels by column, row and slice: two on one slice, others apart from them in each direction. */
export const SPOTS = { a: [10, 8, 15], b: [38, 30, 15], c: [10, 30, 15] } as const satisfies Record<string, Point>;

/** A square of even tissue on one slice: columns and rows, both ends included. */
export const BLOCK = { slice: 20, left: 12, right: 35, top: 10, bottom: 29 } as const;

export function placeOf(voxel: Point): Point {
  const { origin, step } = PHANTOM;
  const along = (axis: 0 | 1 | 2) => origin[axis] + voxel[axis] * step[axis];
  return [along(0), along(1), along(2)];
}

/** The phantom's slices as files. */
export function phantomFiles(study: string): Buffer[] {
  const { columns, rows, slices, step, origin } = PHANTOM;
  return Array.from({ length: slices }, (_, slice) =>
    part10({
      study,
      series: `${study}.1`,
      instance: `${study}.1.${slice + 1}`,
      number: slice + 1,
      modality: "CT",
      rows,
      columns,
      more: [
        element("00080008", "CS", String.raw`ORIGINAL\PRIMARY\AXIAL`),
        element("00200032", "DS", [origin[0], origin[1], origin[2] + slice * step[2]].join("\\")),
        element("00200037", "DS", String.raw`1\0\0\0\1\0`),
        element("00200052", "UI", `${study}.9`),
        element("00280030", "DS", `${step[1]}\\${step[0]}`),
        element("00280100", "US", uint16(16)),
        element("00280101", "US", uint16(16)),
        element("00280102", "US", uint16(15)),
        element("00281050", "DS", "0"),
        element("00281051", "DS", "2000"),
        element("00281052", "DS", "-1024"),
        element("00281053", "DS", "1"),
        element("00281054", "LO", "HU"),
      ],
      pixels: sliceBytes(slice),
    }),
  );
}

function sliceBytes(slice: number): Buffer {
  const { columns, rows, around, block } = PHANTOM;
  const values = new Uint16Array(columns * rows).fill(around + 1024);
  const set = (column: number, row: number, hounsfield: number) => {
    values[row * columns + column] = hounsfield + 1024;
  };
  if (slice === BLOCK.slice)
    for (let row = BLOCK.top; row <= BLOCK.bottom; row += 1)
      for (let column = BLOCK.left; column <= BLOCK.right; column += 1) set(column, row, block);
  for (const [column, row, at] of Object.values(SPOTS)) if (at === slice) set(column, row, 1000);
  return Buffer.from(values.buffer);
}
