"use client";

import { useQuery } from "@tanstack/react-query";
import { cellFilter, type CellFilters } from "#lib/fhir/cell-filter.ts";
import type { JsonObject } from "#lib/fhir/lossless-json.ts";
import type { ResultColumn } from "#lib/fhir/result-column.ts";
import type { TypeCapability } from "#lib/fhir/search-capability.ts";
import { searchHelpQueries } from "#lib/queries/fhir-search-help.ts";

/** What "filter by this value" asks for a cell; undefined until the type's expressions are known. */
export function useCellFilter(
  type: string,
  capability: TypeCapability | undefined,
): (column: ResultColumn, resource: JsonObject) => CellFilters | undefined {
  const { data: expressions } = useQuery({ ...searchHelpQueries.expressions(type), enabled: type !== "" });
  return (column, resource) => expressions && cellFilter(column, resource, { capability, expressions });
}
