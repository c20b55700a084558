import type { SearchQuery } from "#lib/fhir/search-types.ts";
import type { Context } from "#emulator/http/route.ts";
import { catalogOf } from "./catalog.ts";
import type { FhirStore } from "./fhir-store.ts";
import { indexFulltext } from "./fulltext.ts";
import { FhirError } from "./outcome.ts";
import { decodePageToken, encodePageToken } from "./page-token.ts";
import { SEARCH_LIMITS, type SearchLimits } from "./search-limits.ts";
import type { Cursor } from "./search-order.ts";
import { searchType, type Match, type TypeSearch } from "./search-type.ts";

/** One page of a search. */
export interface SearchPage {
  readonly matches: readonly Match[];
  readonly total: number;
  /** Page tokens, undefined at either end. */
  readonly next: string | undefined;
  readonly previous: string | undefined;
}

/**
 * Runs a parsed search on a store and gives one page. Page tokens hold the place of a resource in the order, so every page costs the same
 * and tokens outlive restarts.
 * @throws FhirError 400 for a token of another query
 */
export async function searchStore(
  context: Context,
  store: FhirStore,
  query: SearchQuery,
  limits: SearchLimits = SEARCH_LIMITS,
): Promise<SearchPage> {
  const { database } = context;
  const key = queryKey(query);
  const cursor = query.pageToken === undefined ? undefined : readCursor(key, query.pageToken);
  await indexFulltext(database, store, query.types, query.filters);
  const catalog = catalogOf(database);
  const search: TypeSearch = { ...query, cursor, limit: query.count + 1 };
  const results = query.types.flatMap((typeName) => {
    const type = catalog.findType(store.id, typeName);
    if (type === undefined) return [];
    return [searchType({ database, catalog, store, typeName, type, now: context.now(), limits }, search)];
  });
  const total = results.reduce((sum, result) => sum + result.total, 0);
  const all = merge(
    query,
    results.map((result) => result.matches),
  );
  return { total, ...cutPage(all, query.count, cursor, key) };
}

function cutPage(
  all: readonly Match[],
  count: number,
  cursor: Cursor | undefined,
  key: string,
): Pick<SearchPage, "matches" | "next" | "previous"> {
  if (count === 0) return { matches: [], next: undefined, previous: undefined };
  const hasMore = all.length > count;
  const isBackward = cursor?.isBackward ?? false;
  const matches = isBackward ? all.slice(-count) : all.slice(0, count);
  const first = matches[0];
  const last = matches.at(-1);
  const hasNext = isBackward || hasMore;
  const hasPrevious = isBackward ? hasMore : cursor !== undefined;
  return {
    matches,
    next: last && hasNext ? encodePageToken(key, ["after", last.rid, ...last.values]) : undefined,
    previous: first && hasPrevious ? encodePageToken(key, ["before", first.rid, ...first.values]) : undefined,
  };
}

function readCursor(key: string, token: string): Cursor {
  const [side, rid, ...values] = decodePageToken(key, token);
  if (typeof rid !== "number" || (side !== "after" && side !== "before"))
    throw new FhirError("invalid_query", "invalid _page_token");
  return { rid, values, isBackward: side === "before" };
}

/** What a token belongs to: everything that decides which resources come in which order. */
function queryKey(query: SearchQuery): string {
  const used = query.used.filter(([name]) => name !== "_page_token" && name !== "_count" && name !== "_total");
  return JSON.stringify([query.types.length > 20 ? "" : query.types, used]);
}

/** Several types' pages as one, by the same order; a single one as it is. */
function merge(query: SearchQuery, pages: readonly (readonly Match[])[]): readonly Match[] {
  const [only, ...others] = pages;
  if (!only || others.length === 0) return only ?? [];
  const limit = query.count + 1;
  const merged = pages.flat().toSorted((a, b) => compare(query, a, b));
  return query.pageToken !== undefined && isBackward(query) ? merged.slice(-limit) : merged.slice(0, limit);
}

function isBackward(query: SearchQuery): boolean {
  return query.pageToken !== undefined && readCursor(queryKey(query), query.pageToken).isBackward;
}

function compare(query: SearchQuery, a: Match, b: Match): number {
  const keys = query.sort.filter(({ param }) => param !== "_lastUpdated");
  for (const [index, { descending }] of keys.entries()) {
    const [left = null, right = null] = [a.values[index], b.values[index]];
    if (left === right) continue;
    if (left === null || right === null) return left === null ? 1 : -1;
    return left < right === descending ? 1 : -1;
  }
  const [first] = query.sort;
  const isDescending =
    query.sort.find(({ param }) => param === "_lastUpdated")?.descending ?? first?.descending ?? true;
  return isDescending ? b.rid - a.rid : a.rid - b.rid;
}
