/** What another decoder, DCMTK's, makes of a DICOM file: the reference of tests that look at pictures. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** Eight bits a channel, one channel of grey or three of RGB. */
export interface ReferencePicture {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
}

/** Of 255 levels: rounding, and inverse cosine transforms that differ in the last bit. */
export const PICTURE_TOLERANCE = 2;

/** `dcml2pnm` reads JPEG-LS as well. */
const PROGRAMS = ["dcmj2pnm", "dcml2pnm"];
/** The file's first window, its first table of values of interest, or from the least to the greatest value. */
const WINDOWS = [["+Wi", "1"], ["+Wl", "1"], ["+Wm"]];

export const hasDcmtkPictures = spawnSync("dcmj2pnm", ["--version"]).status === 0;

/**
 * Undefined for what DCMTK cannot decode: JPEG 2000, and some classes of images.
 * @param frame from 1 on
 * @param scratch a file to write over
 */
export function dcmtkPicture(path: string, scratch: string, frame = 1): ReferencePicture | undefined {
  for (const program of PROGRAMS) {
    for (const window of WINDOWS) {
      const run = spawnSync(program, ["-q", "--no-overlays", ...window, "+F", String(frame), "+op", path, scratch]);
      if (run.status === 0) return readPnm(readFileSync(scratch));
    }
  }
  return undefined;
}

function readPnm(bytes: Buffer): ReferencePicture {
  const head = /^(P[56])\s+(?:#.*\n)?\s*(\d+)\s+(\d+)\s+\d+\s/.exec(bytes.subarray(0, 200).toString("latin1"));
  if (!head) throw new Error("DCMTK wrote no PNM");
  return {
    channels: head[1] === "P5" ? 1 : 3,
    width: Number(head[2]),
    height: Number(head[3]),
    bytes: bytes.subarray(head[0].length),
  };
}
