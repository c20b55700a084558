import { createReadStream } from "node:fs";
import { pipeline, Readable } from "node:stream";
import { createInflateRaw } from "node:zlib";
import type { Context, EmulatorRequest, Reply } from "#emulator/http/route.ts";
import type { ByteRange } from "#lib/dicom/data-set.ts";
import { notAcceptable, readAccept } from "#emulator/services/dicomweb/accept.ts";
import { DicomWebError, requireDicomStore } from "#emulator/services/dicomweb/dicom-store.ts";
import type { BulkLocation } from "#emulator/services/dicomweb/imaging/locate-bulk.ts";
import { findInstances, scopeOf } from "./find-instances.ts";
import { multipartReply } from "./multipart-reply.ts";

const OCTETS = "application/octet-stream";
const ITEMS = /^(?:root|[0-9A-F]{8}\.\d{1,9}(?:\.[0-9A-F]{8}\.\d{1,9})*)$/;
const TAG = /^[0-9A-F]{8}$/;

/**
 * `GET …/bulkdata/{items}/{tag}`: the bytes of a value as they are stored (contract 10.4). `items` is `root`, or tag and item number of each
 * sequence around the element, with dots between. Of encapsulated pixels it is the fragments, without the Basic Offset Table.
 */
export async function retrieveBulkdata(request: EmulatorRequest, context: Context): Promise<Reply> {
  const store = requireDicomStore(request, context);
  const [row] = findInstances(context.database, store, scopeOf(request));
  const { bulkdata: items = "", item: tag = "" } = request.params;
  if (!row || !ITEMS.test(items) || !TAG.test(tag)) throw new DicomWebError(404, "The instance has no such bulk data.");
  const wanted = readAccept(request.headers.accept).find(
    ({ type, transferSyntax }) => (type === OCTETS || type === "*/*") && (transferSyntax ?? "*") === "*",
  );
  if (!wanted)
    throw notAcceptable(request.headers.accept, [`multipart/related; type="${OCTETS}"; transfer-syntax=*`, OCTETS]);
  const path = context.blobs.pathOf(row.digest);
  const location = await context.imaging.locate(path, [...(items === "root" ? [] : items.split(".")), tag]);
  if (location.ranges.length === 0) throw new DicomWebError(404, "The instance has no such bulk data.");
  const body = readRanges(path, location);
  if (wanted.isMultipart)
    return multipartReply({ type: OCTETS, transferSyntax: row.transfer_syntax }, [{ contentType: OCTETS, body }]);
  return { status: 200, headers: { "content-type": OCTETS }, body: Readable.from(body, { objectMode: false }) };
}

async function* readRanges(path: string, { ranges, deflatedFrom }: BulkLocation): AsyncGenerator<Uint8Array> {
  for (const range of ranges) {
    if (range.length === 0) continue;
    if (deflatedFrom === undefined)
      yield* createReadStream(path, { start: range.offset, end: range.offset + range.length - 1 });
    else yield* inflatedRange(path, deflatedFrom, range);
  }
}

async function* inflatedRange(path: string, start: number, { offset, length }: ByteRange): AsyncGenerator<Uint8Array> {
  const inflated = createInflateRaw();
  // A broken stream was found when the file was stored; whoever reads the rest sees the error.
  pipeline(createReadStream(path, { start }), inflated, () => undefined);
  let at = 0;
  for await (const chunk of inflated as AsyncIterable<Buffer>) {
    const from = Math.max(0, offset - at);
    const until = Math.min(chunk.length, offset + length - at);
    if (until > from) yield chunk.subarray(from, until);
    at += chunk.length;
    if (at >= offset + length) return;
  }
}
