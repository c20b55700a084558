import { bodyParts, syntaxOf } from "#lib/dicom/multipart.ts";
import { isTranscoded } from "#lib/dicom/shown-syntax.ts";
import { EXPLICIT_LITTLE_ENDIAN } from "#lib/dicom/transfer-syntax.ts";
import { instancePath, type SeriesAddress } from "./dicom-study.ts";
import { callGateway } from "./gateway.ts";

/** The bytes of one frame as they are stored. */
export interface FrameBytes {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** UID; undefined when the answer does not tell. */
  readonly syntax: string | undefined;
}

export interface FrameAddress extends SeriesAddress {
  readonly instance: string;
  /** From 1. */
  readonly frame: number;
}

/** As stored: the server must not spend time on transcoding what the browser can decode. */
const ACCEPT = {
  stored: 'multipart/related; type="application/octet-stream"; transfer-syntax=*',
  plain: `multipart/related; type="application/octet-stream"; transfer-syntax=${EXPLICIT_LITTLE_ENDIAN}`,
} as const;

export interface FramePlace {
  readonly path: string;
  /** As it is stored, or without its compression. */
  readonly form: keyof typeof ACCEPT;
}

/** How a frame of this transfer syntax is asked for. */
export function frameForm(syntax: string | undefined): FramePlace["form"] {
  return syntax !== undefined && isTranscoded(syntax) ? "plain" : "stored";
}

/** `/v1/…/frames/1`. */
export function framePath(address: FrameAddress): string {
  return `${instancePath(address, address.instance)}/frames/${address.frame}`;
}

/** A small picture of a frame, painted by the API; for an `img`. */
export function renderedSource(address: FrameAddress, size: number): string {
  return `/api/healthcare${framePath(address)}/rendered?viewport=${size},${size}`;
}

/** Frames in one request: their numbers are part of its address. */
const FRAMES_AT_ONCE = 200;

/** The bytes of several frames (from 1 on) of an instance, in the order asked for. Rejects with ProblemError. */
export async function readFrames(
  address: Omit<FrameAddress, "frame">,
  frames: readonly number[],
  signal: AbortSignal,
): Promise<readonly Uint8Array[]> {
  const found: Uint8Array[] = [];
  for (let at = 0; at < frames.length; at += FRAMES_AT_ONCE) {
    const path = `${instancePath(address, address.instance)}/frames/${frames.slice(at, at + FRAMES_AT_ONCE).join(",")}`;
    const response = await callGateway(path, { headers: { accept: ACCEPT.stored }, signal });
    const body = new Uint8Array(await response.arrayBuffer());
    for (const { bytes } of bodyParts(response.headers.get("content-type") ?? "", body)) found.push(bytes);
  }
  return found;
}

/** Fetches a frame. Rejects with ProblemError. */
export async function fetchFrame({ path, form }: FramePlace, signal?: AbortSignal): Promise<FrameBytes> {
  const response = await callGateway(path, { headers: { accept: ACCEPT[form] }, ...(signal ? { signal } : {}) });
  const contentType = response.headers.get("content-type") ?? "";
  const body = new Uint8Array(await response.arrayBuffer());
  const part = bodyParts(contentType, body)[0];
  return {
    bytes: part?.bytes ?? new Uint8Array(),
    syntax: syntaxOf(part?.contentType ?? "") ?? syntaxOf(contentType),
  };
}
