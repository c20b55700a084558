import { bodyParts, syntaxOf } from "#lib/dicom/multipart.ts";
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
const AS_STORED = 'multipart/related; type="application/octet-stream"; transfer-syntax=*';

/** `/v1/…/frames/1`. */
export function framePath(address: FrameAddress): string {
  return `${instancePath(address, address.instance)}/frames/${address.frame}`;
}

/** A small picture of a frame, painted by the API; for an `img`. */
export function renderedSource(address: FrameAddress, size: number): string {
  return `/api/healthcare${framePath(address)}/rendered?viewport=${size},${size}`;
}

const early = new Map<string, Promise<FrameBytes>>();

/** Fetches a frame before there is anything to show it; `readFrame` takes it once. */
export function askFrameEarly(address: FrameAddress): Promise<FrameBytes> {
  const path = framePath(address);
  const answer = early.get(path) ?? fetchFrame(path);
  early.set(path, answer);
  answer.catch(() => early.delete(path));
  return answer;
}

/** Fetches a frame by its path. Rejects with ProblemError. */
export function readFrame(path: string, signal?: AbortSignal): Promise<FrameBytes> {
  const asked = early.get(path);
  early.delete(path);
  return asked ?? fetchFrame(path, signal);
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
    const response = await callGateway(path, { headers: { accept: AS_STORED }, signal });
    const body = new Uint8Array(await response.arrayBuffer());
    for (const { bytes } of bodyParts(response.headers.get("content-type") ?? "", body)) found.push(bytes);
  }
  return found;
}

async function fetchFrame(path: string, signal?: AbortSignal): Promise<FrameBytes> {
  const response = await callGateway(path, { headers: { accept: AS_STORED }, ...(signal ? { signal } : {}) });
  const contentType = response.headers.get("content-type") ?? "";
  const body = new Uint8Array(await response.arrayBuffer());
  const part = bodyParts(contentType, body)[0];
  return {
    bytes: part?.bytes ?? new Uint8Array(),
    syntax: syntaxOf(part?.contentType ?? "") ?? syntaxOf(contentType),
  };
}
