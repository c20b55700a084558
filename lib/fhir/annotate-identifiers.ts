import type { Annotation } from "./annotation.ts";
import { formatPointer, type JsonPath } from "./json-path.ts";
import { isJsonObject, isRawNumber, type JsonObject, type JsonValue } from "./lossless-json.ts";
import { memberText } from "./member-text.ts";
import { pathOfLink, type PathLink } from "./path-link.ts";
import { classifyPlace, SAFE_HARBOR, type SafeHarborFinding } from "./safe-harbor.ts";
import { isNestedResource } from "./walk-elements.ts";

export interface IdentifierWalk {
  /** Where the resource stands in the document. */
  readonly base: JsonPath;
  /** False leaves out resources inside bundle entries, which are walked on their own. */
  readonly entersEntries: boolean;
}

/** Every value that falls in a Safe Harbor class, in document order. Needs no definitions: masking must not wait for them. */
export function annotateIdentifiers(resource: JsonObject, walk: IdentifierWalk): Annotation[] {
  const found: Annotation[] = [];
  walkObject(resource, memberText(resource, "resourceType"), walk.base, { walk, found });
  return found;
}

interface Progress {
  readonly walk: IdentifierWalk;
  readonly found: Annotation[];
}

function walkObject(holder: JsonObject, trail: string, up: PathLink | JsonPath, progress: Progress): void {
  for (const key of Object.keys(holder)) {
    const value = holder[key];
    if (value === undefined) continue;
    const name = key.startsWith("_") ? key.slice(1) : key;
    const here = `${trail}.${name}`;
    const link = { up, step: key };
    if (!Array.isArray(value)) walkValue({ trail: here, key: name, value, holder }, link, progress);
    else
      value.forEach((item, at) =>
        walkValue({ trail: here, key: name, value: item, holder }, { up: link, step: at }, progress),
      );
  }
}

interface Step {
  readonly trail: string;
  readonly key: string;
  readonly value: JsonValue;
  readonly holder: JsonObject;
}

function walkValue(step: Step, link: PathLink, progress: Progress): void {
  const { value, trail } = step;
  const finding = classifyPlace(step);
  const path = finding ? pathOfLink(link) : [];
  const values = finding ? coveredValues(value, finding.covers, path) : [];
  if (finding && values.length > 0) {
    progress.found.push(describe(finding, path, values));
    // What the class does not cover may hold another one: an address keeps its period.
    if (finding.covers && isJsonObject(value)) walkObject(without(value, finding.covers), trail, path, progress);
    return;
  }
  if (Array.isArray(value)) {
    value.forEach((item, at) => walkValue({ ...step, value: item }, { up: link, step: at }, progress));
  } else if (isJsonObject(value)) {
    const nested = isNestedResource(step.key, value);
    if (nested && step.key === "resource" && !progress.walk.entersEntries) return;
    walkObject(value, nested ? memberText(value, "resourceType") : trail, link, progress);
  }
}

function describe(finding: SafeHarborFinding, path: JsonPath, values: readonly JsonPath[]): Annotation {
  const { title, asks } = SAFE_HARBOR[finding.letter];
  return {
    id: `identifiers:${formatPointer(path)}`,
    layer: "identifiers",
    path,
    title: finding.title,
    text: `Safe Harbor class ${finding.letter} (${title}). ${asks}`,
    facts: [],
    severity: "info",
    href: "https://www.ecfr.gov/current/title-45/section-164.514#p-164.514(b)(2)",
    values,
  };
}

/** The scalars below a value that the class covers. */
function coveredValues(value: JsonValue, covers: readonly string[] | undefined, path: JsonPath): JsonPath[] {
  if (!covers || !isJsonObject(value)) return scalarsIn(value, path);
  return covers.flatMap((name) => scalarsIn(value[name], path.concat(name)));
}

function scalarsIn(value: JsonValue | undefined, path: JsonPath): JsonPath[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item, at) => scalarsIn(item, path.concat(at)));
  if (!isJsonObject(value) || isRawNumber(value)) return [path];
  // An extension's url says what it is, not whom it is about.
  const isExtension = Object.keys(value).some((name) => name.startsWith("value"));
  return Object.entries(value).flatMap(([name, member]) =>
    isExtension && name === "url" ? [] : scalarsIn(member, path.concat(name)),
  );
}

function without(value: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));
}
