import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { gzip, gzipSync, type ZlibOptions } from "node:zlib";
import type { Reply } from "./route.ts";

const CORS = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "etag,location,content-location,last-modified,content-encoding",
};
const PREFLIGHT = {
  ...CORS,
  "access-control-allow-methods": "GET,POST,PUT,PATCH,DELETE,OPTIONS",
  "access-control-allow-headers": "*,authorization",
  "access-control-max-age": "3600",
};

/** Compressing less costs more than it saves. */
const GZIP_FROM_BYTES = 1024;
/** Up to here a synchronous gzip is quicker than the hop to the thread pool. */
const GZIP_SYNC_BYTES = 32 * 1024;
const GZIP: ZlibOptions = { level: 1 };
const COMPRESSIBLE = /^(?:application\/(?:[\w.]+\+)?(?:json|xml|fhir\+ndjson)|text\/)/;

/** Answers a CORS pre-flight: everybody may ask everything, as there is nothing to protect in an emulator. */
export function sendPreflight(response: ServerResponse): void {
  response.writeHead(204, PREFLIGHT).end();
}

/** Writes a reply, gzipped when that helps and the client takes it. Rejects only when streaming fails half-way; the connection is cut then. */
export async function sendReply(request: IncomingMessage, response: ServerResponse, reply: Reply): Promise<void> {
  const headers: Record<string, string> = { ...CORS, ...reply.headers };
  const { body } = reply;
  if (body !== undefined && typeof body !== "string" && !(body instanceof Uint8Array)) {
    response.writeHead(reply.status, headers);
    await pipeline(body, response);
    return;
  }
  const bytes = typeof body === "string" ? Buffer.from(body) : (body ?? Buffer.alloc(0));
  const packed = isWorthPacking(request, headers, bytes) ? await pack(bytes, headers) : bytes;
  if (reply.status !== 204 && reply.status !== 304) headers["content-length"] = String(packed.byteLength);
  response.writeHead(reply.status, headers);
  response.end(packed, reply.onSent);
}

function isWorthPacking(request: IncomingMessage, headers: Record<string, string>, bytes: Uint8Array): boolean {
  const accepted = request.headers["accept-encoding"];
  return (
    bytes.byteLength > GZIP_FROM_BYTES &&
    typeof accepted === "string" &&
    /(?:^|[\s,])gzip(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/.test(accepted) &&
    headers["content-encoding"] === undefined &&
    COMPRESSIBLE.test(headers["content-type"] ?? "")
  );
}

async function pack(bytes: Uint8Array, headers: Record<string, string>): Promise<Uint8Array> {
  headers["content-encoding"] = "gzip";
  headers["vary"] = "accept-encoding";
  if (bytes.byteLength <= GZIP_SYNC_BYTES) return gzipSync(bytes, GZIP);
  return new Promise((resolve, reject) => {
    gzip(bytes, GZIP, (error, packed) => {
      if (error) reject(error);
      else resolve(packed);
    });
  });
}
