import { searchExpressionsInputSchema } from "#lib/contract/console/search-expressions.ts";
import { consoleQuestion } from "./console-question.ts";

/** Published with FHIR R4, the same for everybody and for a day. */
const KEEP = { "cache-control": "private, max-age=86400", vary: "cookie" };

export const askSearchExpressions = consoleQuestion(
  {
    method: "GET",
    path: "search-expressions",
    input: searchExpressionsInputSchema,
    permissions: ["healthcare.fhirStores.get"],
  },
  async ({ input }) => {
    const { searchParams } = await import("#lib/fhir/search-params.ts");
    const known = [...searchParams("R4", input.type)].map(
      ([code, { type, expression }]) => [code, { type, expression }] as const,
    );
    return { body: { parameters: Object.fromEntries(known) }, headers: KEEP };
  },
);
