import { randomUUID } from "node:crypto";
import { z } from "zod";
import { checkQuery, readMessageBody } from "#emulator/http/admin-request.ts";
import { fieldViolationError, GoogleError, json } from "#emulator/http/errors.ts";
import { parseFilter } from "#emulator/http/filter.ts";
import type { Context, EmulatorRequest, Reply } from "#emulator/http/route.ts";
import type { Json } from "#emulator/services/operations/runner.ts";
import { datasetAddress } from "#emulator/services/stores/require-store.ts";
import { isPattern, parseBucketUri } from "#emulator/store/bucket-uri.ts";
import { filterPredicate, microseconds } from "#emulator/services/hl7v2/filter-predicate.ts";
import { requireHl7v2Store } from "#emulator/services/hl7v2/hl7v2-store.ts";
import { MESSAGE_VIEWS } from "#emulator/services/hl7v2/message-json.ts";
import { EXPORT_METHOD, type exportJobSchema } from "./export-messages.ts";
import { IMPORT_METHOD, type importJobSchema } from "./import-messages.ts";
import { ROLLBACK_METHOD, type rollbackJobSchema } from "./rollback-messages.ts";
import { CHANGE_TYPES, EXPORT_REQUEST, IMPORT_REQUEST, ROLLBACK_REQUEST } from "./transfer-messages.ts";

const importSchema = z.object({ gcsSource: z.object({ uri: z.string().optional() }).optional() });

/** `POST {H}:import` */
export async function importHandler(request: EmulatorRequest, context: Context): Promise<Reply> {
  checkQuery(request, []);
  requireHl7v2Store(request, context);
  const { gcsSource } = importSchema.parse(await readMessageBody(request, IMPORT_REQUEST, ""));
  const uri = requireField("gcs_source.uri", gcsSource?.uri);
  if (parseBucketUri(uri).object === "")
    throw invalidField("gcs_source.uri", "expected gs://bucket/object, with or without wildcards");
  const job: z.infer<typeof importJobSchema> = { hl7V2Store: request.params["hl7V2Store"] ?? "", uri };
  return start(request, context, IMPORT_METHOD, job);
}

const exportSchema = z.object({
  gcsDestination: z
    .object({ uriPrefix: z.string().optional(), messageView: z.enum(MESSAGE_VIEWS).default("FULL") })
    .optional(),
  pubsubDestination: z.unknown().optional(),
  startTime: z.string().optional(),
  endTime: z.string().optional(),
  filter: z.string().optional(),
});

/** `POST {H}:export`, to Cloud Storage. */
export async function exportHandler(request: EmulatorRequest, context: Context): Promise<Reply> {
  checkQuery(request, []);
  requireHl7v2Store(request, context);
  const body = exportSchema.parse(await readMessageBody(request, EXPORT_REQUEST, ""));
  const store = requireHl7v2Store(request, context);
  if (body.pubsubDestination !== undefined)
    throw new GoogleError(
      "UNIMPLEMENTED",
      "The emulator exports HL7v2 messages to gcsDestination only; it has no Pub/Sub for pubsubDestination.",
    );
  const uriPrefix = requireField("gcs_destination.uri_prefix", body.gcsDestination?.uriPrefix);
  if (isPattern(parseBucketUri(uriPrefix).object))
    throw invalidField("gcs_destination.uri_prefix", "wildcards are not allowed in a destination");
  const filter = parseFilter(body.filter);
  if (filter) filterPredicate(filter, store);
  // "If not specified, the UNIX epoch" and "the time when the export is scheduled".
  const from = microseconds(body.startTime ?? "") ?? 0;
  const until = microseconds(body.endTime ?? "") ?? Math.ceil(context.now() * 1000);
  if (from >= until) throw invalidField("end_time", "it has to come after start_time");
  const job: z.infer<typeof exportJobSchema> = {
    hl7V2Store: request.params["hl7V2Store"] ?? "",
    uriPrefix,
    messageView: body.gcsDestination?.messageView ?? "FULL",
    filter: body.filter ?? "",
    from,
    until,
  };
  return start(request, context, EXPORT_METHOD, job);
}

const rollbackSchema = z.object({
  changeType: z.enum(CHANGE_TYPES).default("ALL"),
  excludeRollbacks: z.boolean().default(false),
  filteringFields: z.object({ operationIds: z.array(z.string()).default([]) }).prefault({}),
  force: z.boolean().default(false),
  inputGcsObject: z.string().default(""),
  resultGcsBucket: z.string().optional(),
  rollbackTime: z.string().optional(),
});

/** `POST {H}:rollback`: a dry run unless `force` is set. */
export async function rollbackHandler(request: EmulatorRequest, context: Context): Promise<Reply> {
  checkQuery(request, []);
  requireHl7v2Store(request, context);
  const body = rollbackSchema.parse(await readMessageBody(request, ROLLBACK_REQUEST, ""));
  if (body.filteringFields.operationIds.length > 0)
    throw new GoogleError(
      "UNIMPLEMENTED",
      "The emulator does not remember which operation stored a message, so it cannot roll back by filteringFields.operationIds.",
    );
  const time = microseconds(requireField("rollback_time", body.rollbackTime)) ?? 0;
  if (time > context.now() * 1000) throw invalidField("rollback_time", "it lies in the future");
  const bucket = `gs://${requireField("result_gcs_bucket", body.resultGcsBucket)
    .replace(/^gs:\/\//, "")
    .replace(/\/$/, "")}`;
  if (body.inputGcsObject !== "") parseBucketUri(body.inputGcsObject);
  const job: z.infer<typeof rollbackJobSchema> = {
    hl7V2Store: request.params["hl7V2Store"] ?? "",
    time,
    changeType: body.changeType,
    excludeRollbacks: body.excludeRollbacks,
    force: body.force,
    inputUri: body.inputGcsObject,
    resultUri: `${bucket}/rollback-${randomUUID()}.ndjson`,
  };
  return start(request, context, ROLLBACK_METHOD, job);
}

async function start(request: EmulatorRequest, context: Context, method: string, job: Json): Promise<Reply> {
  return json(
    await context.operations.start({
      dataset: datasetAddress(request),
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
