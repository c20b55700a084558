import { z } from "zod";
import type { ParserVersion } from "#lib/hl7v2/parsed-data.ts";
import { schemaPackageSchema, type SchemaPackage } from "#lib/hl7v2/schema-package.ts";
import type { Context, EmulatorRequest } from "#emulator/http/route.ts";
import { requireStore, storeAddress, storeName } from "#emulator/services/stores/require-store.ts";
import type { StoreAddress, StoreRow } from "#emulator/services/stores/rows.ts";
import type { Database } from "#emulator/store/database.ts";

/** The settings of an HL7v2 store that change how messages are read and kept (contract 11.1). */
export interface Hl7v2Store {
  /** `stores.id` */
  readonly id: number;
  /** `projects/…/hl7V2Stores/s` */
  readonly name: string;
  readonly version: ParserVersion;
  readonly segmentTerminator: string;
  readonly allowNullHeader: boolean;
  readonly rejectDuplicateMessage: boolean;
  readonly schema: SchemaPackage | undefined;
  /** IANA name of the dataset's zone; empty is UTC. */
  readonly timeZone: string;
  /** `=` on a text of a filter finds what contains it too (contract section 21, A17). */
  readonly isTextContained?: boolean;
}

const configSchema = z.object({
  rejectDuplicateMessage: z.boolean().default(false),
  parserConfig: z
    .object({
      version: z.enum(["V1", "V2", "V3"]).default("V1"),
      segmentTerminator: z.string().optional(),
      allowNullHeader: z.boolean().default(false),
      schema: schemaPackageSchema.optional(),
    })
    .prefault({}),
});

/** Rows are cached by the store service and replaced when a store or dataset changes, so a row's settings are worked out once. */
const settings = new WeakMap<StoreRow, Hl7v2Store>();

/** The HL7v2 settings of a store's row. */
export function hl7v2StoreOf(database: Database, address: StoreAddress, row: StoreRow): Hl7v2Store {
  const known = settings.get(row);
  if (known) return known;
  const { rejectDuplicateMessage, parserConfig } = configSchema.parse(row.config);
  const { version, allowNullHeader, segmentTerminator, schema } = parserConfig;
  const store: Hl7v2Store = {
    id: row.id,
    name: storeName(address),
    version,
    allowNullHeader,
    rejectDuplicateMessage,
    schema,
    segmentTerminator: segmentTerminator ? Buffer.from(segmentTerminator, "base64").toString() : "\r",
    timeZone: datasetTimeZone(database, row.id),
  };
  settings.set(row, store);
  return store;
}

/** The store that a request names. Throws GoogleError: 403 for a missing dataset, 404 for a missing store (contract section 23). */
export function requireHl7v2Store(request: EmulatorRequest, { database }: Pick<Context, "database">): Hl7v2Store {
  return hl7v2StoreOf(database, storeAddress(request), requireStore(request, database));
}

const datasetSchema = z.object({ timeZone: z.string().default("") });

function datasetTimeZone(database: Database, store: number): string {
  const row = database.get<{ config: string }>(
    "SELECT datasets.config FROM stores JOIN datasets ON datasets.id = stores.dataset_id WHERE stores.id = ?",
    store,
  );
  return datasetSchema.parse(JSON.parse(row?.config ?? "{}")).timeZone;
}
