import { fieldTree, type FhirShapes, type FieldNode } from "#lib/deid/fhir/field-tree.ts";
import { readDeidentifyConfig } from "#lib/deid/check-config.ts";
import { annotateIdentifiers } from "#lib/fhir/annotate-identifiers.ts";
import type { DeidReason } from "#lib/fhir/annotate-deidentification.ts";
import { createDefinitions, type DefinitionData } from "#lib/fhir/definitions.ts";
import type { JsonPath } from "#lib/fhir/json-path.ts";
import type { JsonObject } from "#lib/fhir/lossless-json.ts";

const SYSTEM_STRING = "http://hl7.org/fhirpath/System.String";

/** Which rule of a configuration decides about each element of a resource, and which Safe Harbor class stands there. */
export function fhirReasons(
  resource: JsonObject,
  type: string,
  { configText, definitions }: { readonly configText: string; readonly definitions: DefinitionData },
): (path: JsonPath) => DeidReason {
  const ruleOf = ruleFinder(type, configText, shapesOf(definitions));
  const classes = annotateIdentifiers(resource, { base: [], entersEntries: true }).flatMap(({ path, values, text }) =>
    // "Safe Harbor class C (dates)", without what the method asks of it.
    (values ?? [path]).map((place) => ({ place, title: text.split(".")[0] ?? "" })),
  );
  return (path) => ({
    rule: ruleOf(path),
    safeHarbor:
      classes.find(({ place }) => startsWith(path, place))?.title ??
      classes.find(({ place }) => startsWith(place, path))?.title ??
      "",
  });
}

function startsWith(path: JsonPath, start: JsonPath): boolean {
  return start.every((step, at) => path[at] === step);
}

function ruleFinder(type: string, configText: string, shapes: FhirShapes): (path: JsonPath) => string {
  const config = configOf(configText);
  if (!config) return () => "The configuration is read from Cloud Storage.";
  if (!config.fhir) return () => "FHIR fields are not de-identified by this configuration.";
  const tree = fieldTree(config.fhir, shapes);
  const whose = tree.isDefault ? "Default rule" : "Rule";
  return (path) => {
    const names = path.filter((step) => typeof step === "string").map((name) => name.replace(/^_/, ""));
    if (names.some((name) => name === "extension" || name === "modifierExtension") && !tree.keepsExtensions)
      return "Extensions are removed.";
    if (names.at(-1) === "reference" || (names.length === 1 && names[0] === "id"))
      return "Ids, and the references to them, get the same pseudonym everywhere.";
    let node: FieldNode | undefined = tree.root(type);
    for (const name of names) node = node?.child(name);
    return node?.rule === undefined ? "No rule names this element." : `${whose} ${node.rule}`;
  };
}

/** Undefined for the address of a configuration that only the API reads. */
function configOf(text: string) {
  if (text.startsWith("gs://")) return undefined;
  const read = readDeidentifyConfig(JSON.parse(text), () => true);
  return "config" in read ? read.config : undefined;
}

function shapesOf(data: DefinitionData): FhirShapes {
  const definitions = createDefinitions(data);
  return {
    field: (content, property) => {
      const field = definitions.fields(content).get(property);
      if (!field) return undefined;
      const { element, type } = field;
      return {
        element: element.name,
        type: type.code,
        content: field.content,
        isPrimitive: definitions.isPrimitive(type.code) || type.code === SYSTEM_STRING,
        isRequired: element.min > 0,
        targets: type.targets,
      };
    },
  };
}
