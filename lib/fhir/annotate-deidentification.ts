import { shorten } from "./annotate-changes.ts";
import { titleOfName, type Annotation } from "./annotation.ts";
import { formatPointer, type JsonPath } from "./json-path.ts";
import { isJsonObject, type JsonValue } from "./lossless-json.ts";
import { isSameJson } from "./pair-items.ts";

/** Why an element became what it is: the rule of the configuration, and the Safe Harbor class of what stood there. */
export interface DeidReason {
  readonly rule: string;
  /** Empty when it is of none. */
  readonly safeHarbor: string;
}

export interface DeidComparison {
  readonly before: JsonValue;
  readonly after: JsonValue;
  /** Of an element of the source. */
  readonly reasonOf: (path: JsonPath) => DeidReason;
}

/**
 * What a de-identification did, at the places of the source or at those of the output. A copy keeps the order of lists, so elements are
 * compared place by place; an element that is gone stands, in the output, at what held it.
 */
export function annotateDeidentification(
  { before, after, reasonOf }: DeidComparison,
  side: "before" | "after",
): readonly Annotation[] {
  const deeds: Deed[] = [];
  compare(before, after, [], deeds);
  return deeds.map((deed, at) => describe(deed, { at, side, reason: reasonOf(deed.path) }));
}

interface Deed {
  readonly kind: "removed" | "changed" | "added";
  readonly path: JsonPath;
  readonly before: JsonValue | undefined;
  readonly after: JsonValue | undefined;
}

function compare(before: JsonValue | undefined, after: JsonValue | undefined, path: JsonPath, deeds: Deed[]): void {
  if (before === undefined || after === undefined) {
    if (before !== after) deeds.push({ kind: before === undefined ? "added" : "removed", path, before, after });
  } else if (isJsonObject(before) && isJsonObject(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)]))
      if (!isBookkeeping([...path, key])) compare(before[key], after[key], [...path, key], deeds);
  } else if (Array.isArray(before) && Array.isArray(after)) {
    for (let at = 0; at < Math.max(before.length, after.length); at += 1)
      compare(before[at], after[at], [...path, at], deeds);
  } else if (!isSameJson(before, after)) deeds.push({ kind: "changed", path, before, after });
}

function isBookkeeping(path: JsonPath): boolean {
  return path.length === 2 && path[0] === "meta" && (path[1] === "versionId" || path[1] === "lastUpdated");
}

const VERBS = { removed: "Removed", changed: "Transformed", added: "Added" } as const;

interface Telling {
  readonly at: number;
  readonly side: "before" | "after";
  readonly reason: DeidReason;
}

function describe({ kind, path, before, after }: Deed, { at, side, reason }: Telling): Annotation {
  const isHere = side === "before" ? before !== undefined : after !== undefined;
  const place = isHere ? path : path.slice(0, -1);
  const other = side === "before" ? after : before;
  const name = path.findLast((step) => typeof step === "string");
  return {
    id: `deidentification:${formatPointer(place)}:${at}`,
    layer: "deidentification",
    path: place,
    title: `${VERBS[kind]}: ${name === undefined ? "the resource" : titleOfName(name)}`,
    text: reason.rule,
    facts: reason.safeHarbor === "" ? [] : [reason.safeHarbor],
    severity: "info",
    quotes: other === undefined ? [] : [{ label: side === "before" ? "became" : "was", text: shorten(other) }],
  };
}
