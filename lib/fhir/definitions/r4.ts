import { createDefinitions } from "#lib/fhir/definitions.ts";
import type { DefinitionData, Definitions } from "#lib/fhir/definitions.ts";
import generated from "./r4.generated.json" with { type: "json" };

/** FHIR R4 4.0.1. Server only: the data weighs 1 MB; send a browser `R4.subset(type)`. */
export const R4: Definitions = createDefinitions(generated as unknown as DefinitionData);
