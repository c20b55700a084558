import { createReadStream } from "node:fs";
import { rm } from "node:fs/promises";
import { Readable } from "node:stream";
import type { Context, EmulatorRequest, Reply } from "#emulator/http/route.ts";
import { DicomError } from "#lib/dicom/data-set.ts";
import { EXPLICIT_LITTLE_ENDIAN, transferSyntaxOf } from "#lib/dicom/transfer-syntax.ts";
import { notAcceptable, readAccept, type MediaRange } from "#emulator/services/dicomweb/accept.ts";
import { DicomWebError, requireDicomStore } from "#emulator/services/dicomweb/dicom-store.ts";
import { TRANSCODE_TARGETS } from "#emulator/services/dicomweb/pixels/transcode-targets.ts";
import { findInstances, scopeOf, type InstanceRow } from "./find-instances.ts";
import { multipartReply, type OutgoingPart } from "./multipart-reply.ts";

const DICOM = "application/dicom";
const CHUNKS = { highWaterMark: 256 * 1024 };
/** No codec of ours decodes them. */
const OPAQUE_CODECS = new Set(["video", "other", "jpeg-xl"]);

/** `GET` of a study, series or instance: WADO-RS (contract 10.4). */
export async function retrieveInstances(request: EmulatorRequest, context: Context): Promise<Reply> {
  const store = requireDicomStore(request, context);
  const scope = scopeOf(request);
  const rows = findInstances(context.database, store, scope);
  const form = chooseForm(request.headers.accept, rows, scope.instance !== undefined);
  const [row] = rows;
  if (row && scope.instance !== undefined) {
    const file = await openFile(context, row, form.transferSyntax);
    if (form.isMultipart) return multipartReply({ type: DICOM, transferSyntax: file.transferSyntax }, [partOf(file)]);
    const headers = { "content-type": typeOf(file), "content-length": String(file.size) };
    return { status: 200, headers, body: Readable.from(file.body, { objectMode: false }) };
  }
  const syntaxes = new Set(
    form.transferSyntax === "*" ? rows.map((each) => each.transfer_syntax) : [form.transferSyntax],
  );
  const transferSyntax = syntaxes.size === 1 ? [...syntaxes][0] : undefined;
  return multipartReply({ type: DICOM, transferSyntax }, parts(context, rows, form.transferSyntax));
}

/** Each is opened when it is its turn: a study may have more files than a process may open. */
async function* parts(context: Context, rows: readonly InstanceRow[], syntax: string): AsyncGenerator<OutgoingPart> {
  for (const row of rows) yield partOf(await openFile(context, row, syntax));
}

interface Form {
  readonly isMultipart: boolean;
  /** `*` or a UID. */
  readonly transferSyntax: string;
}

/** Throws DicomWebError 406 when nothing that is accepted can be made of all rows. */
function chooseForm(accept: string | undefined, rows: readonly InstanceRow[], isSingle: boolean): Form {
  for (const range of readAccept(accept)) {
    const isMultipart = range.isMultipart || range.type === "*/*";
    const transferSyntax = range.transferSyntax ?? EXPLICIT_LITTLE_ENDIAN;
    const isDicom = range.type === DICOM || range.type === "*/*";
    if (isDicom && (isMultipart || isSingle) && rows.every((row) => canBe(row, transferSyntax)))
      return { isMultipart, transferSyntax };
  }
  throw notAcceptable(accept, supported(isSingle));
}

function supported(isSingle: boolean): string[] {
  const syntaxes = ["*", ...TRANSCODE_TARGETS];
  const types: Pick<MediaRange, "type" | "isMultipart">[] = [
    { type: `multipart/related; type="${DICOM}"`, isMultipart: true },
    ...(isSingle ? [{ type: DICOM, isMultipart: false }] : []),
  ];
  return types.flatMap(({ type }) => syntaxes.map((syntax) => `${type}; transfer-syntax=${syntax}`));
}

function canBe({ transfer_syntax: stored }: InstanceRow, asked: string): boolean {
  if (asked === "*" || asked === stored) return true;
  return TRANSCODE_TARGETS.has(asked) && !OPAQUE_CODECS.has(transferSyntaxOf(stored).codec);
}

interface OutgoingFile {
  readonly transferSyntax: string;
  readonly size: number;
  readonly body: AsyncIterable<Uint8Array>;
}

/** The file as stored, or turned into another transfer syntax in a file of its own. Throws DicomWebError 400 when that cannot be done. */
async function openFile({ blobs, imaging }: Context, row: InstanceRow, asked: string): Promise<OutgoingFile> {
  const path = blobs.pathOf(row.digest);
  if (asked === "*" || asked === row.transfer_syntax)
    return { transferSyntax: row.transfer_syntax, size: row.size, body: lazyStream(path) };
  const target = blobs.scratchPath();
  try {
    const size = await imaging.transcode(path, asked, target);
    return { transferSyntax: asked, size, body: passing(target) };
  } catch (error) {
    await rm(target, { force: true });
    if (error instanceof DicomError)
      throw new DicomWebError(
        400,
        `generic::invalid_argument: image cannot be transcoded from ${row.transfer_syntax} to ${asked}: ${error.message}`,
      );
    throw error;
  }
}

function lazyStream(path: string): AsyncIterable<Uint8Array> {
  return { [Symbol.asyncIterator]: () => createReadStream(path, CHUNKS)[Symbol.asyncIterator]() };
}

/** A file that goes when it was sent, or when nobody wants the rest of it. */
async function* passing(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path, CHUNKS);
  } finally {
    await rm(path, { force: true });
  }
}

function partOf(file: OutgoingFile): OutgoingPart {
  return { contentType: typeOf(file), body: file.body };
}

function typeOf({ transferSyntax }: OutgoingFile): string {
  return `${DICOM}; transfer-syntax=${transferSyntax}`;
}
