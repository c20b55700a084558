import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import type { Reply } from "#emulator/http/route.ts";
import { lendBuffer } from "./kept-buffers.ts";

/** What one part holds, and what its head says of it. */
export interface OutgoingPart {
  /** `application/dicom; transfer-syntax=…` */
  readonly contentType: string;
  readonly location?: string;
  readonly body: Uint8Array | AsyncIterable<Uint8Array>;
}

export interface MultipartHead {
  /** The `type` parameter: the media type of the parts. */
  readonly type: string;
  readonly transferSyntax?: string | undefined;
}

/** Up to here parts are sent in one piece. */
const SMALL_BYTES = 4 * 1024 * 1024;

/** `multipart/related` with the boundary as first parameter, as the service writes it (contract 10.3). Parts are made as they are sent. */
export function multipartReply(
  head: MultipartHead,
  parts: Iterable<OutgoingPart> | AsyncIterable<OutgoingPart>,
): Reply {
  const boundary = randomBytes(20).toString("hex");
  return {
    status: 200,
    headers: multipartHeaders(head, boundary),
    body: Readable.from(chunks(boundary, parts), STREAM),
  };
}

/** Like multipartReply() for parts that are in memory: one write, with a length. */
export function multipartBytesReply(
  head: MultipartHead,
  parts: readonly (OutgoingPart & { body: Uint8Array })[],
): Reply {
  const boundary = alignedBoundary(parts[0]);
  const pieces = parts.flatMap((part) => [Buffer.from(partHead(boundary, part)), part.body]);
  return {
    status: 200,
    headers: multipartHeaders(head, boundary),
    body: Buffer.concat([...pieces, Buffer.from(partsEnd(boundary))]),
  };
}

/** Like multipartBytesReply() for one part of a known length: its bytes are read straight into the answer. */
export async function multipartReadReply(
  head: MultipartHead,
  contentType: string,
  length: number,
  read: (target: Buffer) => Promise<void>,
): Promise<Reply> {
  const boundary = alignedBoundary({ contentType });
  const [before, after] = [partHead(boundary, { contentType }), partsEnd(boundary)];
  const { bytes, giveBack } = lendBuffer(before.length + length + after.length);
  bytes.write(before, "latin1");
  await read(bytes.subarray(before.length, before.length + length));
  bytes.write(after, before.length + length, "latin1");
  return { status: 200, headers: multipartHeaders(head, boundary), body: bytes, onSent: giveBack };
}

const STREAM = { objectMode: false, highWaterMark: SMALL_BYTES };

function multipartHeaders({ type, transferSyntax }: MultipartHead, boundary: string): Record<string, string> {
  const syntax = transferSyntax === undefined ? "" : ` transfer-syntax=${transferSyntax};`;
  return { "content-type": `multipart/related; boundary=${boundary};${syntax} type="${type}"` };
}

async function* chunks(
  boundary: string,
  parts: Iterable<OutgoingPart> | AsyncIterable<OutgoingPart>,
): AsyncGenerator<Uint8Array> {
  for await (const part of parts) {
    yield Buffer.from(partHead(boundary, part));
    if (part.body instanceof Uint8Array) yield part.body;
    else yield* part.body;
  }
  yield Buffer.from(partsEnd(boundary));
}

type PartHead = Omit<OutgoingPart, "body">;

const BOUNDARY_LENGTH = 40;

/** As long as it takes for the first part to begin at a multiple of eight bytes: who reads words from it need not copy it first. */
function alignedBoundary(first: PartHead = { contentType: "" }): string {
  const letters = randomBytes(BOUNDARY_LENGTH).toString("hex");
  const before = partHead(letters.slice(0, BOUNDARY_LENGTH), first).length;
  return letters.slice(0, BOUNDARY_LENGTH + ((8 - (before % 8)) % 8));
}

/** The line break before a boundary belongs to it, so that the first one may have it too (RFC 2046 5.1.1). */
function partHead(boundary: string, { contentType, location }: PartHead): string {
  const place = location === undefined ? "" : `Content-Location: ${location}\r\n`;
  return `\r\n--${boundary}\r\nContent-Type: ${contentType}\r\n${place}\r\n`;
}

function partsEnd(boundary: string): string {
  return `\r\n--${boundary}--\r\n`;
}
