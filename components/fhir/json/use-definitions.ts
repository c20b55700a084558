"use client";

import { useQueries } from "@tanstack/react-query";
import { createDefinitions, type DefinitionData, type Definitions } from "#lib/fhir/definitions.ts";
import { fhirDefinitionQueries } from "#lib/queries/fhir-definitions.ts";

/** No definitions at all, for what works without. */
export const NO_DEFINITIONS: DefinitionData = { resourceTypes: [], types: {}, codes: {} };

export interface LoadedDefinitions {
  /** Undefined until the first type is there. */
  readonly definitions: Definitions | undefined;
  readonly problem: unknown;
}

/** The definitions of some resource types and the datatypes they reach, as far as they have come. */
export function useDefinitions(types: readonly string[]): LoadedDefinitions {
  return useQueries({ queries: types.map((type) => fhirDefinitionQueries.ofType(type)), combine: mergeAnswers });
}

interface Answer {
  readonly data: DefinitionData | undefined;
  readonly error: unknown;
}

/** A module-level function, so that TanStack Query keeps its result while the answers stay the same. */
function mergeAnswers(answers: readonly Answer[]): LoadedDefinitions {
  const known = answers.flatMap(({ data }) => data ?? []);
  return {
    definitions: known.length > 0 ? createDefinitions(mergeDefinitions(known)) : undefined,
    problem: answers.find(({ error }) => error !== null)?.error,
  };
}

/** The definitions of several types as one. */
export function mergeDefinitions(parts: readonly DefinitionData[]): DefinitionData {
  return parts.reduce(mergeData, NO_DEFINITIONS);
}

function mergeData(a: DefinitionData, b: DefinitionData): DefinitionData {
  return {
    resourceTypes: b.resourceTypes,
    types: { ...a.types, ...b.types },
    codes: { ...a.codes, ...b.codes },
    systems: { ...a.systems, ...b.systems },
  };
}
