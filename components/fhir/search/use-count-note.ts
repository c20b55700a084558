"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { isAccurateTotal, totalOf } from "#lib/fhir/read-searchset.ts";
import { toFhirSearch, type SearchPage } from "#lib/queries/fhir-search.ts";
import { countSearch } from "#lib/queries/searches.ts";
import type { SearchAddress } from "./use-search-address.ts";

/** Notes with the kept search how many it found, once for every answer of the server. */
export function useCountNote(
  { id, active, page, pageSize, isStrict }: SearchAddress,
  found: SearchPage | undefined,
): void {
  const client = useQueryClient();
  const search = active && toFhirSearch(active, pageSize, isStrict);
  const total =
    found && search && page === 1 ? totalOf(found, 0, isAccurateTotal(search.parameters, found)) : undefined;
  const { count, isExact } = total ?? {};
  const answeredAt = found?.answeredAt;
  useEffect(() => {
    if (id === "" || count === undefined || isExact === undefined || answeredAt === undefined) return;
    // A count that could not be noted is no reason to disturb: the next run notes it again.
    countSearch(client, id, { total: count, isExact }).catch(() => undefined);
  }, [client, id, count, isExact, answeredAt]);
}
