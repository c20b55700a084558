import type { FhirShapes, FieldShape } from "#lib/deid/fhir/field-tree.ts";
import { definitionsFor } from "#lib/fhir/definitions/versions.ts";
import type { FhirVersion } from "#lib/fhir/search-types.ts";

/** Types of ids of elements, as the definitions spell them. */
const SYSTEM_STRING = "http://hl7.org/fhirpath/System.String";

/** What the definitions of a version say of properties, in the form that the rules ask for. */
export function fhirShapes(version: FhirVersion): FhirShapes {
  const definitions = definitionsFor(version);
  return {
    field: (content, property): FieldShape | undefined => {
      const field = definitions.fields(content).get(property);
      if (!field) return undefined;
      const { element, type } = field;
      const isPrimitive = definitions.isPrimitive(type.code) || type.code === SYSTEM_STRING;
      return {
        element: element.name,
        type: type.code,
        content: field.content,
        isPrimitive,
        isRequired: element.min > 0,
        targets: type.targets.filter((target) => target !== "Resource"),
      };
    },
  };
}
