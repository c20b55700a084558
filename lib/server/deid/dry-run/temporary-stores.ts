import { randomBytes } from "node:crypto";
import { z } from "zod";
import { parseResourceName } from "#lib/contract/resource-name.ts";
import { ProblemError } from "#lib/contract/problem.ts";
import { actOnRecord, type Actor } from "#lib/server/deid/on-record.ts";
import type { DataStore } from "#lib/server/deid/read-stores.ts";

/** Names of temporary stores begin so, for people who see one. */
const PREFIX = "careplane-dry-run-";
const METHODS = "healthcare.projects.locations.datasets";
const PARAMETERS = { fhirStores: "fhirStoreId", dicomStores: "dicomStoreId" } as const;
const namedSchema = z.object({ name: z.string() });

/** Makes an empty store beside the source, so that nothing leaves its dataset. Answers its full name. */
export async function makeTemporaryStore(
  actor: Actor,
  source: DataStore,
  settings: Readonly<Record<string, unknown>>,
): Promise<string> {
  const dataset = source.name.split("/").slice(0, 6).join("/");
  const id = `${PREFIX}${randomBytes(6).toString("hex")}`;
  const answer = await actOnRecord(actor, {
    method: `${METHODS}.${source.kind}.create`,
    params: paramsOf(source.name),
    resource: dataset,
    query: `${PARAMETERS[source.kind]}=${id}`,
    body: settings,
  });
  return namedSchema.parse(JSON.parse(answer)).name;
}

/** Removes them; one that is gone already is fine. */
export async function removeTemporaryStores(actor: Actor, stores: readonly string[]): Promise<void> {
  for (const store of stores) {
    const kind = store.split("/")[6] === "dicomStores" ? "dicomStores" : "fhirStores";
    // Of a name that is kept in our own table: nothing but a store of ours is ever deleted here.
    if (!store.split("/").at(-1)?.startsWith(PREFIX)) continue;
    const deletion = { method: `${METHODS}.${kind}.delete`, params: paramsOf(store), resource: store };
    await actOnRecord(actor, deletion).catch((error: unknown) => {
      if (!(error instanceof ProblemError && [403, 404].includes(error.problem.status))) throw error;
    });
  }
}

/** Path parameters of a store's name, as the method table spells them. */
export function paramsOf(store: string): Readonly<Record<string, string>> {
  const name = parseResourceName(store);
  if (name?.kind !== "store") throw new Error(`Not a store: ${store}`);
  const { project, location, dataset } = name;
  const key = name.storeKind === "dicomStores" ? "dicomStore" : "fhirStore";
  return { project, location, dataset, [key]: name.store };
}
