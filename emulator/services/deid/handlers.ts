import { z } from "zod";
import { checkQuery, readMessageBody } from "#emulator/http/admin-request.ts";
import { GoogleError, json } from "#emulator/http/errors.ts";
import type { Context, EmulatorRequest, Reply } from "#emulator/http/route.ts";
import { insertDataset } from "#emulator/services/datasets/routes.ts";
import {
  datasetAddress,
  datasetName,
  invisible,
  requireStore,
  storeAddress,
} from "#emulator/services/stores/require-store.ts";
import { insertStore } from "#emulator/services/stores/routes.ts";
import type { Config, DatasetAddress, StoreAddress } from "#emulator/services/stores/rows.ts";
import { parseBucketUri } from "#emulator/store/bucket-uri.ts";
import { badField } from "./bad-field.ts";
import type { DeidJob } from "./deid-job.ts";
import { requireDestinationStore, requireNewDataset } from "./destination.ts";
import {
  DEIDENTIFY_DATASET_METHOD,
  DEIDENTIFY_DICOM_STORE_METHOD,
  DEIDENTIFY_FHIR_STORE_METHOD,
} from "./deidentify-worker.ts";
import { readConfig } from "./read-config.ts";
import {
  bodyMessage,
  DEIDENTIFY_DATASET_REQUEST,
  DEIDENTIFY_DICOM_STORE_REQUEST,
  DEIDENTIFY_FHIR_STORE_REQUEST,
} from "./request-messages.ts";

const configSchema = { config: z.unknown().optional(), gcsConfigUri: z.string().default("") };
const datasetSchema = z.object({ ...configSchema, destinationDataset: z.string().default("") });

/** `POST {D}:deidentify`: a new dataset with every FHIR and DICOM store of the source under the same id (contract 13.1). */
export async function deidentifyDataset(request: EmulatorRequest, context: Context): Promise<Reply> {
  checkQuery(request, []);
  const source = requireDataset(request, context);
  const body = datasetSchema.parse(
    await readMessageBody(request, bodyMessage(DEIDENTIFY_DATASET_REQUEST, request.apiVersion), ""),
  );
  const destination = requireNewDataset(context, body.destinationDataset, source.address);
  const config = await readConfig(context, body, request.apiVersion);
  const stores = storesToCopy(context, source.id);
  const job: DeidJob = {
    config,
    pairs: stores.map(({ storeKind, store }) => ({ storeKind, source: store, destination: { ...destination, store } })),
  };
  return start(request, context, { method: DEIDENTIFY_DATASET_METHOD, job }, () => {
    makeDataset(context, { source: source.config, destination, stores });
  });
}

const fhirSchema = z.object({
  ...configSchema,
  destinationStore: z.string().default(""),
  resourceFilter: z
    .object({ resources: z.object({ resources: z.array(z.string()).default([]) }).optional() })
    .optional(),
  skipModifiedResources: z.boolean().default(false),
});
const RESOURCE = /^[A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64}$/;

/** `POST {F}:deidentify` (contract 13.1) */
export async function deidentifyFhirStoreHandler(request: EmulatorRequest, context: Context): Promise<Reply> {
  checkQuery(request, []);
  const { version } = requireStore(request, context.database).config;
  refuseEncrypted(requireDataset(request, context).config);
  const body = fhirSchema.parse(
    await readMessageBody(request, bodyMessage(DEIDENTIFY_FHIR_STORE_REQUEST, request.apiVersion), ""),
  );
  const source = storeAddress(request);
  const destination = requireDestinationStore(context, body.destinationStore, source);
  if (version === "R5") throw new GoogleError("FAILED_PRECONDITION", "R5 stores cannot be de-identified.");
  if (destination.config["version"] !== version)
    throw badField("destination_store", `it must have the FHIR version of the source, ${String(version)}.`);
  const resources = body.resourceFilter?.resources?.resources;
  const wrong = resources?.findIndex((name) => !RESOURCE.test(name)) ?? -1;
  if (wrong >= 0) throw badField(`resource_filter.resources.resources[${wrong}]`, "expected {type}/{id}.");
  const job: DeidJob = {
    config: await readConfig(context, body, request.apiVersion),
    pairs: [pairOf("fhirStores", source, destination.address)],
    ...(resources && { resources }),
    ...(body.skipModifiedResources && { unchangedSince: Math.round(context.now() * 1000) }),
  };
  return start(request, context, { method: DEIDENTIFY_FHIR_STORE_METHOD, job });
}

