"use client";

import { useQueries } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { AnnotationIndex, typesIn, type PlacedAnnotation, type Scope } from "#lib/fhir/annotation-index.ts";
import { LAYERS, type Layer } from "#lib/fhir/annotation.ts";
import { createDefinitions, type DefinitionData, type Definitions } from "#lib/fhir/definitions.ts";
import type { JsonDocument } from "#lib/fhir/json-document.ts";
import { fhirDefinitionQueries } from "#lib/queries/fhir-definitions.ts";

export interface Annotations {
  readonly index: AnnotationIndex;
  /** The resource that the list is about: the whole document, or the bundle entry at the cursor when there are many. */
  readonly scope: Scope;
  readonly listed: readonly PlacedAnnotation[];
  /** Annotations on the cursor. */
  readonly lit: readonly PlacedAnnotation[];
  readonly counts: Readonly<Record<Layer, number>>;
  /** The definitions could not be loaded, so the meaning layer is silent. */
  readonly problem: unknown;
}

export interface AnnotationsOptions {
  readonly store: string | undefined;
  readonly cursor: number;
  readonly layers: readonly Layer[];
}

const NONE: DefinitionData = { resourceTypes: [], types: {}, codes: {} };

/** The annotations of a document around its cursor. Identifiers are there at once; meaning as soon as its definitions are. */
export function useAnnotations(document: JsonDocument, { store, cursor, layers }: AnnotationsOptions): Annotations {
  const bare = useMemo(() => new AnnotationIndex(document, createDefinitions(NONE), store), [document, store]);
  const scope = bare.scopeOf(cursor);
  const { definitions, problem } = useDefinitions(useTypesSeen(bare, scope));
  const index = useMemo(
    () => (definitions ? new AnnotationIndex(document, definitions, store, bare) : bare),
    [document, definitions, store, bare],
  );
  const listed = useMemo(() => index.inScope(scope, layers), [index, scope, layers]);
  const lit = useMemo(() => index.around(cursor, layers), [index, cursor, layers]);
  const counts = useMemo(() => countLayers(index, scope), [index, scope]);
  return { index, scope, listed, lit, counts, problem };
}

/** Types of all scopes looked at so far: they only grow, so going back to an entry finds its annotations ready. */
function useTypesSeen(index: AnnotationIndex, scope: Scope): readonly string[] {
  const [seen, setSeen] = useState<readonly string[]>([]);
  const missing = useMemo(() => typesIn(index.document, scope, index.isLarge), [index, scope]).filter(
    (type) => !seen.includes(type),
  );
  const types = missing.length > 0 ? [...seen, ...missing] : seen;
  if (types !== seen) setSeen(types);
  return types;
}

function useDefinitions(types: readonly string[]): {
  readonly definitions: Definitions | undefined;
  readonly problem: unknown;
} {
  return useQueries({ queries: types.map((type) => fhirDefinitionQueries.ofType(type)), combine: mergeAnswers });
}

interface Answer {
  readonly data: DefinitionData | undefined;
  readonly error: unknown;
}

/** A module-level function, so that TanStack Query keeps its result while the answers stay the same. */
function mergeAnswers(answers: readonly Answer[]): {
  readonly definitions: Definitions | undefined;
  readonly problem: unknown;
} {
  const known = answers.flatMap(({ data }) => data ?? []);
  return {
    definitions: known.length > 0 ? createDefinitions(known.reduce(mergeData, NONE)) : undefined,
    problem: answers.find(({ error }) => error !== null)?.error,
  };
}

function mergeData(a: DefinitionData, b: DefinitionData): DefinitionData {
  return {
    resourceTypes: b.resourceTypes,
    types: { ...a.types, ...b.types },
    codes: { ...a.codes, ...b.codes },
    systems: { ...a.systems, ...b.systems },
  };
}

function countLayers(index: AnnotationIndex, scope: Scope): Readonly<Record<Layer, number>> {
  const [meaning = 0, identifiers = 0, references = 0] = LAYERS.map((layer) => index.layer(scope, layer).length);
  return { meaning, identifiers, references };
}
