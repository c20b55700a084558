import { z } from "zod";
import { definitionsFor } from "#lib/fhir/definitions/versions.ts";
import { checkQuery, readMessageBody } from "#emulator/http/admin-request.ts";
import { fieldViolationError, GoogleError, json } from "#emulator/http/errors.ts";
import type { Context, EmulatorRequest, Reply } from "#emulator/http/route.ts";
import { requireFhirStore, type FhirStore } from "#emulator/services/fhir/fhir-store.ts";
import type { Json } from "#emulator/services/operations/runner.ts";
import { isPattern, parseBucketUri } from "#emulator/store/bucket-uri.ts";
import { BULK_DELETE_METHOD, type deleteJobSchema } from "./delete-worker.ts";
import { BULK_DELETE_REQUEST, CHANGE_TYPES, ROLLBACK_REQUEST, VERSION_CONFIGS } from "./messages.ts";
import { ROLLBACK_METHOD, type rollbackJobSchema } from "./rollback-worker.ts";

const deleteSchema = z.object({
  gcsSource: z.object({ uri: z.string().default("") }).optional(),
  gcsDestination: z.object({ uriPrefix: z.string().default("") }).optional(),
  type: z.string().default(""),
  until: z.string().optional(),
  versionConfig: z.enum(VERSION_CONFIGS).default("ALL"),
  validateOnly: z.boolean().optional(),
});

/** `POST {F}:bulkDelete` (contract section 7.5). */
export async function bulkDeleteHandler(request: EmulatorRequest, context: Context): Promise<Reply> {
  checkQuery(request, []);
  const store = requireFhirStore(request, context);
  const body = deleteSchema.parse(await readMessageBody(request, BULK_DELETE_REQUEST, ""));
  const uri = sourceOf(body);
  if (body.type !== "") checkTypes(store, [body.type]);
  const resultPrefix = body.gcsDestination && destination("gcs_destination.uri_prefix", body.gcsDestination.uriPrefix);
  const job: z.infer<typeof deleteJobSchema> = {
    fhirStore: request.params["fhirStore"] ?? "",
    ...(uri === undefined ? {} : { uri }),
    type: body.type,
    ...(body.until === undefined ? {} : { until: microseconds(body.until) }),
    ...(resultPrefix === undefined ? {} : { resultPrefix }),
    versions: body.versionConfig,
    validateOnly: body.validateOnly ?? context.readings["bulk-delete-validate-only"] === "true",
  };
  return start(request, context, BULK_DELETE_METHOD, job);
}

/** A list in a bucket, or undefined for what `type` and `until` pick. */
function sourceOf({ gcsSource, type, until }: z.infer<typeof deleteSchema>): string | undefined {
  const isPicked = type !== "" || until !== undefined;
  if (!gcsSource) {
    if (isPicked) return undefined;
    throw invalidField("source", "name a gcs_source, or a type or until");
  }
  if (isPicked) throw invalidField("gcs_source", "it excludes type and until");
  if (parseBucketUri(gcsSource.uri).object === "") throw invalidField("gcs_source.uri", "expected gs://bucket/object");
  return gcsSource.uri;
}

const rollbackSchema = z.object({
  changeType: z.enum(CHANGE_TYPES).default("ALL"),
  excludeRollbacks: z.boolean().default(false),
  filteringFields: z
    .object({ metadataFilter: z.string().default(""), operationIds: z.array(z.string()).default([]) })
    .optional(),
  force: z.boolean().default(false),
  inputGcsObject: z.string().default(""),
  resultGcsBucket: z.string().default(""),
  rollbackTime: z.string().optional(),
  type: z.array(z.string()).default([]),
});

/** `POST {F}:rollback` (contract section 7.6). */
export async function rollbackHandler(request: EmulatorRequest, context: Context): Promise<Reply> {
  checkQuery(request, []);
  const store = requireFhirStore(request, context);
  const body = rollbackSchema.parse(await readMessageBody(request, ROLLBACK_REQUEST, ""));
  if (body.rollbackTime === undefined) throw invalidField("rollback_time", "the field is required");
  if (body.resultGcsBucket === "") throw invalidField("result_gcs_bucket", "the field is required");
  if (store.disableResourceVersioning)
    throw new GoogleError("FAILED_PRECONDITION", "The store keeps no versions, so there is nothing to roll back to.");
  refuseFilters(body);
  checkTypes(store, body.type);
  const { project = "", location = "", dataset = "", fhirStore = "" } = request.params;
  const job: z.infer<typeof rollbackJobSchema> = {
    fhirStore,
    storeName: `projects/${project}/locations/${location}/datasets/${dataset}/fhirStores/${fhirStore}`,
    time: microseconds(body.rollbackTime),
    changeType: body.changeType,
    types: body.type,
    ...(body.inputGcsObject === "" ? {} : { input: bucketUri(body.inputGcsObject) }),
    resultPrefix: destination("result_gcs_bucket", bucketUri(body.resultGcsBucket)),
    force: body.force,
  };
  return start(request, context, ROLLBACK_METHOD, job);
}

function refuseFilters({ filteringFields, excludeRollbacks }: z.infer<typeof rollbackSchema>): void {
  const { metadataFilter = "", operationIds = [] } = filteringFields ?? {};
  if (metadataFilter === "" && operationIds.length === 0 && !excludeRollbacks) return;
  throw new GoogleError(
    "UNIMPLEMENTED",
    "The emulator rolls back by time, type, change and input object only, not by filteringFields or excludeRollbacks.",
  );
}

async function start(request: EmulatorRequest, context: Context, method: string, job: Json): Promise<Reply> {
  const { project = "", location = "", dataset = "" } = request.params;
  const { apiVersion } = request;
  return json(
    await context.operations.start({ dataset: { project, location, dataset }, method, request: job, apiVersion }),
  );
}

function checkTypes(store: FhirStore, types: readonly string[]): void {
  const unknown = types.find((type) => !definitionsFor(store.version).isResourceType(type));
  if (unknown !== undefined)
    throw invalidField("type", `unknown resource type ${JSON.stringify(unknown.slice(0, 80))}`);
}

function destination(field: string, uri: string): string {
  if (isPattern(parseBucketUri(uri).object)) throw invalidField(field, "wildcards are not allowed in a destination");
  return uri.replace(/\/$/u, "");
}

/** Google's page shows bucket names with and without the scheme. */
function bucketUri(name: string): string {
  return name.startsWith("gs://") ? name : `gs://${name}`;
}

function microseconds(time: string): number {
  return Date.parse(time) * 1000 + 999;
}

function invalidField(field: string, description: string): GoogleError {
  return fieldViolationError(`Invalid value at '${field}': ${description}.`, [{ field, description }]);
}
