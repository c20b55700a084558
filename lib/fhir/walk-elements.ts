import type { Definitions, Field } from "./definitions.ts";
import type { JsonPath } from "./json-path.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "./lossless-json.ts";
import { memberText } from "./member-text.ts";
import { pathOfLink, type PathLink } from "./path-link.ts";

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
  const walkObject = (holder: JsonObject, content: string, up: PathLink | JsonPath): void => {
    const fields = definitions.fields(content);
    for (const key of Object.keys(holder)) {
      if (key === "resourceType" && !fields.has(key)) continue;
      const value = holder[key];
      const isCompanion = key.startsWith("_");
      const name = isCompanion ? key.slice(1) : key;
      const kind = { name, isCompanion, field: fields.get(name), content };
      const link = { up, step: key };
      if (Array.isArray(value)) walkItems(kind, value, link);
      else if (value !== undefined) walkValue(new WalkedElement(kind, value, link, undefined));
    }
  };
  const walkItems = (kind: ElementKind, items: readonly JsonValue[], up: PathLink): void => {
    const of = items.length;
    items.forEach((item, at) => walkValue(new WalkedElement(kind, item, { up, step: at }, { at, of })));
  };
  const walkValue = (element: WalkedElement): void => {
    if (!visit(element) || !isJsonObject(element.value)) return;
    if (!isNestedResource(element.name, element.value)) {
      walkObject(element.value, element.isCompanion ? "Element" : (element.field?.content ?? ""), element.link);
    } else if (walk.entersEntries || element.name !== "resource") {
      walkObject(element.value, memberText(element.value, "resourceType"), element.link);
    }
  };
  walkObject(resource, memberText(resource, "resourceType"), walk.base);
}

type ElementKind = Pick<Element, "name" | "isCompanion" | "field" | "content">;

/** A bundle of 10 MB makes 400,000 of these for each layer: the path is spelled out for the few that are remarked on. */
class WalkedElement implements Element {
  readonly name: string;
  readonly isCompanion: boolean;
  readonly field: Field | undefined;
  readonly content: string;
  readonly value: JsonValue;
  readonly link: PathLink;
  readonly item: Element["item"];
  private spelled: JsonPath | undefined;

  constructor(kind: ElementKind, value: JsonValue, link: PathLink, item: Element["item"]) {
    this.name = kind.name;
    this.isCompanion = kind.isCompanion;
    this.field = kind.field;
    this.content = kind.content;
    this.value = value;
    this.link = link;
    this.item = item;
  }

  get path(): JsonPath {
    this.spelled ??= pathOfLink(this.link);
    return this.spelled;
  }
}

/** `contained`, `Bundle.entry.resource`, `Bundle.entry.response.outcome`. ExampleScenario has a `resourceType` that is an element. */
export function isNestedResource(name: string, value: JsonValue): boolean {
  return /^(?:contained|resource|outcome)$/.test(name) && memberText(value, "resourceType") !== "";
}
