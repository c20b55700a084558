import { queryOptions } from "@tanstack/react-query";
import { fhirSearchParametersSchema } from "#lib/contract/console/fhir-search-parameters.ts";
import { elementPaths } from "#lib/fhir/element-paths.ts";
import { summariseResource } from "#lib/fhir/resource-summary.ts";
import { plainText, select } from "#lib/fhir/result-text.ts";
import { escapeSearch } from "#lib/fhir/search-escapes.ts";
import { seenTokens, type SeenToken } from "#lib/fhir/seen-tokens.ts";
import { fetchMatches } from "./fhir-search.ts";
import { askConsole } from "./gateway.ts";

/** A resource that a reference could point to. */
export interface TargetOffer {
  /** `Patient/p1` */
  readonly reference: string;
  /** Who or what it is; may identify a person. */
  readonly text: string;
}

/** How many resources of a type are looked through for their codes. */
const SAMPLE = 500;
const OFFERS = 8;
/** Parameters that find a resource by words of a person; other types are found by id. */
const NAME_PARAM: Readonly<Record<string, string>> = {
  Patient: "name",
  Practitioner: "name",
  Person: "name",
  RelatedPerson: "name",
  Organization: "name",
  Location: "name",
  HealthcareService: "name",
  CareTeam: "name",
  Medication: "code:text",
  Condition: "code:text",
  Observation: "code:text",
  Procedure: "code:text",
  Encounter: "type:text",
};

/** What could be the value of a search parameter, by looking into the store. */
export const searchHelpQueries = {
  expressions: (type: string) =>
    queryOptions({
      queryKey: ["fhir-search-parameters", type],
      queryFn: async ({ signal }) => {
        const path = `fhir-search-parameters?${new URLSearchParams({ type }).toString()}`;
        return (await askConsole(path, fhirSearchParametersSchema, { signal })).expressions;
      },
      staleTime: Infinity,
    }),
  /** Codes that the newest resources of a type carry where the parameter looks; empty for a parameter that reads no plain element. */
  seenTokens: (store: string, type: string, expression: string) =>
    queryOptions({
      queryKey: ["fhir-seen-tokens", store, type, expression],
      queryFn: async ({ signal }): Promise<readonly SeenToken[]> => {
        const paths = elementPaths(expression);
        if (paths.length === 0) return [];
        const elements = [...new Set(paths.map((path) => path.split(".", 1)[0] ?? ""))].join(",");
        const resources = await fetchMatches(
          { store, type, parameters: [["_elements", elements]], pageSize: SAMPLE },
          signal,
        );
        return seenTokens(resources, paths);
      },
      staleTime: 5 * 60_000,
    }),
  /** Resources of a type that answer to words. */
  targets: (store: string, type: string, words: string) =>
    queryOptions({
      queryKey: ["fhir-reference-targets", store, type, words],
      queryFn: async ({ signal }): Promise<readonly TargetOffer[]> => {
        const name = NAME_PARAM[type] ?? "_id";
        const parameters = words === "" ? [] : [[name, escapeSearch(words)] as const];
        const found = await fetchMatches({ store, type, parameters, pageSize: OFFERS }, signal);
        return found.map((resource) => ({
          reference: `${type}/${plainText(select(resource, "id"))}`,
          text: summariseResource(resource).text,
        }));
      },
      staleTime: 60_000,
    }),
};
