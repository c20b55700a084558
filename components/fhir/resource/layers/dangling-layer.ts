"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Annotation } from "#lib/fhir/annotation.ts";
import type { JsonDocument } from "#lib/fhir/json-document.ts";
import { formatPointer } from "#lib/fhir/json-path.ts";
import { findInDocument, parseReference, type ReferenceTarget } from "#lib/fhir/reference-target.ts";
import { fhirResourceQueries } from "#lib/queries/fhir-resource.ts";

/** More targets than this are asked for one by one, as their annotations come into sight. */
const TARGETS_ASKED = 200;

/** References to what the store does not have, each marked where it stands. Nothing while that is not known. */
export function useDanglingLayer(store: string, document: JsonDocument, isOn: boolean): readonly Annotation[] {
  const references = useMemo(() => (isOn ? localReferences(document, store) : []), [document, store, isOn]);
  const targets = useMemo(() => new Set(references.map(({ name }) => name)), [references]);
  const missing = useQuery({
    ...fhirResourceQueries.missing(store, [...targets]),
    enabled: targets.size > 0 && targets.size <= TARGETS_ASKED,
  }).data;
  return useMemo(
    () =>
      missing === undefined || missing.size === 0
        ? NONE
        : references.flatMap(({ node, name }) => (missing.has(name) ? [dangling(document, node)] : [])),
    [document, references, missing],
  );
}

const NONE: readonly Annotation[] = [];

interface LocalReference {
  /** The Reference, not its text. */
  readonly node: number;
  /** `Patient/p1` */
  readonly name: string;
}

function localReferences(document: JsonDocument, store: string): readonly LocalReference[] {
  const found: LocalReference[] = [];
  for (let node = 0; node < document.nodes.count; node += 1) {
    const target = document.keyOf(node) === "reference" ? targetAt(document, node, store) : undefined;
    if (target?.kind === "local" && findInDocument(document, node, target) === undefined)
      found.push({ node: document.parentOf(node), name: `${target.type}/${target.id}` });
  }
  return found;
}

function targetAt(document: JsonDocument, node: number, store: string): ReferenceTarget | undefined {
  const text = document.stringOf(node);
  return text === undefined ? undefined : parseReference(text, store);
}

function dangling(document: JsonDocument, node: number): Annotation {
  const path = document.pathOf(node);
  return {
    id: `dangling:${formatPointer(path)}`,
    layer: "references",
    path,
    title: "Dangling reference",
    text: "This store has no such resource. Edit the reference, or bring its target back from its versions.",
    facts: [],
    severity: "warning",
  };
}
