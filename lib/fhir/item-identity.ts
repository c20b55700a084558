import { isJsonObject, isRawNumber, type JsonObject, type JsonValue } from "./lossless-json.ts";
import { memberText } from "./member-text.ts";

/** What names an item of an array; undefined when the item has no such name. */
export type Identity = (item: JsonObject) => string | undefined;

/**
 * What makes an item of a FHIR array the same item after it was edited, the surest first: FHIR has no order or key of its own
 * for most arrays (R4 §2.6.2), so a diff by position would call everything after an insertion changed.
 */
export const IDENTITIES: readonly Identity[] = [
  resourceName,
  (item) => resourceName(item["resource"]),
  named("fullUrl"),
  // Element.id is unique within the resource, Questionnaire's linkId within the questionnaire, an extension's url within its holder as a rule.
  named("id"),
  named("linkId"),
  named("url"),
  named("sequence"),
  named("number"),
  named("path"),
  together("system", "value"),
  together("system", "code"),
  named("reference"),
  (item) => conceptName(item),
  (item) => conceptName(item["code"]),
  (item) => conceptName(item["type"]),
  named("code"),
  (item) => memberText(item["individual"], "reference") || undefined,
  (item) => memberText(item["item"], "reference") || undefined,
  together("system", "use"),
  named("system"),
  named("use"),
  named("name"),
  named("type"),
];

/** `Patient/p1`: two resources with different names are never the same one. */
export function resourceName(value: JsonValue | undefined): string | undefined {
  const type = memberText(value, "resourceType");
  const id = memberText(value, "id");
  return type === "" || id === "" ? undefined : `${type}/${id}`;
}

function named(name: string): Identity {
  return (item) => scalarText(item[name]);
}

function together(first: string, second: string): Identity {
  return (item) => {
    const [one, two] = [scalarText(item[first]), scalarText(item[second])];
    return one === undefined || two === undefined ? undefined : `${one}|${two}`;
  };
}

/** The first coding of a CodeableConcept. */
function conceptName(value: JsonValue | undefined): string | undefined {
  const codings = isJsonObject(value) ? value["coding"] : undefined;
  const coding = Array.isArray(codings) ? codings[0] : undefined;
  const code = memberText(coding, "code");
  return code === "" ? undefined : `${memberText(coding, "system")}|${code}`;
}

function scalarText(value: JsonValue | undefined): string | undefined {
  if (typeof value === "string") return value === "" ? undefined : value;
  if (typeof value === "number") return String(value);
  return isRawNumber(value) ? value.rawJSON : undefined;
}
