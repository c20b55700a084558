import type { Types } from "@cornerstonejs/core";
import type { PictureProblem } from "#components/dicom/viewer/view-handle.ts";
import { ProblemError } from "#lib/contract/problem.ts";
import { textOf, type DicomAttributes } from "#lib/dicom/attributes.ts";
import { isTranscoded, shownAs } from "#lib/dicom/shown-syntax.ts";
import { frameForm } from "#lib/queries/dicom-frames.ts";
import { readFrame } from "#lib/queries/frames-ahead.ts";
import { decodeFrame } from "./decode-frame.ts";
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

/** PlanarConfiguration of frames that the server has taken out of another syntax. */
const BY_PIXEL: DicomAttributes = { "00280006": { vr: "US", Value: [0] } };

async function load(imageId: string, options: Record<string, unknown>, signal: AbortSignal): Promise<Types.IImage> {
  const image = imageOf(imageId)?.attributes ?? {};
  const known = textOf(image, "00083002");
  if (known !== undefined && shownAs(known) === "no") throw new PictureError({ kind: "unsupported", syntax: known });
  const { bytes, syntax = known ?? IMPLICIT_LITTLE_ENDIAN } = await fetched(imageId, known, signal);
  if (shownAs(syntax) !== "image") throw new PictureError({ kind: "unsupported", syntax });
  if (bytes.length === 0) throw new PictureError({ kind: "noPixels" });
  try {
    const read = frameForm(known) === "plain" ? { ...image, ...BY_PIXEL } : image;
    return await decodeFrame({ imageId, image: read, bytes, syntax }, options);
  } catch (error) {
    throw new PictureError({ kind: "undecodable", detail: wordsOf(error) });
  }
}

async function fetched(imageId: string, known: string | undefined, signal: AbortSignal) {
  try {
    return await readFrame({ path: framePathOf(imageId), form: frameForm(known) }, signal);
  } catch (error) {
    const isRefused = error instanceof ProblemError && [400, 404, 406].includes(error.problem.status);
    if (isRefused && known !== undefined && isTranscoded(known))
      throw new PictureError({ kind: "unsupported", syntax: known });
    // The address is the API's own, so what it cannot read is the file.
    throw new PictureError(isRefused ? { kind: "noFrame" } : { kind: "unreachable", error });
  }
}

/** Decoders throw errors, texts, numbers and events; only the first two mean something to people. */
function wordsOf(error: unknown): string {
  if (error instanceof Error) return error.message;
  return typeof error === "string" ? error : "";
}

/** Why a picture failed, in the viewer's terms. Cornerstone wraps the errors of its loaders. */
export function pictureProblem(error: unknown): PictureProblem {
  if (error instanceof PictureError) return error.problem;
  const inner = (error as { error?: unknown } | undefined)?.error;
  if (inner instanceof PictureError) return inner.problem;
  return { kind: "undecodable", detail: wordsOf(error) };
}
