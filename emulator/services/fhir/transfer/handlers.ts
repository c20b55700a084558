import { z } from "zod";
import { definitionsFor } from "#lib/fhir/definitions/versions.ts";
import { checkQuery, readMessageBody } from "#emulator/http/admin-request.ts";
import { fieldViolationError, GoogleError, json } from "#emulator/http/errors.ts";
import type { Context, EmulatorRequest, Reply } from "#emulator/http/route.ts";
import { requireFhirStore } from "#emulator/services/fhir/fhir-store.ts";
import { parseBucketUri, isPattern } from "#emulator/store/bucket-uri.ts";
import type { Json } from "#emulator/services/operations/runner.ts";
import { EXPORT_METHOD, type exportJobSchema } from "./export-worker.ts";
import { IMPORT_METHOD, type importJobSchema } from "./import-worker.ts";
import { CONTENT_STRUCTURES, EXPORT_REQUEST, IMPORT_REQUEST } from "./messages.ts";

const importSchema = z.object({
  contentStructure: z.enum(CONTENT_STRUCTURES).default("BUNDLE"),
  gcsSource: z.object({ uri: z.string().optional() }).optional(),
});

/** `POST {F}:import` (contract section 7.3). */
export async function importHandler(request: EmulatorRequest, context: Context): Promise<Reply> {
  checkQuery(request, []);
  requireFhirStore(request, context);
  const { contentStructure, gcsSource } = importSchema.parse(await readMessageBody(request, IMPORT_REQUEST, ""));
  const uri = requireField("gcs_source.uri", gcsSource?.uri);
  if (parseBucketUri(uri).object === "")
    throw invalidField("gcs_source.uri", "expected gs://bucket/object, with or without wildcards");
  const job: z.infer<typeof importJobSchema> = { fhirStore: request.params["fhirStore"] ?? "", contentStructure, uri };
  return start(request, context, IMPORT_METHOD, job);
}

const exportSchema = z.object({
  gcsDestination: z.object({ uriPrefix: z.string().optional() }).optional(),
  bigqueryDestination: z.unknown().optional(),
  _since: z.string().optional(),
  _type: z.string().optional(),
});

/** `POST {F}:export` (contract section 7.4), to Cloud Storage. */
export async function exportHandler(request: EmulatorRequest, context: Context): Promise<Reply> {
  checkQuery(request, []);
  const store = requireFhirStore(request, context);
  const body = exportSchema.parse(await readMessageBody(request, EXPORT_REQUEST, ""));
  if (body.bigqueryDestination !== undefined) {
    throw new GoogleError(
      "UNIMPLEMENTED",
      "The emulator exports FHIR resources to gcsDestination only; it has no BigQuery for bigqueryDestination.",
    );
  }
  const uriPrefix = requireField("gcs_destination.uri_prefix", body.gcsDestination?.uriPrefix);
  if (isPattern(parseBucketUri(uriPrefix).object))
    throw invalidField("gcs_destination.uri_prefix", "wildcards are not allowed in a destination");
  const types = (body._type ?? "")
    .split(",")
    .map((type) => type.trim())
    .filter((type) => type !== "");
  const unknown = types.find((type) => !definitionsFor(store.version).isResourceType(type));
  if (unknown !== undefined)
    throw invalidField("_type", `unknown resource type ${JSON.stringify(unknown.slice(0, 80))}`);
  const job: z.infer<typeof exportJobSchema> = {
    fhirStore: request.params["fhirStore"] ?? "",
    uriPrefix,
    types,
    ...(body._since === undefined ? {} : { since: Date.parse(body._since) * 1000 }),
  };
  return start(request, context, EXPORT_METHOD, job);
}

async function start(request: EmulatorRequest, context: Context, method: string, job: Json): Promise<Reply> {
  const { project = "", location = "", dataset = "" } = request.params;
  return json(
    await context.operations.start({
      dataset: { project, location, dataset },
      method,
      request: job,
      apiVersion: request.apiVersion,
    }),
  );
}

function requireField(field: string, value: string | undefined): string {
  if (value === undefined || value === "") throw invalidField(field, "the field is required");
  return value;
}

function invalidField(field: string, description: string): GoogleError {
  return fieldViolationError(`Invalid value at '${field}': ${description}.`, [{ field, description }]);
}
