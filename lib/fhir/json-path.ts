/** Steps from the root of a JSON document: property names as they are after unescaping, and array positions from 0. */
export type JsonPath = readonly (string | number)[];

const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * The FHIRPath of a place in a resource: `Observation.code.coding[0].code`. `root` is the resource type, or `$this` for
 * JSON that is no resource. The twin `_birthDate`, which carries a primitive's id and extensions in JSON, is the
 * element `birthDate` in FHIRPath (FHIR R4 §2.6.2). Names that are no identifiers are written in backticks.
 */
export function fhirPathOf(root: string, path: JsonPath): string {
  let text = root;
  for (const step of path) {
    text += typeof step === "number" ? `[${step}]` : `.${elementName(step)}`;
  }
  return text;
}

function elementName(step: string): string {
  const name = /^_[A-Za-z]/.test(step) ? step.slice(1) : step;
  return PLAIN_NAME.test(name) ? name : `\`${name.replaceAll(/[\\`]/g, String.raw`\$&`)}\``;
}

/** A JSON Pointer (RFC 6901), for the page's address: `/code/coding/0/code`. Holds names and positions, never values. */
export function formatPointer(path: JsonPath): string {
  let pointer = "";
  for (const step of path) pointer += `/${typeof step === "number" ? step : escapeStep(step)}`;
  return pointer;
}

function escapeStep(step: string): string {
  return step.includes("~") || step.includes("/") ? step.replaceAll("~", "~0").replaceAll("/", "~1") : step;
}

/** The inverse of formatPointer, as names only: the document decides which steps are positions. Undefined when it is no pointer. */
export function parsePointer(pointer: string): readonly string[] | undefined {
  if (pointer === "") return [];
  if (!pointer.startsWith("/")) return undefined;
  return pointer
    .slice(1)
    .split("/")
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}
