import { parseResourceName, type StoreName } from "#lib/contract/resource-name.ts";
import { GoogleError } from "#emulator/http/errors.ts";
import { checkNewId } from "#emulator/http/labels.ts";
import type { Context } from "#emulator/http/route.ts";
import { datasetName, storeName } from "#emulator/services/stores/require-store.ts";
import {
  findStore,
  hasDataset,
  type Config,
  type DatasetAddress,
  type StoreAddress,
} from "#emulator/services/stores/rows.ts";
import { badField } from "./bad-field.ts";

/** A store that is there, with its settings. */
export interface DestinationStore {
  readonly address: StoreAddress;
  readonly config: Config;
}

/** "Existing store of the same kind, same location" (contract 13.1), and not the source itself: the source is never touched. */
export function requireDestinationStore(
  { database }: Pick<Context, "database">,
  name: string,
  source: StoreAddress,
): DestinationStore {
  const address = storeOf(name, source);
  if (address.location !== source.location)
    throw badField("destination_store", `it must be in the location of the source, ${source.location}.`);
  if (storeName(address) === storeName(source)) throw badField("destination_store", "it must not be the source store.");
  const row = findStore(database, address);
  if (row) return { address, config: row.config };
  if (!hasDataset(database, address)) throw invisible("datasets.get", datasetName(address));
  throw new GoogleError("NOT_FOUND", `Resource ${storeName(address)} was not found.`);
}

/** "New dataset, same location, must not exist" (contract 13.1). */
export function requireNewDataset(
  { database }: Pick<Context, "database">,
  name: string,
  source: DatasetAddress,
): DatasetAddress {
  if (name === "") throw badField("destination_dataset", "the field is required.");
  const parsed = parseResourceName(name);
  if (parsed?.kind !== "dataset")
    throw badField("destination_dataset", "expected projects/{project}/locations/{location}/datasets/{dataset}.");
  const { project, location } = parsed;
  const dataset = checkNewId(parsed.dataset, "destination_dataset");
  if (location !== source.location)
    throw badField("destination_dataset", `it must be in the location of the source, ${source.location}.`);
  const address = { project, location, dataset };
  if (hasDataset(database, address))
    throw new GoogleError("ALREADY_EXISTS", `Already exists: dataset ${datasetName(address)}.`);
  return address;
}

function storeOf(name: string, source: StoreAddress): Omit<StoreName, "kind"> {
  if (name === "") throw badField("destination_store", "the field is required.");
  const parsed = parseResourceName(name);
  if (parsed?.kind !== "store" || parsed.storeKind !== source.storeKind)
    throw badField(
      "destination_store",
      `expected projects/{project}/locations/{location}/datasets/{dataset}/${source.storeKind}/{store}.`,
    );
  const { kind: _kind, ...address } = parsed;
  return address;
}

function invisible(permission: string, resource: string): GoogleError {
  return new GoogleError(
    "PERMISSION_DENIED",
    `Permission 'healthcare.${permission}' denied on resource '${resource}' (or it may not exist).`,
  );
}
