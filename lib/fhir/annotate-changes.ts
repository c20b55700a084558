import { titleOfName, type Annotation } from "./annotation.ts";
import { formatPointer } from "./json-path.ts";
import { canonicalText, type JsonValue } from "./lossless-json.ts";
import { changesOf, diffJson, isBookkeeping, type Change } from "./semantic-diff.ts";

const VERBS: Readonly<Record<Change["kind"], string>> = {
  added: "Added",
  removed: "Removed",
  changed: "Changed",
  moved: "Moved",
};
const QUOTE_LENGTH = 120;

/**
 * What is different from another version, at the places of this one; what this one lacks stands at what held it.
 * @param other how a reader calls the other version: "version 2"
 */
export function annotateChanges(before: JsonValue, after: JsonValue, other: string): readonly Annotation[] {
  return changesOf(diffJson(before, after))
    .filter((change) => !isBookkeeping(change))
    .map((change, at) => describe(change, at, other));
}

function describe(change: Change, at: number, other: string): Annotation {
  const path = change.kind === "removed" ? change.holder : change.after.path;
  const named = (change.after ?? change.before).path;
  return {
    id: `changes:${formatPointer(path)}:${at}`,
    layer: "changes",
    path,
    title: `${VERBS[change.kind]}: ${lastName(named)}`,
    text: SENTENCES[change.kind].replace("%", other),
    facts: [],
    severity: "info",
    quotes: [
      ...(change.before && change.kind !== "moved" ? [{ label: "was", text: shorten(change.before.value) }] : []),
      ...(change.kind === "changed" ? [{ label: "is", text: shorten(change.after.value) }] : []),
    ],
  };
}

const SENTENCES: Readonly<Record<Change["kind"], string>> = {
  added: "Not in %.",
  removed: "It was here in %.",
  changed: "Another value in %.",
  moved: "It stood elsewhere in the list in %.",
};

function lastName(path: readonly (string | number)[]): string {
  const name = path.findLast((step) => typeof step === "string");
  return name === undefined ? "the resource" : titleOfName(name);
}

/** A value in few words, for a line. */
export function shorten(value: JsonValue): string {
  const text = canonicalText(value);
  return text.length <= QUOTE_LENGTH ? text : `${text.slice(0, QUOTE_LENGTH)}…`;
}
