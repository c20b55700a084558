import { isJsonObject } from "./lossless-json.ts";
import type { JsonObject, JsonValue } from "./lossless-json.ts";

export interface FoundReference {
  /** `subject`, `entry[0].item`: relative to the resource. */
  readonly path: string;
  /** As written in `Reference.reference`. */
  readonly reference: string;
}

const RELATIVE = /^([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/([A-Za-z0-9\-.]{1,64}))?$/u;

/** `Patient/1` or `Patient/1/_history/2` in parts; undefined for anything else (absolute urls, `#p1`, `urn:…`, conditional references). */
export function parseReference(
  reference: string,
): { readonly type: string; readonly id: string; readonly versionId: string | undefined } | undefined {
  const match = RELATIVE.exec(reference);
  if (match === null) return undefined;
  const [, type = "", id = "", versionId] = match;
  return { type, id, versionId };
}

/** Every `Reference.reference` of the resource, extensions and contained resources included, in document order. */
export function collectReferences(resource: JsonObject): FoundReference[] {
  const found: FoundReference[] = [];
  collect(resource, [], found);
  return found;
}

/**
 * A copy in which references found in `map` are replaced: `urn:uuid:…` → `Patient/1`, or a conditional reference by what it found. A `urn:` key is also
 * replaced where it stands as uri, url or canonical (Attachment.url) and in links of the narrative (FHIR R4 §3.1.0.11.2). Untouched parts are shared
 * with the original.
 */
export function rewriteReferences(resource: JsonObject, map: ReadonlyMap<string, string>): JsonObject {
  if (map.size === 0) return resource;
  const rewritten = rewrite(resource, "", map);
  return isJsonObject(rewritten) ? rewritten : resource;
}

function collect(node: JsonValue | undefined, steps: (string | number)[], found: FoundReference[]): void {
  if (typeof node !== "object" || node === null) return;
  if (Array.isArray(node)) {
    for (const [index, item] of node.entries()) descend(item, index, steps, found);
  } else if (isJsonObject(node)) {
    const { reference } = node;
    if (typeof reference === "string" && steps.length > 0) found.push({ path: pathText(steps), reference });
    for (const key of Object.keys(node)) descend(node[key], key, steps, found);
  }
}

function descend(
  node: JsonValue | undefined,
  step: string | number,
  steps: (string | number)[],
  found: FoundReference[],
): void {
  if (typeof node !== "object") return;
  steps.push(step);
  collect(node, steps, found);
  steps.pop();
}

function pathText(steps: readonly (string | number)[]): string {
  return steps.reduce<string>((path, step) => {
    if (typeof step === "number") return `${path}[${String(step)}]`;
    return path === "" ? step : `${path}.${step}`;
  }, "");
}

/** Members of type string that may look like a urn without being a link: Identifier.value above all. */
const NO_LINK: ReadonlySet<string> = new Set([
  "value",
  "valueString",
  "display",
  "text",
  "id",
  "fullUrl",
  "resourceType",
]);
const QUOTED_URN = /(?<=")urn:[^"]+(?=")/gu;

function rewrite(node: JsonValue, key: string, map: ReadonlyMap<string, string>): JsonValue {
  if (typeof node === "string") return rewriteText(node, key, map);
  if (typeof node !== "object" || node === null) return node;
  if (Array.isArray(node)) {
    const items = node.map((item) => rewrite(item, key, map));
    return items.some((item, index) => item !== node[index]) ? items : node;
  }
  if (!isJsonObject(node)) return node;
  const changed = Object.entries(node).flatMap(([name, member]): [string, JsonValue][] => {
    const rewritten = rewrite(member, name, map);
    return rewritten === member ? [] : [[name, rewritten]];
  });
  return changed.length === 0 ? node : { ...node, ...Object.fromEntries(changed) };
}

function rewriteText(text: string, key: string, map: ReadonlyMap<string, string>): string {
  if (key === "reference") return map.get(text) ?? text;
  if (key === "div") return text.includes("urn:") ? text.replaceAll(QUOTED_URN, (urn) => map.get(urn) ?? urn) : text;
  return text.startsWith("urn:") && !NO_LINK.has(key) ? (map.get(text) ?? text) : text;
}
