import { R4 } from "./definitions/r4.ts";
import { definitionsFor } from "./definitions/versions.ts";
import { isJsonObject } from "./lossless-json.ts";
import type { JsonObject, JsonValue } from "./lossless-json.ts";
import type { FhirVersion, SearchQuery } from "./search-types.ts";

/** Marks a resource that was sent incomplete (FHIR R4 §3.1.1.5.8). */
const SUBSETTED = { code: "SUBSETTED", system: "http://terminology.hl7.org/CodeSystem/v3-ObservationValue" };
const ALWAYS_KEPT = ["resourceType", "id", "meta"];

/**
 * A copy with only what `_elements` and `_summary` ask for, tagged SUBSETTED; the resource itself when they ask for everything. `_elements` keeps
 * mandatory elements; a choice is named by its stem (`value` keeps `valueQuantity`); `_summary=text` keeps the narrative, `data` drops it.
 */
export function projectResource(
  resource: JsonObject,
  want: Pick<SearchQuery, "elements" | "summary">,
  version: FhirVersion,
): JsonObject {
  const isWhole = want.elements === undefined && want.summary !== "text" && want.summary !== "data";
  if (isWhole) return resource;
  const keepsElement = want.elements === undefined ? () => true : elementFilter(resource, want.elements, version);
  const kept = Object.entries(resource).filter(([key]) => {
    if (ALWAYS_KEPT.includes(key)) return true;
    if (want.summary === "text" && key !== "text") return false;
    return !(want.summary === "data" && key === "text") && keepsElement(key);
  });
  return { ...Object.fromEntries(kept), meta: subsettedMeta(resource["meta"]) };
}

function elementFilter(
  resource: JsonObject,
  elements: readonly string[],
  version: FhirVersion,
): (key: string) => boolean {
  const { resourceType } = resource;
  const type = typeof resourceType === "string" ? resourceType : "";
  // Only R4 has element definitions; types shared with other versions have mostly the same mandatory elements.
  const definitions = definitionsFor(version).fields(type).size > 0 ? definitionsFor(version) : R4;
  const mandatory = definitions.children(type).filter(({ min }) => min > 0);
  const wanted = new Set([
    ...elements.map((element) => topLevelName(element, type)),
    ...mandatory.map(({ name }) => stem(name)),
  ]);
  return (key) => {
    const name = key.startsWith("_") ? key.slice(1) : key;
    return wanted.has(name) || wanted.has(stem(definitions.fields(type).get(name)?.element.name ?? name));
  };
}

/** `Patient.name` and `name.family` both ask for `name`; a name of another type asks nothing of this one. */
function topLevelName(element: string, type: string): string {
  const [first = "", second = ""] = element.trim().split(".");
  return first === type ? second : first;
}

function stem(name: string): string {
  return name.endsWith("[x]") ? name.slice(0, -3) : name;
}

function subsettedMeta(meta: JsonValue | undefined): JsonObject {
  const known = isJsonObject(meta) ? meta : {};
  const tags = Array.isArray(known["tag"]) ? known["tag"] : [];
  const isTagged = tags.some(
    (tag) => isJsonObject(tag) && tag["system"] === SUBSETTED.system && tag["code"] === SUBSETTED.code,
  );
  return isTagged ? known : { ...known, tag: [...tags, { ...SUBSETTED }] };
}
