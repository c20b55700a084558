import { fhirDefinitionsInputSchema } from "#lib/contract/console/fhir-definitions.ts";
import { problem } from "#lib/server/problems.ts";
import { consoleQuestion } from "./console-question.ts";

/** Published definitions, the same for everybody and for a day: the one answer that a browser may keep. */
const KEEP = { "cache-control": "private, max-age=86400", vary: "cookie" };

export const askFhirDefinitions = consoleQuestion(
  {
    method: "GET",
    path: "fhir-definitions",
    input: fhirDefinitionsInputSchema,
    permissions: ["healthcare.fhirStores.get"],
  },
  async ({ input }) => {
    // Megabytes of definitions: read when first asked for, not at start.
    const { R4 } = await import("#lib/fhir/definitions/r4.ts");
    if (!R4.isResourceType(input.type)) throw problem("NOT_FOUND", `FHIR R4 has no resource type ${input.type}.`);
    return { body: R4.subset(input.type), headers: KEEP };
  },
);
