/** One part of a `multipart/related` answer (RFC 2387; PS3.18 8.6.1.2). */
export interface BodyPart {
  /** As the part says it; empty when it does not. */
  readonly contentType: string;
  /** A view of the answer's bytes, not a copy. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const LF = 10;
const CR = 13;
const DASH = 45;

/**
 * The parts of an answer. An answer that is not multipart is its own single part; an answer cut short loses the unfinished part.
 * @param contentType value of the answer's Content-Type header
 */
export function bodyParts(contentType: string, body: Uint8Array<ArrayBuffer>): readonly BodyPart[] {
  if (!/^\s*multipart\//i.test(contentType)) return [{ contentType, bytes: body }];
  const boundary = parameterOf(contentType, "boundary");
  if (boundary === undefined) return [];
  const mark = new TextEncoder().encode(`--${boundary}`);
  const parts: BodyPart[] = [];
  let start = indexOf(body, mark, 0);
  while (start >= 0) {
    const from = start + mark.length;
    if (body[from] === DASH && body[from + 1] === DASH) break;
    const end = indexOf(body, mark, from);
    if (end < 0) break;
    const part = readPart(body.subarray(from, end));
    if (part) parts.push(part);
    start = end;
  }
  return parts;
}

/** The transfer syntax that a media type names; undefined for none or `*`. */
export function syntaxOf(contentType: string): string | undefined {
  const syntax = parameterOf(contentType, "transfer-syntax");
  return syntax === "*" ? undefined : syntax;
}

function parameterOf(contentType: string, name: string): string | undefined {
  const match = new RegExp(`;\\s*${name}=(?:"([^"]*)"|([^;\\s]+))`, "i").exec(contentType);
  return match?.[1] ?? match?.[2];
}

/** Headers end at the first empty line; the line end before the next boundary belongs to the boundary. */
function readPart(bytes: Uint8Array<ArrayBuffer>): BodyPart | undefined {
  const limit = Math.min(bytes.length, 8192);
  for (let at = 1; at < limit; at += 1) {
    const isEmptyLine = bytes[at] === LF && (bytes[at - 1] === LF || (bytes[at - 1] === CR && bytes[at - 2] === LF));
    if (!isEmptyLine) continue;
    const head = new TextDecoder("latin1").decode(bytes.subarray(0, at));
    const contentType = /^content-type:\s*(.*?)\s*$/im.exec(head)?.[1] ?? "";
    return { contentType, bytes: bytes.subarray(at + 1, withoutLineEnd(bytes)) };
  }
  return undefined;
}

function withoutLineEnd(bytes: Uint8Array): number {
  const end = bytes[bytes.length - 1] === LF ? bytes.length - 1 : bytes.length;
  return bytes[end - 1] === CR && end < bytes.length ? end - 1 : end;
}

/**
 * Where a mark begins, or -1. By Horspool's rule: looks at the byte under the mark's end and goes on by as much as that byte allows, so
 * that half a megabyte of pixels costs a twentieth of a millisecond.
 */
function indexOf(body: Uint8Array, mark: Uint8Array, from: number): number {
  const last = mark.length - 1;
  const steps = new Int32Array(256).fill(mark.length);
  for (let at = 0; at < last; at += 1) steps[mark[at] ?? 0] = last - at;
  let end = from + last;
  while (end < body.length) {
    let back = 0;
    while (back <= last && body[end - back] === mark[last - back]) back += 1;
    if (back > last) return end - last;
    end += steps[body[end] ?? 0] ?? 1;
  }
  return -1;
}
