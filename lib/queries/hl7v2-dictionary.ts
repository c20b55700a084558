import { queryOptions } from "@tanstack/react-query";
import { loadDictionary } from "#lib/hl7v2/dictionary/load-dictionary.ts";
import type { Hl7Version } from "#lib/hl7v2/dictionary/versions.ts";

/** The dictionary of an HL7v2 version: a part of the program that is fetched when a message needs it. */
export const hl7v2DictionaryQueries = {
  ofVersion: (version: Hl7Version) =>
    queryOptions({
      queryKey: ["hl7v2-dictionary", version],
      queryFn: () => loadDictionary(version),
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: Number.POSITIVE_INFINITY,
      structuralSharing: false,
    }),
};
