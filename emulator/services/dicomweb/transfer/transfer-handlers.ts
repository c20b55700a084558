import { z } from "zod";
import { checkQuery, readMessageBody } from "#emulator/http/admin-request.ts";
import { fieldViolationError, GoogleError, json } from "#emulator/http/errors.ts";
import type { Context, EmulatorRequest, Reply } from "#emulator/http/route.ts";
import { requireDicomStore } from "#emulator/services/dicomweb/dicom-store.ts";
import type { Json } from "#emulator/services/operations/runner.ts";
import { datasetAddress } from "#emulator/services/stores/require-store.ts";
import { isPattern, parseBucketUri } from "#emulator/store/bucket-uri.ts";
import { EXPORT_METHOD, readMimeType, type exportJobSchema } from "./export-instances.ts";
import { IMPORT_METHOD, type importJobSchema } from "./import-instances.ts";
import { SET_STORAGE_METHOD, type storageJobSchema } from "./set-storage-class.ts";
import { EXPORT_REQUEST, IMPORT_REQUEST, SET_STORAGE_REQUEST, STORAGE_CLASSES } from "./transfer-messages.ts";

const storageClass = z.enum(STORAGE_CLASSES);
const settings = z.object({ blobStorageClass: storageClass.optional() }).optional();
const filter = z.object({ resourcePathsGcsUri: z.string().optional() }).optional();

const importSchema = z.object({
  gcsSource: z.object({ uri: z.string().optional() }).optional(),
  blobStorageSettings: settings,
});

/** `POST {I}:import` (contract 9.2) */
export async function importHandler(request: EmulatorRequest, context: Context): Promise<Reply> {
  checkQuery(request, []);
  requireDicomStore(request, context);
  const body = importSchema.parse(await readMessageBody(request, IMPORT_REQUEST, ""));
  const uri = requireField("gcs_source.uri", body.gcsSource?.uri);
  if (parseBucketUri(uri).object === "")
    throw invalidField("gcs_source.uri", "expected gs://bucket/object, with or without wildcards");
  const job: z.infer<typeof importJobSchema> = {
    dicomStore: storeId(request),
    uri,
    storageClass: body.blobStorageSettings?.blobStorageClass ?? "STANDARD",
  };
  return start(request, context, IMPORT_METHOD, job);
}

const exportSchema = z.object({
  gcsDestination: z.object({ uriPrefix: z.string().optional(), mimeType: z.string().default("") }).optional(),
  bigqueryDestination: z.unknown().optional(),
  filterConfig: filter,
});

/** `POST {I}:export`, to Cloud Storage (contract 9.3) */
export async function exportHandler(request: EmulatorRequest, context: Context): Promise<Reply> {
  checkQuery(request, []);
  requireDicomStore(request, context);
  const body = exportSchema.parse(await readMessageBody(request, EXPORT_REQUEST, ""));
  if (body.bigqueryDestination !== undefined)
    throw new GoogleError(
      "UNIMPLEMENTED",
      "The emulator exports instances to gcsDestination only; it has no BigQuery for bigqueryDestination.",
    );
  const uriPrefix = requireField("gcs_destination.uri_prefix", body.gcsDestination?.uriPrefix);
  if (isPattern(parseBucketUri(uriPrefix).object))
    throw invalidField("gcs_destination.uri_prefix", "wildcards are not allowed in a destination");
  const mimeType = body.gcsDestination?.mimeType ?? "";
  if (!readMimeType(mimeType))
    throw invalidField("gcs_destination.mime_type", "the emulator cannot write instances in this type");
  const job: z.infer<typeof exportJobSchema> = {
    dicomStore: storeId(request),
    uriPrefix,
    mimeType,
    filterUri: filterUri(body.filterConfig),
  };
  return start(request, context, EXPORT_METHOD, job);
}

const setSchema = z.object({ blobStorageSettings: settings, filterConfig: filter });

/** `POST {I}:setBlobStorageSettings` for what a filter names, `POST …/studies/{uid}:setBlobStorageSettings` for a study (contract 9.4) */
export async function setStorageHandler(request: EmulatorRequest, context: Context): Promise<Reply> {
  checkQuery(request, ["updateMask"]);
  requireDicomStore(request, context);
  const body = setSchema.parse(await readMessageBody(request, SET_STORAGE_REQUEST, ""));
  const chosen = body.blobStorageSettings?.blobStorageClass;
  if (!chosen) throw invalidField("blob_storage_settings.blob_storage_class", "the field is required");
  const { study } = request.params;
  const uri = filterUri(body.filterConfig);
  if (study === undefined && uri === undefined)
    throw invalidField("filter_config.resource_paths_gcs_uri", "the field is required");
  const job: z.infer<typeof storageJobSchema> = {
    dicomStore: storeId(request),
    storageClass: chosen,
    study,
    filterUri: uri,
  };
  return start(request, context, SET_STORAGE_METHOD, job);
}

function filterUri(config: z.infer<typeof filter>): string | undefined {
  const uri = config?.resourcePathsGcsUri;
  if (uri === undefined || uri === "") return undefined;
  parseBucketUri(uri);
  return uri;
}

function storeId(request: EmulatorRequest): string {
  return request.params["dicomStore"] ?? "";
}

async function start(request: EmulatorRequest, context: Context, method: string, job: Json): Promise<Reply> {
  const operation = { dataset: datasetAddress(request), method, request: job, apiVersion: request.apiVersion };
  return json(await context.operations.start(operation));
}

function requireField(field: string, value: string | undefined): string {
  if (value === undefined || value === "") throw invalidField(field, "the field is required");
  return value;
}

function invalidField(field: string, description: string): GoogleError {
  return fieldViolationError(`Invalid value at '${field}': ${description}.`, [{ field, description }]);
}
