import { isJsonObject, numberOf, type JsonObject, type JsonValue } from "./lossless-json.ts";
import { memberText } from "./member-text.ts";

/** One element of a profile with what is below it; built from the ids of a StructureDefinition (FHIR R4 §5.3.4). */
export interface ProfileNode {
  /** Last step of the path: `identifier`, `value[x]`. */
  readonly name: string;
  readonly min: number;
  /** Infinity for `*`. */
  readonly max: number;
  /** The ElementDefinition itself, for its fixed, pattern, length, value and type rules. */
  readonly element: JsonObject;
  readonly children: ReadonlyMap<string, ProfileNode>;
  readonly slices: ReadonlyMap<string, ProfileNode>;
}

interface Growing extends ProfileNode {
  readonly children: Map<string, Growing>;
  readonly slices: Map<string, Growing>;
}

/** The elements of a profile as a tree: of the snapshot where there is one, else of the differential. Undefined without either. */
export function profileTree(profile: JsonObject): ProfileNode | undefined {
  const elements = elementsOf(profile["snapshot"]) ?? elementsOf(profile["differential"]);
  const [first, ...rest] = elements ?? [];
  if (first === undefined) return undefined;
  const root = grow(memberText(first, "path"), first);
  const isRoot = !memberText(first, "path").includes(".");
  for (const element of isRoot ? rest : (elements ?? [])) plant(root, element);
  return root;
}

function elementsOf(part: JsonValue | undefined): JsonObject[] | undefined {
  const elements = isJsonObject(part) ? part["element"] : undefined;
  return Array.isArray(elements) ? elements.filter(isJsonObject) : undefined;
}

/** `Patient.identifier:mrn.system` stands below the slice `mrn` of `identifier`. */
function plant(root: Growing, element: JsonObject): void {
  const id = memberText(element, "id") || memberText(element, "path");
  const steps = id.split(".").slice(1);
  let node = root;
  for (const [at, step] of steps.entries()) {
    const [name = "", slice] = step.split(":");
    const isLast = at === steps.length - 1;
    node = child(node.children, name, isLast && slice === undefined ? element : undefined);
    if (slice !== undefined) node = child(node.slices, slice, isLast ? element : undefined);
  }
}

function child(nodes: Map<string, Growing>, name: string, element: JsonObject | undefined): Growing {
  const known = nodes.get(name);
  if (known && element === undefined) return known;
  const grown = { ...grow(name, element ?? {}), ...(known ? { children: known.children, slices: known.slices } : {}) };
  nodes.set(name, grown);
  return grown;
}

/** What a differential does not say is not restricted. */
function grow(name: string, element: JsonObject): Growing {
  const max = memberText(element, "max");
  return {
    name,
    min: numberOf(element["min"]) ?? 0,
    max: max === "" || max === "*" ? Number.POSITIVE_INFINITY : Number(max),
    element,
    children: new Map(),
    slices: new Map(),
  };
}
