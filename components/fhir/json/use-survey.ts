"use client";

import { useQueries } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { typesIn, type AnnotationIndex } from "#lib/fhir/annotation-index.ts";
import type { DefinitionData } from "#lib/fhir/definitions.ts";
import type { AnnotationSurvey } from "#lib/fhir/survey-annotations.ts";
import { fhirDefinitionQueries } from "#lib/queries/fhir-definitions.ts";
import type { SurveyOrder } from "./survey-worker.ts";
import { mergeDefinitions } from "./use-definitions.ts";

/** The figures of a large bundle as a whole, worked out beside the page; undefined until then, and for what is annotated at once anyway. */
export function useSurvey(index: AnnotationIndex, store: string | undefined): AnnotationSurvey | undefined {
  const { document, isLarge } = index;
  const [survey, setSurvey] = useState<AnnotationSurvey | undefined>();
  const types = useMemo(
    () => (isLarge ? typesIn(document, { node: 0, type: "Bundle", entry: undefined }, false) : []),
    [document, isLarge],
  );
  const definitions = useQueries({
    queries: types.map((type) => fhirDefinitionQueries.ofType(type)),
    combine: whenAllAreThere,
  });
  useEffect(() => {
    if (!definitions) return undefined;
    const worker = new Worker(new URL("./survey-worker.ts", import.meta.url));
    worker.addEventListener("message", ({ data }: MessageEvent<AnnotationSurvey>) => {
      setSurvey(data);
      worker.terminate();
    });
    const order: SurveyOrder = { text: document.text, definitions, store };
    worker.postMessage(order);
    return () => worker.terminate();
  }, [document, definitions, store]);
  return survey;
}

/** A type that cannot be loaded has no definitions; its remarks are missing then. */
function whenAllAreThere(
  answers: readonly { readonly data: DefinitionData | undefined; readonly isPending: boolean }[],
): DefinitionData | undefined {
  if (answers.length === 0 || answers.some(({ isPending }) => isPending)) return undefined;
  return mergeDefinitions(answers.flatMap(({ data }) => data ?? []));
}
