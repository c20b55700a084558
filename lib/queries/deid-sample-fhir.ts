import { z } from "zod";
import { leavesOf } from "#lib/deid/sample-pairs.ts";
import { apiPath } from "./api-path.ts";
import type { DryRunCall, SampledItem } from "./deid-sample.ts";
import { callGateway } from "./gateway.ts";
import { mapAtMost } from "./map-at-most.ts";
import { resourceQueries } from "./stores.ts";

/** Of each type so many are looked at to choose from. */
const CHOICE = 60;
const AT_ONCE = 3;
const MOST_OUT = 1000;

const bundleSchema = z.object({
  entry: z.array(z.object({ resource: z.record(z.string(), z.unknown()) })).default([]),
});

/** What was chosen, or a random sample in which every type has its share and patients come first. */
export async function sampleFhirStore(store: string, call: DryRunCall): Promise<readonly SampledItem[]> {
  const { chosen, size, client } = call;
  if (chosen.length > 0) return mapAtMost(AT_ONCE, chosen.slice(0, size), (name) => readOne(store, name));
  const metrics = await client.fetchQuery({ ...resourceQueries.metrics(store, "fhirStores"), staleTime: 0 });
  const types = metrics.rows.filter(({ count }) => count > 0).map(({ label }) => label);
  const ordered = [
    ...types.filter((type) => type === "Patient"),
    ...shuffled(types.filter((type) => type !== "Patient")),
  ];
  const share = Math.max(1, Math.ceil(size / Math.max(1, ordered.length)));
  const lists = await mapAtMost(AT_ONCE, ordered.slice(0, size), async (type) =>
    shuffled(await searchType(store, type, CHOICE)).slice(0, type === "Patient" ? share + 1 : share),
  );
  return lists.flat().slice(0, size);
}

/** Everything in a small store, of the types that can be there. */
export async function readFhirStore(store: string, types: ReadonlySet<string>): Promise<readonly SampledItem[]> {
  return (await mapAtMost(AT_ONCE, [...types], (type) => searchType(store, type, MOST_OUT))).flat();
}

async function readOne(store: string, name: string): Promise<SampledItem> {
  const response = await callGateway(apiPath(`${store}/fhir/${name}`));
  return itemOf(z.record(z.string(), z.unknown()).parse(await response.json()));
}

async function searchType(store: string, type: string, count: number): Promise<SampledItem[]> {
  const response = await callGateway(apiPath(store, `/fhir/${encodeURIComponent(type)}/_search`), {
    method: "POST",
    headers: { accept: "application/fhir+json", "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ _count: String(count) }).toString(),
  });
  return bundleSchema.parse(await response.json()).entry.map(({ resource }) => itemOf(resource));
}

function itemOf(document: Readonly<Record<string, unknown>>): SampledItem {
  const { resourceType, id, meta, ...rest } = document;
  const { versionId: _version, lastUpdated: _updated, ...kept } = (meta ?? {}) as Record<string, unknown>;
  const group = typeof resourceType === "string" ? resourceType : "";
  const name = `${group}/${typeof id === "string" ? id : ""}`;
  return { group, name, leaves: leavesOf({ meta: kept, ...rest }), document, picture: undefined };
}

function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, at: Math.random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
