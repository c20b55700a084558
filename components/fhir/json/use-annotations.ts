"use client";

import { useMemo, useState } from "react";
import { AnnotationIndex, typesIn, type PlacedAnnotation, type Scope } from "#lib/fhir/annotation-index.ts";
import { LAYERS, type Annotation, type Layer } from "#lib/fhir/annotation.ts";
import { createDefinitions, type Definitions } from "#lib/fhir/definitions.ts";
import type { JsonDocument } from "#lib/fhir/json-document.ts";
import { valueOf } from "#lib/fhir/json-value.ts";
import { rememberDisplays } from "./seen-displays.ts";
import { NO_DEFINITIONS, useDefinitions } from "./use-definitions.ts";
import { useUnits } from "./use-units.ts";

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
  /** Remarks that come from elsewhere, by their paths in this document. */
  readonly extras: readonly Annotation[];
}

/** The annotations of a document around its cursor. Identifiers are there at once; meaning as soon as its definitions are. */
export function useAnnotations(
  document: JsonDocument,
  { store, cursor, layers, extras }: AnnotationsOptions,
): Annotations {
  const bare = useMemo(
    () => new AnnotationIndex(document, { definitions: createDefinitions(NO_DEFINITIONS), ...storeOf(store) }),
    [document, store],
  );
  const scope = bare.scopeOf(cursor);
  const { definitions, problem } = useDefinitions(useTypesSeen(bare, scope));
  const checkUnit = useUnits(layers.includes("terminology") && document.text.includes(UCUM));
  const displays = useMemo(() => displaysBefore(document, definitions, bare.isLarge), [document, definitions, bare]);
  const known = useMemo(
    () =>
      definitions ? new AnnotationIndex(document, { definitions, displays, checkUnit, ...storeOf(store) }, bare) : bare,
    [document, definitions, displays, checkUnit, store, bare],
  );
  const index = useMemo(() => known.withGiven(place(document, extras)), [known, document, extras]);
  const listed = useMemo(() => index.inScope(scope, layers), [index, scope, layers]);
  const lit = useMemo(() => index.around(cursor, layers), [index, cursor, layers]);
  const counts = useMemo(() => countLayers(index, scope), [index, scope]);
  return { index, scope, listed, lit, counts, problem };
}

const UCUM = "http://unitsofmeasure.org";

function storeOf(store: string | undefined): { readonly store?: string } {
  return store === undefined ? {} : { store };
}

/** A large bundle is not read as a whole for this: its displays are compared within each entry. */
function displaysBefore(document: JsonDocument, definitions: Definitions | undefined, isLarge: boolean) {
  if (!definitions || isLarge) return new Map<string, ReadonlySet<string>>();
  return rememberDisplays(
    valueOf(document, 0, () => false),
    definitions,
  );
}

function place(document: JsonDocument, extras: readonly Annotation[]): readonly PlacedAnnotation[] {
  return extras.flatMap((annotation) => {
    const node = document.nodeAt(annotation.path);
    return node === undefined ? [] : [{ ...annotation, node }];
  });
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

function countLayers(index: AnnotationIndex, scope: Scope): Readonly<Record<Layer, number>> {
  const counts = LAYERS.map((layer) => [layer, index.layer(scope, layer).length] as const);
  return Object.fromEntries(counts) as Record<Layer, number>;
}
