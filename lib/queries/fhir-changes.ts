import type { QueryClient } from "@tanstack/react-query";
import { queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { apiPath } from "./api-path.ts";
import { fhirSearchQueries } from "./fhir-search.ts";
import { resourcePath, type ResourceAddress, type ResourceText } from "./fhir-resource.ts";
import { callGateway } from "./gateway.ts";
import { mapAtMost } from "./map-at-most.ts";
import { resourceQueries } from "./stores.ts";

/** What goes along with every change: the unlock of production and, where the person gave one, the reason for the audit log. */
export interface ChangeContext {
  readonly unlock: Readonly<Record<string, string>>;
  /** Empty when none was given. */
  readonly reason: string;
}

const FHIR_JSON = "application/fhir+json";

/** Headers of a change; the gateway keeps the reason and does not forward it. */
export function changeHeaders({ unlock, reason }: ChangeContext): Readonly<Record<string, string>> {
  const given = reason.trim();
  return { ...unlock, ...(given === "" ? {} : { "x-console-reason": encodeURIComponent(given) }) };
}

/**
 * Writes a whole resource as it is spelled.
 * @param etag the version that was read; the API refuses with 412 when there is a newer one. Undefined writes whatever is there
 */
export async function saveResource(
  address: ResourceAddress,
  text: string,
  { etag, context }: { readonly etag: string | undefined; readonly context: ChangeContext },
): Promise<ResourceText> {
  const response = await callGateway(resourcePath({ ...address, version: undefined }), {
    method: "PUT",
    headers: {
      accept: FHIR_JSON,
      "content-type": FHIR_JSON,
      ...(etag === undefined ? {} : { "if-match": etag }),
      ...changeHeaders(context),
    },
    body: text,
  });
  return { text: await response.text(), etag: response.headers.get("etag") ?? undefined };
}

const createdSchema = z.object({ resourceType: z.string(), id: z.string() });

/** Creates a resource: under its own id when the text has one (and only if that id is free), else under one that the server gives. */
export async function createResource(
  store: string,
  resource: { readonly type: string; readonly id: string | undefined; readonly text: string },
  context: ChangeContext,
): Promise<{ readonly type: string; readonly id: string }> {
  const { type, id, text } = resource;
  const response = await callGateway(
    id === undefined ? apiPath(`${store}/fhir/${type}`) : resourcePath({ store, type, id }),
    {
      method: id === undefined ? "POST" : "PUT",
      headers: {
        accept: FHIR_JSON,
        "content-type": FHIR_JSON,
        ...(id === undefined ? {} : { "if-none-match": "*" }),
        ...changeHeaders(context),
      },
      body: text,
    },
  );
  const created = createdSchema.parse(await response.json());
  return { type: created.resourceType, id: created.id };
}

/** Deletes the current version; older ones stay readable unless the store keeps none. */
export async function deleteResource(address: ResourceAddress, context: ChangeContext): Promise<void> {
  await callGateway(resourcePath({ ...address, version: undefined }), {
    method: "DELETE",
    headers: changeHeaders(context),
  });
}

/** Drops the older versions for good. */
export async function purgeResource(address: ResourceAddress, context: ChangeContext): Promise<void> {
  await callGateway(`${resourcePath({ ...address, version: undefined })}/$purge`, {
    method: "DELETE",
    headers: changeHeaders(context),
  });
}

/** Everything on screen that may show an older state of the resource asks again. */
export async function forgetResource(client: QueryClient, { store, type, id }: ResourceAddress): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: ["fhir-resource", store, type, id] }),
    client.invalidateQueries({ queryKey: ["fhir-history", store, type, id] }),
    client.invalidateQueries({ queryKey: ["fhir-summary", store, type, id] }),
    client.invalidateQueries({ queryKey: ["fhir-search", store] }),
    client.invalidateQueries({ queryKey: ["fhir-referrers", store, type, id] }),
    client.invalidateQueries({ queryKey: ["metrics", store] }),
  ]);
}

/** How many resources of a type refer to something through one search parameter. */
export interface Referrers {
  readonly type: string;
  readonly parameter: string;
  readonly count: number;
}

const COUNTS_AT_ONCE = 4;
const totalSchema = z.object({ total: z.number().default(0) });

/**
 * What refers to a resource, by type and parameter, the most first. One count for every reference parameter that the store's statement
 * offers for the type and of which the store has resources.
 */
export function referrersQuery(client: QueryClient, address: ResourceAddress) {
  const { store, type, id } = address;
  return queryOptions({
    queryKey: ["fhir-referrers", store, type, id],
    staleTime: 0,
    queryFn: async ({ signal }): Promise<readonly Referrers[]> => {
      const [capability, metrics] = await Promise.all([
        client.ensureQueryData(fhirSearchQueries.capability(store)),
        client.ensureQueryData(resourceQueries.metrics(store, "fhirStores")),
      ]);
      const present = new Set(metrics.rows.filter(({ count }) => count > 0).map(({ label }) => label));
      const asked = (capability.get(type)?.revIncludes ?? [])
        .map((text) => text.split(":"))
        .filter(([source = ""]) => present.has(source));
      const counted = await mapAtMost(COUNTS_AT_ONCE, asked, async ([source = "", parameter = ""]) => ({
        type: source,
        parameter,
        count: await countReferrers({ store, type: source }, parameter, `${type}/${id}`, signal),
      }));
      return counted.filter(({ count }) => count > 0).toSorted((a, b) => b.count - a.count);
    },
  });
}

async function countReferrers(
  { store, type }: { readonly store: string; readonly type: string },
  parameter: string,
  reference: string,
  signal: AbortSignal,
): Promise<number> {
  const response = await callGateway(apiPath(`${store}/fhir/${type}/_search`), {
    method: "POST",
    headers: { accept: FHIR_JSON, "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ [parameter]: reference, _count: "1", _elements: "id" }).toString(),
    signal,
  });
  return totalSchema.parse(await response.json()).total;
}
