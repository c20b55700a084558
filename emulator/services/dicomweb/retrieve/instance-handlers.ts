import { createReadStream } from "node:fs";
import type { Context, EmulatorRequest, Reply } from "#emulator/http/route.ts";
import { EXPLICIT_LITTLE_ENDIAN } from "#lib/dicom/transfer-syntax.ts";
import { notAcceptable, readAccept } from "#emulator/services/dicomweb/accept.ts";
import { requireDicomStore } from "#emulator/services/dicomweb/dicom-store.ts";
import { findInstances, scopeOf, type InstanceRow } from "./find-instances.ts";
import { multipartReply, type OutgoingPart } from "./multipart-reply.ts";

const DICOM = "application/dicom";
const SUPPORTED = [
  'multipart/related; type="application/dicom"; transfer-syntax=*',
  "application/dicom; transfer-syntax=*",
];

/** `GET` of a study, series or instance: WADO-RS (contract 10.4). */
export function retrieveInstances(request: EmulatorRequest, context: Context): Reply {
  const store = requireDicomStore(request, context);
  const scope = scopeOf(request);
  const rows = findInstances(context.database, store, scope);
  const wanted = readAccept(request.headers.accept).find((range) => {
    const isDicom = range.type === DICOM || range.type === "*/*" || range.type === "application/*";
    const isAllowed = range.isMultipart || range.type === "*/*" || scope.instance !== undefined;
    const syntax = range.transferSyntax ?? EXPLICIT_LITTLE_ENDIAN;
    return isDicom && isAllowed && rows.every((row) => syntax === "*" || syntax === row.transfer_syntax);
  });
  if (!wanted) throw notAcceptable(request.headers.accept, SUPPORTED);
  const [first] = rows;
  if (wanted.type === DICOM && !wanted.isMultipart && first) return singleReply(first, context);
  const syntaxes = new Set(rows.map((row) => row.transfer_syntax));
  const transferSyntax = syntaxes.size === 1 ? [...syntaxes][0] : undefined;
  return multipartReply(
    { type: DICOM, transferSyntax },
    rows.map((row) => storedPart(row, context)),
  );
}

function singleReply(row: InstanceRow, { blobs }: Context): Reply {
  return {
    status: 200,
    headers: {
      "content-type": `${DICOM}; transfer-syntax=${row.transfer_syntax}`,
      "content-length": String(row.size),
    },
    body: createReadStream(blobs.pathOf(row.digest), CHUNKS),
  };
}

const CHUNKS = { highWaterMark: 256 * 1024 };

/** Opened when it is its turn: a study may have more files than a process may open. */
function storedPart(row: InstanceRow, { blobs }: Context): OutgoingPart {
  return {
    contentType: `${DICOM}; transfer-syntax=${row.transfer_syntax}`,
    body: {
      [Symbol.asyncIterator]: () => createReadStream(blobs.pathOf(row.digest), CHUNKS)[Symbol.asyncIterator](),
    },
  };
}