const dicomSchema = z.object({
  ...configSchema,
  destinationStore: z.string().default(""),
  filterConfig: z.object({ resourcePathsGcsUri: z.string().default("") }).optional(),
});

/** `POST {I}:deidentify` (contract 13.1) */
export async function deidentifyDicomStoreHandler(request: EmulatorRequest, context: Context): Promise<Reply> {
  checkQuery(request, []);
  requireStore(request, context.database);
  refuseEncrypted(requireDataset(request, context).config);
  const body = dicomSchema.parse(
    await readMessageBody(request, bodyMessage(DEIDENTIFY_DICOM_STORE_REQUEST, request.apiVersion), ""),
  );
  const source = storeAddress(request);
  const { address } = requireDestinationStore(context, body.destinationStore, source);
  const filterUri = body.filterConfig?.resourcePathsGcsUri ?? "";
  if (filterUri !== "") parseBucketUri(filterUri);
  const job: DeidJob = {
    config: await readConfig(context, body, request.apiVersion),
    pairs: [pairOf("dicomStores", source, address)],
    ...(filterUri !== "" && { filterUri }),
  };
  return start(request, context, { method: DEIDENTIFY_DICOM_STORE_METHOD, job });
}

interface StoreCopy {
  readonly storeKind: "fhirStores" | "dicomStores";
  readonly store: string;
  readonly config: Config;
}

/**
 * "R5 FHIR stores skipped; HL7v2 and consent stores not copied" (contract 13.1). Copies notify and stream to nobody. Resources before images:
 * the quick part first, and every run in the same order.
 */
function storesToCopy({ database }: Context, dataset: number): StoreCopy[] {
  return database
    .all<{ kind: "fhirStores" | "dicomStores"; store_id: string; config: string }>(
      "SELECT kind, store_id, config FROM stores WHERE dataset_id = ? AND kind IN ('fhirStores', 'dicomStores') ORDER BY kind DESC, id",
      dataset,
    )
    .map(({ kind, store_id, config }) => ({
      storeKind: kind,
      store: store_id,
      config: quiet(JSON.parse(config) as Config),
    }))
    .filter(({ config }) => config["version"] !== "R5");
}

function quiet(config: Config): Config {
  const { notificationConfig: _one, notificationConfigs: _all, streamConfigs: _streams, ...rest } = config;
  return rest;
}

interface NewDataset {
  readonly source: Config;
  readonly destination: DatasetAddress;
  readonly stores: readonly StoreCopy[];
}

function makeDataset(context: Context, { source, destination, stores }: NewDataset): void {
  insertDataset(context, destination, { ...source });
  const { project, location, dataset } = destination;
  const row = context.database.get<{ id: number; config: string }>(
    "SELECT id, config FROM datasets WHERE project = ? AND location = ? AND dataset_id = ?",
    project,
    location,
    dataset,
  );
  if (!row) throw new Error("The dataset just written is not there");
  for (const { storeKind, store, config } of stores)
    insertStore(context, row, { ...destination, storeKind, store }, { ...config });
}

interface SourceDataset {
  readonly id: number;
  readonly address: DatasetAddress;
  readonly config: Config;
}

function requireDataset(request: EmulatorRequest, { database }: Context): SourceDataset {
  const address = datasetAddress(request);
  const row = database.get<{ id: number; config: string }>(
    "SELECT id, config FROM datasets WHERE project = ? AND location = ? AND dataset_id = ?",
    address.project,
    address.location,
    address.dataset,
  );
  if (!row) throw invisible(request, datasetName(address));
  const config = JSON.parse(row.config) as Config;
  refuseEncrypted(config);
  return { id: row.id, address, config };
}

/** "De-identification unavailable in such datasets" (contract section 4, CMEK). */
function refuseEncrypted(config: Config): void {
  if (config["encryptionSpec"] !== undefined)
    throw new GoogleError(
      "FAILED_PRECONDITION",
      "De-identification is not available in a dataset with a customer-managed key.",
    );
}

function pairOf(
  storeKind: "fhirStores" | "dicomStores",
  { store }: StoreAddress,
  destination: StoreAddress,
): DeidJob["pairs"][number] {
  const { project, location, dataset } = destination;
  return { storeKind, source: store, destination: { project, location, dataset, store: destination.store } };
}

async function start(
  request: EmulatorRequest,
  context: Context,
  { method, job }: { readonly method: string; readonly job: DeidJob },
  alongside?: () => void,
): Promise<Reply> {
  const operation = { dataset: datasetAddress(request), method, request: { ...job }, apiVersion: request.apiVersion };
  return json(await context.operations.start({ ...operation, ...(alongside && { alongside }) }));
}
