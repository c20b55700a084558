import { queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import type { DefinitionData } from "#lib/fhir/definitions.ts";
import { askConsole } from "./gateway.ts";

/** The data is our own and large: the door checks its frame, the generator's tests its inside. */
const definitionsSchema = z.custom<DefinitionData>(
  (value) => frameSchema.safeParse(value).success,
  "FHIR definitions expected",
);
const frameSchema = z.object({
  resourceTypes: z.array(z.string()),
  types: z.record(
    z.string(),
    z.object({ kind: z.string(), elements: z.record(z.string(), z.object({ s: z.string() })) }),
  ),
  codes: z.record(z.string(), z.array(z.string())),
});

/** FHIR R4 definitions of one resource type and the datatypes it reaches; they never change while the page is open. */
export const fhirDefinitionQueries = {
  ofType: (type: string) =>
    queryOptions({
      queryKey: ["fhir-definitions", type],
      queryFn: ({ signal }) =>
        askConsole(`fhir-definitions?type=${encodeURIComponent(type)}`, definitionsSchema, { signal }),
      staleTime: Infinity,
      gcTime: Infinity,
    }),
};
