import type { Definitions, Field } from "./definitions.ts";
import type { JsonPath } from "./json-path.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "./lossless-json.ts";
import { memberText } from "./member-text.ts";

export interface ElementWalk {
  /** Where the resource stands in the document. */
  readonly base: JsonPath;
  /** False leaves out resources inside bundle entries, which are walked on their own. */
  readonly entersEntries: boolean;
}

/** One value of one element: an item of a repeating element, or the value itself. */
export interface Element {
  readonly path: JsonPath;
  /** Property name as in JSON, without the `_` of a primitive's companion. */
  readonly name: string;
  /** True for `_birthDate`. */
  readonly isCompanion: boolean;
  readonly value: JsonValue;
  /** Undefined when the standard defines no such element here. */
  readonly field: Field | undefined;
  /** Type or backbone path that has the element: `Patient.contact`. Empty when unknown. */
  readonly content: string;
  /** Position and number of items when the element repeats. */
  readonly item: { readonly at: number; readonly of: number } | undefined;
}

/** Visits elements in document order together with their definitions; `visit` answers whether to go inside. */
export function walkElements(
  resource: JsonObject,
  definitions: Definitions,
  walk: ElementWalk,
  visit: (element: Element) => boolean,
): void {
  const walkObject = (holder: JsonObject, content: string, path: JsonPath): void => {
    const fields = definitions.fields(content);
    for (const [key, value] of Object.entries(holder)) {
      if (key === "resourceType" && !fields.has(key)) continue;
      const isCompanion = key.startsWith("_");
      const name = isCompanion ? key.slice(1) : key;
      const field = fields.get(name);
      // Written out rather than spread: a bundle of 10 MB comes by here 400,000 times for each layer.
      if (Array.isArray(value)) {
        const of = value.length;
        const here = path.concat(key);
        value.forEach((item, at) =>
          walkValue({ name, isCompanion, field, content, value: item, path: here.concat(at), item: { at, of } }),
        );
      } else {
        walkValue({ name, isCompanion, field, content, value, path: path.concat(key), item: undefined });
      }
    }
  };
  const walkValue = (element: Element): void => {
    if (!visit(element) || !isJsonObject(element.value)) return;
    if (!isNestedResource(element.name, element.value)) {
      walkObject(element.value, element.isCompanion ? "Element" : (element.field?.content ?? ""), element.path);
    } else if (walk.entersEntries || element.name !== "resource") {
      walkObject(element.value, memberText(element.value, "resourceType"), element.path);
    }
  };
  walkObject(resource, memberText(resource, "resourceType"), walk.base);
}

/** `contained`, `Bundle.entry.resource`, `Bundle.entry.response.outcome`. ExampleScenario has a `resourceType` that is an element. */
export function isNestedResource(name: string, value: JsonValue): boolean {
  return /^(?:contained|resource|outcome)$/.test(name) && memberText(value, "resourceType") !== "";
}
