import { queryOptions, type QueryClient } from "@tanstack/react-query";
import type { SavedSearchInput } from "#lib/contract/console/searches.ts";
import { parseJson } from "#lib/fhir/lossless-json.ts";
import { readSearchset, type Searchset } from "#lib/fhir/read-searchset.ts";
import { readCapability } from "#lib/fhir/search-capability.ts";
import { parseSearchText, searchParameters } from "#lib/fhir/search-text.ts";
import { apiPath } from "./api-path.ts";
import { callGateway } from "./gateway.ts";

/** A search as it is sent: type ("" for all) and decoded parameters, in order. */
export interface FhirSearch {
  readonly store: string;
  readonly type: string;
  readonly parameters: readonly (readonly [name: string, value: string])[];
  /** Entries a page, unless `_count` is among the parameters. */
  readonly pageSize: number;
  /** What the server does not know is refused instead of ignored (`Prefer: handling=strict`, contract section 8.5). */
  readonly isStrict?: boolean;
}

export interface SearchPage extends Searchset {
  /** Matches on the pages before this one. */
  readonly before: number;
  /** From sending to the last byte of the answer, in milliseconds, as this browser saw it. */
  readonly milliseconds: number;
  /** When the answer came, milliseconds since 1970. */
  readonly answeredAt: number;
}

export const fhirSearchQueries = {
  /** Types and parameters that the store's server can search. */
  capability: (store: string) =>
    queryOptions({
      queryKey: ["fhir-capability", store],
      queryFn: async ({ signal }) => {
        const response = await callGateway(apiPath(store, "/fhir/metadata"), { signal });
        return readCapability(await response.json());
      },
      staleTime: 10 * 60_000,
    }),
  /**
   * Page `page` (from 1). A page is known only by the token on the page before it, so a page opened by its address walks there once.
   */
  page: (client: QueryClient, search: FhirSearch, page: number) =>
    queryOptions({
      queryKey: pageKey(search, page),
      queryFn: async ({ signal }): Promise<SearchPage> => {
        if (page <= 1) return fetchSearchPage(search, { token: undefined, before: 0, signal });
        const previous: SearchPage = await client.ensureQueryData(fhirSearchQueries.page(client, search, page - 1));
        if (previous.nextToken === undefined) return previous;
        const before = previous.before + previous.matches.length;
        return fetchSearchPage(search, { token: previous.nextToken, before, signal });
      },
      staleTime: 60_000,
    }),
};

/** Forgets the pages of a search, so that running it again asks the server again. */
export function forgetPages(client: QueryClient, search: FhirSearch): void {
  client.removeQueries({ queryKey: pageKey(search), type: "inactive" });
  void client.invalidateQueries({ queryKey: pageKey(search) });
}

/** The matches on the first page of a search. */
export async function fetchMatches(search: FhirSearch, signal: AbortSignal): Promise<SearchPage["matches"]> {
  return (await fetchSearchPage(search, { token: undefined, before: 0, signal })).matches;
}

/** The search that a kept text asks for. */
export function toFhirSearch(saved: SavedSearchInput, pageSize: number, isStrict: boolean): FhirSearch {
  const text = parseSearchText(`${saved.type}?${saved.query}`);
  return { store: saved.store, type: saved.type, parameters: searchParameters(text), pageSize, isStrict };
}

/** The call as the API receives it: Google reads the parameters of a POST search from the URL (contract section 8.5). */
export function searchApiPath(search: FhirSearch): string {
  return `${searchPath(search)}?${formOf(search, undefined).toString()}`;
}

/** One page of a search. Patient data travels in the body to the console, whose gateway puts it where the API wants it. */
export async function fetchSearchPage(
  search: FhirSearch,
  page: { readonly token: string | undefined; readonly before: number; readonly signal: AbortSignal },
): Promise<SearchPage> {
  const started = performance.now();
  const response = await callGateway(searchPath(search), {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", ...preferenceOf(search) },
    body: formOf(search, page.token).toString(),
    signal: page.signal,
  });
  const text = await response.text();
  const milliseconds = performance.now() - started;
  return { ...readSearchset(parseJson(text)), before: page.before, milliseconds, answeredAt: Date.now() };
}

/** The header that asks for strict handling, or none: the store's own setting then decides. */
export function preferenceOf({ isStrict }: FhirSearch): Readonly<Record<string, string>> {
  return isStrict === true ? { prefer: "handling=strict" } : {};
}

function searchPath(search: FhirSearch): string {
  const type = search.type === "" ? "" : `/${encodeURIComponent(search.type)}`;
  return apiPath(search.store, `/fhir${type}/_search`);
}

function formOf(search: FhirSearch, token: string | undefined): URLSearchParams {
  const form = new URLSearchParams();
  for (const [name, value] of search.parameters) form.append(name, value);
  if (!form.has("_count")) form.append("_count", String(search.pageSize));
  if (token !== undefined) form.append("_page_token", token);
  return form;
}

function pageKey(search: FhirSearch, page?: number): readonly unknown[] {
  const key = ["fhir-search", search.store, search.type, search.parameters, search.pageSize, search.isStrict === true];
  return page === undefined ? key : [...key, page];
}
