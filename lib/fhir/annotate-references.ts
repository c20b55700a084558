import type { Annotation } from "./annotation.ts";
import type { Definitions } from "./definitions.ts";
import { formatPointer, type JsonPath } from "./json-path.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "./lossless-json.ts";
import { parseCanonical, parseReference, type ReferenceTarget } from "./reference-target.ts";
import { walkElements, type Element, type ElementWalk } from "./walk-elements.ts";

export interface ReferenceWalk extends ElementWalk {
  /** Resource name of the store, so that its own absolute addresses count as local. */
  readonly store: string | undefined;
}

/** Every Reference and canonical, in document order. References are known by shape; canonicals by their definition. */
export function annotateReferences(resource: JsonObject, definitions: Definitions, walk: ReferenceWalk): Annotation[] {
  const found: Annotation[] = [];
  walkElements(resource, definitions, walk, (element) => {
    const target = canonicalOf(element) ?? targetOf(element.value, walk.store);
    if (target) found.push(describe(target, element));
    else if (isBroken(element.value)) found.push(describeBroken(element));
    return true;
  });
  return found;
}

function canonicalOf({ value, field }: Element): ReferenceTarget | undefined {
  return field?.type.code === "canonical" && typeof value === "string" ? parseCanonical(value) : undefined;
}

function targetOf(value: JsonValue, store: string | undefined): ReferenceTarget | undefined {
  if (!isJsonObject(value)) return undefined;
  const reference = value["reference"];
  if (typeof reference === "string") return parseReference(reference, store);
  const type = value["type"];
  const isLogical = isJsonObject(value["identifier"]) && (typeof type === "string" || value["display"] !== undefined);
  return isLogical ? { kind: "logical", type: typeof type === "string" ? type : undefined } : undefined;
}

function isBroken(value: JsonValue): boolean {
  return isJsonObject(value) && typeof value["reference"] === "string";
}

function describe(target: ReferenceTarget, { path, field }: Element): Annotation {
  const words = describeTarget(target);
  const allowed = field?.type.targets.filter((type) => type !== "Resource") ?? [];
  return {
    ...frame(path),
    title: words.title,
    text: words.text,
    facts: allowed.length > 0 ? [`${field?.type.code ?? "Reference"}(${allowed.join(" | ")})`] : [],
    severity: isForeignType(target, allowed) ? "warning" : "info",
    reference: target,
  };
}

function isForeignType(target: ReferenceTarget, allowed: readonly string[]): boolean {
  return target.kind === "local" && allowed.length > 0 && !allowed.includes(target.type);
}

function describeBroken({ path }: Element): Annotation {
  return {
    ...frame(path),
    title: "Unreadable reference",
    text: "It is neither Type/id, nor an address, nor #id, nor urn:uuid.",
    facts: [],
    severity: "warning",
  };
}

function frame(path: JsonPath): Pick<Annotation, "id" | "layer" | "path"> {
  return { id: `references:${formatPointer(path)}`, layer: "references", path };
}

/** Titles name the type and never the id: the id is an identifier that may be masked. */
function describeTarget(target: ReferenceTarget): { readonly title: string; readonly text: string } {
  switch (target.kind) {
    case "local":
      return {
        title: target.type,
        text: target.version ? "One version of a resource of this store." : "A resource of this store.",
      };
    case "contained":
      return { title: "Contained resource", text: "Inside this resource." };
    case "bundled":
      return { title: "Bundle entry", text: "Another entry of this bundle, by its fullUrl." };
    case "absolute":
      return {
        title: "Another server",
        text: "An absolute address outside this store. The console does not follow it.",
      };
    case "conditional":
      return { title: `${target.type} by search`, text: "Resolved when a transaction is processed." };
    case "logical":
      return {
        title: target.type ? `${target.type} by identifier` : "By identifier",
        text: "A business identifier, without an address.",
      };
    case "canonical":
      break;
  }
  return {
    title: lastPart(target.url),
    text: `Canonical ${target.url}${target.version ? `, version ${target.version}` : ""}.`,
  };
}

function lastPart(url: string): string {
  return url.split("/").at(-1) || url;
}
