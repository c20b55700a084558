import { changedRegions, type PixelShape, type Region } from "#lib/dicom/changed-regions.ts";
import { numberOf, type DicomAttributes } from "#lib/dicom/attributes.ts";
import { bodyParts } from "#lib/dicom/multipart.ts";
import { callGateway } from "./gateway.ts";

const WIDEST = 640;
const UNCOMPRESSED = 'multipart/related; type="application/octet-stream"; transfer-syntax=1.2.840.10008.1.2.1';

/** The first frame of an instance, kept in this page's memory as the store it comes from is about to go. */
export interface SampleFrame {
  /** Address of a picture of it. */
  readonly picture: string;
  /** Undefined where the API does not give the pixels uncompressed. */
  readonly pixels: Uint8Array | undefined;
  readonly shape: PixelShape;
}

/** @param path of the instance. Undefined for documents and traces, which have no picture. */
export async function readSampleFrame(path: string, attributes: DicomAttributes): Promise<SampleFrame | undefined> {
  const number = (tag: string) => numberOf(attributes, tag) ?? 0;
  const shape = {
    rows: number("00280010"),
    columns: number("00280011"),
    samples: number("00280002") || 1,
    bitsAllocated: number("00280100"),
    isPlanar: number("00280006") === 1,
  };
  // Documents, reports and traces have no rows: the API would only refuse to draw them.
  if (shape.rows === 0 || shape.columns === 0) return undefined;
  try {
    const scale = Math.min(1, WIDEST / Math.max(1, shape.columns));
    const viewport = `${Math.round(shape.columns * scale)},${Math.round(shape.rows * scale)}`;
    const response = await callGateway(`${path}/frames/1/rendered?viewport=${viewport}`, {
      headers: { accept: "image/jpeg" },
    });
    return { picture: URL.createObjectURL(await response.blob()), pixels: await pixelsOf(path), shape };
  } catch {
    return undefined;
  }
}

async function pixelsOf(path: string): Promise<Uint8Array | undefined> {
  try {
    const response = await callGateway(`${path}/frames/1`, { headers: { accept: UNCOMPRESSED } });
    const body = new Uint8Array(await response.arrayBuffer());
    return bodyParts(response.headers.get("content-type") ?? "", body)[0]?.bytes;
  } catch {
    return undefined;
  }
}

/** What was painted over between two frames; undefined when their pixels cannot be compared. */
export function paintedRegions(before: SampleFrame, after: SampleFrame): readonly Region[] | undefined {
  if (!before.pixels || !after.pixels) return undefined;
  if (before.shape.rows !== after.shape.rows || before.shape.columns !== after.shape.columns) return undefined;
  return changedRegions(before.pixels, after.pixels, { ...after.shape, isPlanar: before.shape.isPlanar });
}
