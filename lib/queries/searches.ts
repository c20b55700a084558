import { queryOptions, type QueryClient } from "@tanstack/react-query";
import { z } from "zod";
import {
  savedSearchListSchema,
  savedSearchSchema,
  type SavedSearch,
  type SavedSearchInput,
  type SearchCount,
  type SearchLabel,
} from "#lib/contract/console/searches.ts";
import { askConsole } from "./gateway.ts";

/** Searches kept on the console's server, of FHIR and HL7v2 stores alike. */
export const searchQueries = {
  /** The person's saved and recent searches of a store, and those shared with their roles. */
  ofStore: (store: string) =>
    queryOptions({
      queryKey: listKey(store),
      queryFn: async ({ signal }) => {
        const path = `searches?${new URLSearchParams({ store }).toString()}`;
        return (await askConsole(path, savedSearchListSchema, { signal })).searches;
      },
      staleTime: 30_000,
    }),
  /** A search that somebody kept, by the id in a page's address. What it asks never changes. */
  one: (id: string) =>
    queryOptions({
      queryKey: oneKey(id),
      queryFn: ({ signal }) => askConsole(pathOf(id), savedSearchSchema, { signal }),
      staleTime: Number.POSITIVE_INFINITY,
    }),
};

/** Keeps a search on the server; its `id` is for the page's address. */
export async function keepSearch(client: QueryClient, input: SavedSearchInput): Promise<SavedSearch> {
  const search = await askConsole("searches", savedSearchSchema, withBody("POST", input));
  client.setQueryData(oneKey(search.id), search);
  void client.invalidateQueries({ queryKey: listKey(search.store) });
  return search;
}

/** Names a search and shares it; an empty name takes it off the saved ones. */
export async function labelSearch(client: QueryClient, id: string, label: SearchLabel): Promise<void> {
  const search = await askConsole(pathOf(id), savedSearchSchema, withBody("PUT", label));
  client.setQueryData(oneKey(id), search);
  await client.invalidateQueries({ queryKey: listKey(search.store) });
}

export async function forgetSearch(client: QueryClient, id: string): Promise<void> {
  await askConsole(pathOf(id), nothingSchema, { method: "DELETE" });
  await client.invalidateQueries({ queryKey: LISTS });
}

/** Notes how many a search found just now. */
export async function countSearch(client: QueryClient, id: string, count: SearchCount): Promise<void> {
  await askConsole(`${pathOf(id)}/count`, nothingSchema, withBody("PUT", count));
  await client.invalidateQueries({ queryKey: LISTS });
}

const nothingSchema = z.object({});
const LISTS = ["searches-of-store"] as const;

function listKey(store: string): readonly unknown[] {
  return [...LISTS, store];
}

function oneKey(id: string): readonly unknown[] {
  return ["search", id];
}

function pathOf(id: string): string {
  return `searches/${encodeURIComponent(id)}`;
}

function withBody(method: "POST" | "PUT", body: object) {
  return { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}
