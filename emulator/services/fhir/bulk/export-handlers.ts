import { randomUUID } from "node:crypto";
import { z } from "zod";
import { dateRange } from "#lib/fhir/search-ranges.ts";
import type { Context, EmulatorRequest, Reply } from "#emulator/http/route.ts";
import { fhirBase } from "#emulator/services/fhir/addresses.ts";
import { requireFhirStore, type FhirStore } from "#emulator/services/fhir/fhir-store.ts";
import { requireLive } from "#emulator/services/fhir/interactions.ts";
import { FHIR_JSON, FhirError, outcomeText } from "#emulator/services/fhir/outcome.ts";
import { requireType } from "#emulator/services/fhir/resource-body.ts";
import { findResource } from "#emulator/services/fhir/resource-rows.ts";
import { lastUpdatedOf } from "#emulator/services/fhir/version-id.ts";
import { findOperation } from "#emulator/services/operations/engine.ts";
import { FHIR_OPERATION_METHOD } from "#emulator/services/operations/fhir-operation.ts";
import type { OperationRow } from "#emulator/services/operations/operation-json.ts";
import { findStore } from "#emulator/services/stores/rows.ts";
import { bulkJobSchema } from "./export-worker.ts";

/** Names of the one format that there is, as the bulk data guide spells them. */
const FORMATS = new Set(["application/fhir+ndjson", "application/ndjson", "ndjson"]);

/** GET `$export` and `Group/{id}/$export`: 202 with the address of a FHIR operation (contract section 8.8). */
export async function startExport(request: EmulatorRequest, context: Context): Promise<Reply> {
  const store = requireFhirStore(request, context);
  const job = readExport(request, context, store);
  const { project = "", location = "", dataset = "" } = request.params;
  const started = await context.operations.start({
    dataset: { project, location, dataset },
    method: FHIR_OPERATION_METHOD,
    request: job,
    apiVersion: request.apiVersion,
  });
  const id = String(started["name"]).split("/").at(-1) ?? "";
  const address = `${fhirBase(request).slice(0, -"/fhir".length)}/operations/${id}`;
  return { status: 202, headers: { "content-location": address } };
}

function readExport(request: EmulatorRequest, context: Context, store: FhirStore): z.infer<typeof bulkJobSchema> {
  // Prose and discovery differ in the name (contract section 21, A12).
  const format = request.query.get("_outputFormat") ?? request.query.get("outputFormat") ?? "ndjson";
  if (!FORMATS.has(format)) throw new FhirError("invalid_query", "invalid _outputFormat: only ndjson is supported");
  const types = (request.query.get("_type") ?? "").split(",").filter((type) => type !== "");
  for (const type of types) requireType(store, type);
  const group = request.params["id"];
  if (group !== undefined) requireGroup(request, context, store, group);
  const since = sinceOf(request);
  const query = request.query.size > 0 ? `?${request.query.toString()}` : "";
  return {
    fhirStore: request.params["fhirStore"] ?? "",
    uriPrefix: destinationOf(request, context),
    exportId: randomUUID(),
    types,
    ...(since === undefined ? {} : { since }),
    ...(group === undefined ? {} : { group }),
    url: `${fhirBase(request)}/${group === undefined ? "" : `Group/${group}/`}$export${query}`,
    transactionTime: lastUpdatedOf(Math.round(context.now() * 1000)),
  };
}

function requireGroup(request: EmulatorRequest, context: Context, store: FhirStore, id: string): void {
  if (request.query.get("organizeOutputBy") !== "Patient")
    throw new FhirError("invalid_query", 'organizeOutputBy is required and must be "Patient"');
  const address = { type: "Group", id };
  requireLive(address, findResource(context.database, store, address));
}

/** GET `operations/{id}` of a store: 202 while it works, the manifest when it is done, an outcome when it failed. */
export function exportStatus(request: EmulatorRequest, context: Context): Reply {
  const row = requireExport(request, context);
  if (row.ended === null) return { status: 202, headers: { "x-progress": "in progress" } };
  if (row.error !== null) {
    const { message } = z.object({ message: z.string() }).parse(JSON.parse(row.error));
    const body = outcomeText([{ severity: "error", code: "exception", text: "export_failed", diagnostics: message }]);
    return { status: 500, headers: { "content-type": FHIR_JSON }, body };
  }
  const job = bulkJobSchema.parse(JSON.parse(row.request));
  const { output } = z.object({ output: z.array(z.unknown()) }).parse(JSON.parse(row.response ?? "{}"));
  const manifest = {
    transactionTime: job.transactionTime,
    request: job.url,
    requiresAccessToken: true,
    output,
    error: [],
  };
  return { status: 200, headers: { "content-type": "application/json" }, body: JSON.stringify(manifest) };
}

/** DELETE `operations/{id}` of a store: asks the export to stop. */
export async function cancelExport(request: EmulatorRequest, context: Context): Promise<Reply> {
  const row = requireExport(request, context);
  const { project = "", location = "", dataset = "" } = request.params;
  const outcome = await context.operations.cancel({ project, location, dataset }, row.operation_id);
  if (outcome === "cancelled") return { status: 202 };
  throw new FhirError("resource_not_found", "the operation has finished and cannot be cancelled");
}

function requireExport(request: EmulatorRequest, context: Context): OperationRow {
  requireFhirStore(request, context);
  const { project = "", location = "", dataset = "", fhirStore = "", operation = "" } = request.params;
  const row = findOperation(context.database, { project, location, dataset }, operation);
  const isHere =
    row?.method === FHIR_OPERATION_METHOD && bulkJobSchema.parse(JSON.parse(row.request)).fhirStore === fhirStore;
  if (!row || !isHere) throw new FhirError("resource_not_found", "the store has no such operation");
  return row;
}

const configSchema = z.object({ bulkExportGcsDestination: z.object({ uriPrefix: z.string() }).optional() });

function destinationOf(request: EmulatorRequest, context: Context): string {
  const { project = "", location = "", dataset = "", fhirStore = "" } = request.params;
  const row = findStore(context.database, { project, location, dataset, storeKind: "fhirStores", store: fhirStore });
  const destination = configSchema.parse(row?.config).bulkExportGcsDestination;
  if (!destination)
    throw new FhirError(
      "invalid_query",
      "bulk export is not configured: set bulkExportGcsDestination of the FHIR store",
    );
  return destination.uriPrefix;
}

function sinceOf(request: EmulatorRequest): number | undefined {
  const text = request.query.get("_since");
  if (text === null) return undefined;
  // A "+" of the zone arrives as a space when the client did not encode it.
  const range = dateRange(text.replace(/ (?=\d{2}:\d{2}$)/u, "+"));
  if (!range) throw new FhirError("invalid_query", "invalid _since: expected an instant");
  return range.low * 1000;
}
