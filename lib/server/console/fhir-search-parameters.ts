import {
  fhirSearchParametersInputSchema,
  type FhirSearchParameters,
} from "#lib/contract/console/fhir-search-parameters.ts";
import { consoleQuestion } from "./console-question.ts";

/** Published definitions, the same for everybody and for a day. */
const KEEP = { "cache-control": "private, max-age=86400", vary: "cookie" };

export const askFhirSearchParameters = consoleQuestion(
  {
    method: "GET",
    path: "fhir-search-parameters",
    input: fhirSearchParametersInputSchema,
    permissions: ["healthcare.fhirStores.get"],
  },
  async ({ input }) => {
    // A large table: read when first asked for, not at start.
    const { searchParams } = await import("#lib/fhir/search-params.ts");
    const params = [...searchParams("R4", input.type).values()];
    const body: FhirSearchParameters = {
      expressions: Object.fromEntries(params.map(({ code, expression }) => [code, expression])),
    };
    return { body, headers: KEEP };
  },
);
