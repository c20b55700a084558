"use client";

import { useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import { fhirSearchQueries, toFhirSearch, type SearchPage } from "#lib/queries/fhir-search.ts";
import type { SearchAddress } from "./use-search-address.ts";

/** The results of the search on screen. While the next page or another page size loads, the present rows stay; a new search starts clean. */
export function useSearchPage(address: SearchAddress): UseQueryResult<SearchPage> {
  const client = useQueryClient();
  const { active, page, pageSize, isStrict } = address;
  const search = toFhirSearch(active ?? { store: "", type: "", query: "" }, pageSize, isStrict);
  const options = fhirSearchQueries.page(client, search, page);
  return useQuery({
    ...options,
    enabled: active !== undefined,
    placeholderData: (previous, query) =>
      JSON.stringify(query?.queryKey.slice(0, 4)) === JSON.stringify(options.queryKey.slice(0, 4))
        ? previous
        : undefined,
  });
}
