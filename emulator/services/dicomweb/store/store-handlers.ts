import { checkQuery } from "#emulator/http/admin-request.ts";
import { BodyError } from "#emulator/http/read-body.ts";
import type { Context, EmulatorRequest, Reply } from "#emulator/http/route.ts";
import { dicomWebRoot, DicomWebError, requireDicomStore } from "#emulator/services/dicomweb/dicom-store.ts";
import { fleetingChunks } from "./fleeting-chunks.ts";
import { boundaryOf, MultipartError, readParts } from "./read-parts.ts";
import { storeAnswer } from "./store-answer.ts";
import { takeFile, type Destination, type Verdict } from "./store-file.ts";

/** More files in one request than any client sends; a request of empty parts must not keep the server busy. */
const MOST_PARTS = 20_000;
/** Files of one request that are read and synced while the next ones arrive: those that are ready together share a synced commit. */
const AT_ONCE = 16;

/** `POST …/studies` and `POST …/studies/{uid}`: STOW-RS (contract 10.6). */
export async function storeInstances(request: EmulatorRequest, context: Context): Promise<Reply> {
  checkQuery(request, []);
  const store = requireDicomStore(request, context);
  const destination: Destination = { store: store.id, study: request.params["study"] };
  const verdicts = await takeBody(request, context, destination).catch((error: unknown) => {
    throw isAborted(error) ? new BodyError({ kind: "incomplete" }) : error;
  });
  const isJson = /application\/dicom\+json/i.test(request.headers.accept ?? "");
  return storeAnswer(verdicts, dicomWebRoot(request, store), isJson);
}

/** How Node tells of a client that went away. */
function isAborted(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ECONNRESET";
}

async function takeBody(request: EmulatorRequest, context: Context, destination: Destination): Promise<Verdict[]> {
  const type = request.headers["content-type"] ?? "";
  if (/^application\/dicom\s*(?:;|$)/i.test(type))
    return [await (await takeFile(context, destination, fleetingChunks(request.stream))).verdict];
  if (!/^multipart\/related\s*;/i.test(type))
    throw new DicomWebError(
      415,
      'Content-Type must be application/dicom or multipart/related; type="application/dicom".',
    );
  const boundary = boundaryOf(type);
  if (boundary === undefined)
    throw new DicomWebError(400, "The Content-Type has no boundary, or one that is too long.");
  try {
    return await takeParts(request, context, destination, boundary);
  } catch (error) {
    if (error instanceof MultipartError) throw new DicomWebError(400, error.message);
    throw error;
  }
}

async function takeParts(
  request: EmulatorRequest,
  context: Context,
  destination: Destination,
  boundary: string,
): Promise<Verdict[]> {
  const verdicts: Promise<Verdict>[] = [];
  try {
    for await (const { headers, body } of readParts(fleetingChunks(request.stream), boundary)) {
      if (verdicts.length >= MOST_PARTS)
        throw new DicomWebError(413, `A request may hold ${MOST_PARTS} parts at most.`);
      const type = headers.get("content-type") ?? "application/dicom";
      if (!/^application\/dicom\s*(?:;|$)/i.test(type))
        throw new DicomWebError(415, "A part is not application/dicom.");
      verdicts.push((await takeFile(context, destination, body)).verdict);
      await verdicts.at(-AT_ONCE);
    }
  } finally {
    await Promise.allSettled(verdicts);
  }
  if (verdicts.length === 0) throw new DicomWebError(400, "The request holds no instances.");
  return Promise.all(verdicts);
}
