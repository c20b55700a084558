import { createReadStream } from "node:fs";
import { rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { DicomError } from "#lib/dicom/data-set.ts";
import { GoogleError, rpcCode } from "#emulator/http/errors.ts";
import type { Context } from "#emulator/http/route.ts";
import { storeOfJob } from "#emulator/services/dicomweb/admin/store-of-job.ts";
import { TRANSCODE_TARGETS } from "#emulator/services/dicomweb/pixels/transcode-targets.ts";
import { INSTANCE_COLUMNS, type InstanceRow, type Scope } from "#emulator/services/dicomweb/retrieve/find-instances.ts";
import { encodePicture } from "#emulator/services/dicomweb/retrieve/encode-picture.ts";
import type { Job, Json } from "#emulator/services/operations/runner.ts";
import { readFilter } from "./read-filter.ts";

export const EXPORT_METHOD = "google.cloud.healthcare.v1.dicom.DicomService.ExportDicomData";

export const exportJobSchema = z.object({
  dicomStore: z.string(),
  uriPrefix: z.string(),
  mimeType: z.string(),
  filterUri: z.string().optional(),
});

/** What an export writes: files in a transfer syntax (`*` as they are), or pictures of their frames. */
type ExportType =
  | { readonly kind: "file"; readonly transferSyntax: string }
  | { readonly kind: "picture"; readonly type: "image/jpeg" | "image/png"; readonly extension: string };

/** The values of `mimeType` that can be written (contract 9.3); undefined for others. */
export function readMimeType(mimeType: string): ExportType | undefined {
  if (mimeType === "") return { kind: "file", transferSyntax: "*" };
  const [type = "", parameter = ""] = mimeType.split(";").map((part) => part.trim());
  const syntax = parameter.replace(/^transfer-syntax=/, "").replaceAll('"', "") || "*";
  if (type === "application/dicom" && (syntax === "*" || TRANSCODE_TARGETS.has(syntax)))
    return { kind: "file", transferSyntax: syntax };
  if (type === "image/jpeg" && (syntax === "*" || syntax === "1.2.840.10008.1.2.4.50"))
    return { kind: "picture", type, extension: "jpg" };
  return type === "image/png" ? { kind: "picture", type, extension: "png" } : undefined;
}

/** All instances up to `id` are done. */
const stateSchema = z.object({ id: z.number() });
const PAGE = 50;

interface ExportRow extends InstanceRow {
  readonly frames: number;
}

/**
 * Writes `{prefix}/{study}/{series}/{instance}[/{frame}].{ext}`; "existing output objects are overwritten" (contract 9.3).
 * @throws GoogleError when an instance could not be written as asked; the others are there
 */
export async function exportInstances(context: Context, job: Job): Promise<Json> {
  const request = exportJobSchema.parse(job.request);
  const type = readMimeType(request.mimeType);
  if (!type) throw new GoogleError("INVALID_ARGUMENT", "The emulator cannot write instances in this type.");
  const scopes = request.filterUri === undefined ? [undefined] : await readFilter(context, request.filterUri);
  const prefix = request.uriPrefix.replace(/\/$/, "");
  let last = job.state === undefined ? 0 : stateSchema.parse(job.state).id;
  // With a filter every instance of its lines is written again after a crash: lines are few.
  for (const scope of scopes) {
    if (scope) last = 0;
    for (;;) {
      job.signal.throwIfAborted();
      const rows = pageOf(context, storeOfJob(context, job, request.dicomStore).id, scope, last);
      const final = rows.at(-1);
      if (!final) break;
      for (const row of rows) await exportOne(context, job, { row, type, prefix });
      last = final.id;
      if (scope === undefined) await job.checkpoint({ id: last });
    }
  }
  const { success = 0, failure = 0 } = job.counter;
  if (failure > 0)
    throw new GoogleError(
      "INVALID_ARGUMENT",
      `Exporting failed for ${failure} of ${success + failure} instances. Details of each are in the log at metadata.logsUrl.`,
    );
  return {};
}

function pageOf({ database }: Context, store: number, scope: Scope | undefined, after: number): ExportRow[] {
  const { study = null, series = null, instance = null } = scope ?? {};
  return database.all<ExportRow>(
    `SELECT ${INSTANCE_COLUMNS}, ifnull(json_extract(document.layout, '$.count'), ifnull(json_array_length(document.layout, '$.frames'), 0)) AS frames
     FROM dicom_instances AS instance JOIN dicom_series AS series ON series.id = instance.series
     JOIN dicom_studies AS study ON study.id = series.study JOIN dicom_documents AS document ON document.instance = instance.id
     WHERE instance.store = ? AND instance.id > ? AND (? IS NULL OR study.uid = ?) AND (? IS NULL OR series.uid = ?) AND (? IS NULL OR instance.uid = ?)
     ORDER BY instance.id LIMIT ${PAGE}`,
    store,
    after,
    study,
    study,
    series,
    series,
    instance,
    instance,
  );
}

interface OneExport {
  readonly row: ExportRow;
  readonly type: ExportType;
  readonly prefix: string;
}

async function exportOne(context: Context, job: Job, one: OneExport): Promise<void> {
  const { row, type, prefix } = one;
  const name = `${prefix}/${row.study}/${row.series}/${row.instance}`;
  const { success = 0, failure = 0 } = job.counter;
  try {
    if (type.kind === "file")
      await exportFile(context, row, { uri: `${name}.dcm`, transferSyntax: type.transferSyntax });
    else await exportPictures(context, row, { name, type });
    job.progress({ success: success + 1 });
  } catch (error) {
    if (!(error instanceof DicomError)) throw error;
    const resourceId = `studies/${row.study}/series/${row.series}/instances/${row.instance}`;
    job.reportError({ source: name, resourceId, error: { code: rpcCode("INVALID_ARGUMENT"), message: error.message } });
    job.progress({ failure: failure + 1 });
  }
}

async function exportFile(
  { blobs, buckets, imaging }: Context,
  row: ExportRow,
  { uri, transferSyntax }: { readonly uri: string; readonly transferSyntax: string },
): Promise<void> {
  const stored = blobs.pathOf(row.digest);
  if (transferSyntax === "*" || transferSyntax === row.transfer_syntax) {
    await pipeline(createReadStream(stored), await buckets.createWriteStream(uri));
    return;
  }
  const target = blobs.scratchPath();
  try {
    await imaging.transcode(stored, transferSyntax, target);
    await pipeline(createReadStream(target), await buckets.createWriteStream(uri));
  } finally {
    await rm(target, { force: true });
  }
}

async function exportPictures(
  { blobs, buckets, imaging }: Context,
  row: ExportRow,
  { name, type }: { readonly name: string; readonly type: Extract<ExportType, { kind: "picture" }> },
): Promise<void> {
  if (row.frames === 0) throw new DicomError("unreadable", "The instance has no frames.");
  for (let frame = 1; frame <= row.frames; frame += 1) {
    const image = await imaging.render(blobs.pathOf(row.digest), frame);
    const bytes = await encodePicture(image, { type: type.type });
    const object = row.frames === 1 ? name : `${name}/${frame}`;
    await pipeline([bytes], await buckets.createWriteStream(`${object}.${type.extension}`));
  }
}
