"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { AnnotationIndex } from "#lib/fhir/annotation-index.ts";
import { createDefinitions } from "#lib/fhir/definitions.ts";
import { rowsOf, type DiffRow } from "#lib/fhir/diff-rows.ts";
import { createJsonDocument, type JsonDocument } from "#lib/fhir/json-document.ts";
import { parseJson } from "#lib/fhir/lossless-json.ts";
import { changesOf, diffJson, type Change, type DiffNode } from "#lib/fhir/semantic-diff.ts";
import { fhirResourceQueries, type ResourceAddress } from "#lib/queries/fhir-resource.ts";

/** Two versions or resources compared. */
export interface Comparison {
  readonly diff: DiffNode;
  readonly changes: readonly Change[];
  readonly rows: readonly DiffRow[];
  readonly before: ComparedSide;
  readonly after: ComparedSide;
}

export interface ComparedSide {
  readonly document: JsonDocument;
  /** Knows which values identify a person; needs no definitions. */
  readonly index: AnnotationIndex;
}

export type ComparisonState =
  | { readonly state: "pending" }
  | { readonly state: "failed"; readonly error: unknown; readonly retry: () => void }
  | { readonly state: "compared"; readonly comparison: Comparison };

/** Reads two versions of a resource, or two resources of a type, and compares them. */
export function useComparison(before: ResourceAddress, after: ResourceAddress): ComparisonState {
  const [one, two] = [useQuery(fhirResourceQueries.read(before)), useQuery(fhirResourceQueries.read(after))];
  const comparison = useMemo(
    () => (one.data && two.data ? compare(one.data.text, two.data.text) : undefined),
    [one.data, two.data],
  );
  if (comparison) return { state: "compared", comparison };
  const failed = [one, two].find(({ isError }) => isError);
  if (failed) return { state: "failed", error: failed.error, retry: () => void failed.refetch() };
  return { state: "pending" };
}

const NONE = createDefinitions({ resourceTypes: [], types: {}, codes: {} });

/** Compares two resources as text. */
export function compare(one: string, two: string): Comparison {
  const diff = diffJson(parseJson(one), parseJson(two));
  const [before, after] = [sideOf(one), sideOf(two)];
  return { diff, changes: changesOf(diff), rows: rowsOf(diff, before.document, after.document), before, after };
}

function sideOf(text: string): ComparedSide {
  const document = createJsonDocument(text);
  return { document, index: new AnnotationIndex(document, { definitions: NONE }) };
}
