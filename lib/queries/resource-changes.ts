import type { StoreKind } from "#lib/contract/resource-name.ts";
import { apiPath } from "./api-path.ts";
import { callGateway } from "./gateway.ts";
import { operationSchema, type Operation } from "./operations.ts";
import { resourceSchema, type ConfiguredResource } from "./stores.ts";

/** The query parameter that carries the id of a new store. */
const ID_PARAMETER: Readonly<Record<StoreKind, string>> = {
  fhirStores: "fhirStoreId",
  dicomStores: "dicomStoreId",
  hl7V2Stores: "hl7V2StoreId",
  consentStores: "consentStoreId",
};

/** One call that changes a dataset or store, ready to be sent or to be shown as code. */
export interface ResourceChange {
  readonly method: "POST" | "PATCH" | "DELETE";
  /** `/v1/…` with its query. */
  readonly path: string;
  readonly body?: Readonly<Record<string, unknown>>;
}

export function datasetCreation(location: string, id: string, timeZone: string): ResourceChange {
  const query = new URLSearchParams({ datasetId: id });
  return {
    method: "POST",
    path: apiPath(location, `/datasets?${query.toString()}`),
    body: timeZone === "" ? {} : { timeZone },
  };
}

export function storeCreation(
  dataset: string,
  kind: StoreKind,
  id: string,
  body: Readonly<Record<string, unknown>>,
): ResourceChange {
  const query = new URLSearchParams({ [ID_PARAMETER[kind]]: id });
  return { method: "POST", path: apiPath(dataset, `/${kind}?${query.toString()}`), body };
}

/** Only the fields of `body` are touched; a field named with an undefined value is cleared. */
export function resourcePatch(name: string, body: Readonly<Record<string, unknown>>): ResourceChange {
  const query = new URLSearchParams({ updateMask: Object.keys(body).join(",") });
  return { method: "PATCH", path: apiPath(name, `?${query.toString()}`), body };
}

export function resourceDeletion(name: string): ResourceChange {
  return { method: "DELETE", path: apiPath(name) };
}

/** Sends a change whose answer is the resource itself. */
export async function sendChange(
  change: ResourceChange,
  headers: Readonly<Record<string, string>>,
): Promise<ConfiguredResource> {
  return resourceSchema.parse(await (await send(change, headers)).json());
}

/** Sends a change whose answer is an operation (datasets.create). */
export async function sendOperation(
  change: ResourceChange,
  headers: Readonly<Record<string, string>>,
): Promise<Operation> {
  return operationSchema.parse(await (await send(change, headers)).json());
}

/** Sends a deletion; the API answers with an empty object. */
export async function sendDeletion(change: ResourceChange, headers: Readonly<Record<string, string>>): Promise<void> {
  await send(change, headers);
}

function send(change: ResourceChange, headers: Readonly<Record<string, string>>): Promise<Response> {
  return callGateway(change.path, {
    method: change.method,
    headers: { ...(change.body ? { "content-type": "application/json" } : {}), ...headers },
    ...(change.body ? { body: JSON.stringify(change.body) } : {}),
  });
}
