import type { FhirResource } from "fhir/r4";
import type { JsonObject } from "#lib/fhir/lossless-json.ts";
import type { Context } from "#emulator/http/route.ts";
import { insertDataset } from "#emulator/services/datasets/routes.ts";
import { fhirStoreOf } from "#emulator/services/fhir/fhir-store.ts";
import { importResource } from "#emulator/services/fhir/write-resources.ts";
import { insertStore } from "#emulator/services/stores/routes.ts";
import { findStore, writeStores, type StoreAddress } from "#emulator/services/stores/rows.ts";
import type { Database } from "#emulator/store/database.ts";
import { fillImages } from "./dicom/fill-images.ts";
import { fillFeed } from "./hl7v2/seed-feed.ts";
import { plantedDefects } from "./defects.ts";
import { hospitalRecords } from "./hospital.ts";
import { SAMPLE_LAYOUT, type SampleDataset, type SampleStore } from "./layout.ts";
import { patientCount } from "./people.ts";

export interface SeedProgress {
  /** `clinical-production/ehr` */
  readonly store: string;
  /** Resources written since the start, all stores together. */
  readonly resources: number;
  /** Share of this store that is done, 0 to 1. */
  readonly part: number;
}

export interface SeedOptions {
  /** Multiplies the patients of clinical production (200 at 1). A half-filled store keeps the scale it was begun with. */
  readonly scale?: number;
  readonly onProgress?: (progress: SeedProgress) => void;
}

export interface SeedImagesOptions {
  readonly onProgress?: (progress: SeedProgress) => void;
  /** Stops the drawing; the next start goes on. */
  readonly signal: AbortSignal;
}

/** Resources of one transaction. */
const BATCH = 400;

/**
 * Puts the sample hospital into the data folder. A store that is complete is never touched again, also when it was changed or deleted since;
 * one that a crash left half-filled is filled from its beginning, which overwrites in place.
 */
export async function seedSampleHospital(context: Context, { scale = 1, onProgress }: SeedOptions = {}): Promise<void> {
  const stores = SAMPLE_LAYOUT.flatMap((dataset) =>
    dataset.stores.map((store) => ({ dataset, store, name: nameOf(dataset, store) })),
  );
  const imaged = stores.filter(({ store }) => store.images);
  await begin(context.database, [...stores, ...imaged.map(({ name }) => ({ name: imagesOf(name) }))], scale);
  let resources = 0;
  for (const { dataset, store, name } of stores) {
    const unfinished = unfinishedStore(context.database, name);
    if (!unfinished) continue;
    const address = await createStore(context, dataset, store);
    const before = resources;
    for await (const { written, part } of fillStore(context, address, store, unfinished.scale)) {
      resources = before + written;
      onProgress?.({ store: name, resources, part });
    }
    await complete(context, name, resources - before);
  }
}

function nameOf({ address }: SampleDataset, { store }: SampleStore): string {
  return `${address.dataset}/${store}`;
}

/**
 * Draws the pictures into the DICOM stores that the seeding made. Takes half a minute of one processor, so it runs while the server
 * answers. As with the other stores, what is complete is never touched again.
 */
export async function seedSampleImages(context: Context, { onProgress, signal }: SeedImagesOptions): Promise<void> {
  for (const dataset of SAMPLE_LAYOUT) {
    for (const { images, storeKind, store } of dataset.stores) {
      const name = `${dataset.address.dataset}/${store}`;
      const unfinished = images && unfinishedStore(context.database, imagesOf(name));
      if (!unfinished) continue;
      const address = { ...dataset.address, storeKind, store };
      let resources = 0;
      for await (const { written, part } of fillImages(context, address, {
        options: images(unfinished.scale),
        signal,
      })) {
        resources = written;
        onProgress?.({ store: name, resources, part });
      }
      if (signal.aborted) return;
      await complete(context, imagesOf(name), resources);
    }
  }
}

/** Store and pictures are complete at different times. */
function imagesOf(name: string): string {
  return `${name} images`;
}

function unfinishedStore(database: Database, name: string): { scale: number } | undefined {
  return database.get<{ scale: number }>("SELECT scale FROM sample_stores WHERE name = ? AND completed IS NULL", name);
}

function begin(database: Database, stores: readonly { readonly name: string }[], scale: number): Promise<void> {
  return database.write(() => {
    for (const { name } of stores)
      database.run("INSERT INTO sample_stores (name, scale) VALUES (?, ?) ON CONFLICT DO NOTHING", name, scale);
  });
}

function complete({ database, now }: Context, name: string, resources: number): Promise<unknown> {
  return database.write(() =>
    database.run("UPDATE sample_stores SET completed = ?, resources = ? WHERE name = ?", now(), resources, name),
  );
}

/** Makes the dataset and the store unless a former run has. */
async function createStore(
  context: Context,
  { address, config }: SampleDataset,
  store: SampleStore,
): Promise<StoreAddress> {
  const { database } = context;
  const storeAddress = { ...address, storeKind: store.storeKind, store: store.store };
  const findDataset = (): { id: number; config: string } | undefined =>
    database.get<{ id: number; config: string }>(
      "SELECT id, config FROM datasets WHERE project = ? AND location = ? AND dataset_id = ?",
      address.project,
      address.location,
      address.dataset,
    );
  await writeStores(database, () => {
    if (!findDataset()) insertDataset(context, address, config);
    const dataset = findDataset();
    if (dataset && !findStore(database, storeAddress)) insertStore(context, dataset, storeAddress, store.config);
  });
  return storeAddress;
}

/** Resources as they are generated, in batches of whole patients. */
async function* fillStore(
  context: Context,
  address: StoreAddress,
  { hospital, feed, hasDefects }: SampleStore,
  scale: number,
): AsyncGenerator<{ written: number; part: number }> {
  if (feed) yield* fillFeed(context, address, { ...feed, hospital: feed.hospital(scale) });
  if (!hospital) return;
  const options = hospital(scale);
  const patients = patientCount(options.scale);
  let batch: FhirResource[] = [];
  let written = 0;
  let records = 0;
  for (const record of hospitalRecords(options)) {
    batch.push(...record);
    records++;
    if (batch.length < BATCH) continue;
    written += await writeBatch(context, address, batch);
    batch = [];
    yield { written, part: Math.min(1, records / patients) };
  }
  // Last of all: what is looked at first is what came last.
  if (hasDefects) batch.push(...plantedDefects(options));
  written += await writeBatch(context, address, batch);
  yield { written, part: 1 };
}

/** Returns how many were written: none when somebody has deleted the store meanwhile. */
function writeBatch(context: Context, address: StoreAddress, resources: readonly FhirResource[]): Promise<number> {
  return context.database.write(() => {
    const row = findStore(context.database, address);
    if (!row) return 0;
    const store = fhirStoreOf(row);
    for (const resource of resources) importResource(context, store, asJson(resource));
    return resources.length;
  });
}

/** The generator's resources are plain JSON values of our own making; FHIR's interfaces only lack the index signature. */
function asJson(resource: FhirResource): JsonObject {
  return resource as unknown as JsonObject;
}
