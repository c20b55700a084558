import type { Types } from "@cornerstonejs/core";
import { createImage } from "@cornerstonejs/dicom-image-loader";
import type { PictureProblem } from "#components/dicom/viewer/view-handle.ts";
import { textOf } from "#lib/dicom/attributes.ts";
import { shownAs } from "#lib/dicom/shown-syntax.ts";
import { readFrame } from "#lib/queries/dicom-frames.ts";
import { framePathOf, imageOf } from "./image-ids.ts";

/** A picture that cannot be shown, and why. */
export class PictureError extends Error {
  readonly problem: PictureProblem;
  constructor(problem: PictureProblem) {
    super(problem.kind);
    this.name = "PictureError";
    this.problem = problem;
  }
}

const IMPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2";

/** Cornerstone's image loader: frames come through the gateway, decoding runs in the loader's workers. */
export function loadFrame(imageId: string, options: Record<string, unknown> = {}): Types.IImageLoadObject {
  const abort = new AbortController();
  return { promise: load(imageId, options, abort.signal), cancelFn: () => abort.abort() };
}

async function load(imageId: string, options: Record<string, unknown>, signal: AbortSignal): Promise<Types.IImage> {
  const known = textOf(imageOf(imageId)?.attributes ?? {}, "00083002");
  if (known !== undefined && shownAs(known) === "no") throw new PictureError({ kind: "unsupported", syntax: known });
  const frame = await fetched(imageId, signal);
  const syntax = frame.syntax ?? known ?? IMPLICIT_LITTLE_ENDIAN;
  if (shownAs(syntax) !== "image") throw new PictureError({ kind: "unsupported", syntax });
  if (frame.bytes.length === 0) throw new PictureError({ kind: "noPixels" });
  try {
    return (await createImage(imageId, frame.bytes, syntax, { ...options })) as Types.IImage;
  } catch (error) {
    throw new PictureError({ kind: "undecodable", detail: error instanceof Error ? error.message : String(error) });
  }
}

async function fetched(imageId: string, signal: AbortSignal) {
  try {
    return await readFrame(framePathOf(imageId), signal);
  } catch (error) {
    throw new PictureError({ kind: "unreachable", error });
  }
}

/** Why a picture failed, in the viewer's terms. Cornerstone wraps the errors of its loaders. */
export function pictureProblem(error: unknown): PictureProblem {
  if (error instanceof PictureError) return error.problem;
  const inner = (error as { error?: unknown } | undefined)?.error;
  if (inner instanceof PictureError) return inner.problem;
  return { kind: "undecodable", detail: error instanceof Error ? error.message : "" };
}
