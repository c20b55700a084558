"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { Annotation } from "#lib/fhir/annotation.ts";
import type { JsonDocument } from "#lib/fhir/json-document.ts";
import { parseSearchText, searchParameters } from "#lib/fhir/search-text.ts";
import type { ResourceAddress } from "#lib/queries/fhir-resource.ts";
import { searchExpressionQueries } from "#lib/queries/search-expressions.ts";
import { searchQueries } from "#lib/queries/searches.ts";

const NOTHING: readonly Annotation[] = [];

/** Why the search that led here found this resource. */
export function useMatchLayer(
  { type }: ResourceAddress,
  document: JsonDocument,
  search: string | undefined,
): readonly Annotation[] {
  const saved = useQuery({ ...searchQueries.one(search ?? ""), enabled: search !== undefined }).data;
  const isOwn = saved !== undefined && (saved.type === type || saved.type === "");
  const places = useQuery({ ...searchExpressionQueries.ofType(type), enabled: isOwn }).data;
  const [found, setFound] = useState(NOTHING);
  useEffect(() => {
    if (!saved || !places) return undefined;
    let isGone = false;
    const parameters = searchParameters(parseSearchText(`${saved.type}?${saved.query}`));
    void import("#lib/fhir/annotate-match.ts").then(({ annotateMatch }) =>
      isGone ? undefined : setFound(annotateMatch(document, { parameters, places })),
    );
    return () => {
      isGone = true;
    };
  }, [saved, places, document]);
  return found;
}
