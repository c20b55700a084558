import { STORE_KINDS, type StoreKind } from "#lib/contract/resource-name.ts";
import { GoogleError } from "#emulator/http/errors.ts";
import type { EmulatorRequest } from "#emulator/http/route.ts";
import type { Database } from "#emulator/store/database.ts";
import { findStore, hasDataset, type DatasetAddress, type StoreAddress, type StoreRow } from "./rows.ts";

/** The path parameter that holds a store's id: `fhirStores` → `fhirStore`. */
export function storeParameter(kind: StoreKind): string {
  return kind.slice(0, -1);
}

export function datasetAddress(request: EmulatorRequest): DatasetAddress {
  const { project = "", location = "", dataset = "" } = request.params;
  return { project, location, dataset };
}

/** The store that the request's path names. Throws when the method's path has no store: a programming error. */
export function storeAddress(request: EmulatorRequest): StoreAddress {
  const storeKind = STORE_KINDS.find((kind) => storeParameter(kind) in request.params);
  if (!storeKind) throw new Error(`${request.matched.method.id} names no store`);
  return { ...datasetAddress(request), storeKind, store: request.params[storeParameter(storeKind)] ?? "" };
}

export function datasetName({ project, location, dataset }: DatasetAddress): string {
  return `projects/${project}/locations/${location}/datasets/${dataset}`;
}

export function storeName(address: StoreAddress): string {
  return `${datasetName(address)}/${address.storeKind}/${address.store}`;
}

/** "Children of a missing dataset answer 403, a missing store 404" (contract section 23). */
export function requireStore(request: EmulatorRequest, database: Database): StoreRow {
  const address = storeAddress(request);
  const row = findStore(database, address);
  if (row) return row;
  if (!hasDataset(database, address)) throw invisible(request, datasetName(address));
  throw new GoogleError("NOT_FOUND", `Resource ${storeName(address)} was not found.`);
}

/** The 403 of a resource whose parents the caller may not see, as IAM words it (contract section 1.4). */
export function invisible(request: EmulatorRequest, resource: string): GoogleError {
  const permission = request.matched.method.permissions.at(-1) ?? "healthcare.datasets.get";
  return new GoogleError(
    "PERMISSION_DENIED",
    `Permission '${permission}' denied on resource '${resource}' (or it may not exist).`,
  );
}
