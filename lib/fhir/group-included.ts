import type { JsonObject } from "./lossless-json.ts";
import { memberText } from "./member-text.ts";
import { collectReferences, parseReference } from "./references.ts";

/** A match with what `_include` and `_revinclude` brought for it. */
export interface MatchGroup {
  readonly match: JsonObject;
  readonly included: readonly JsonObject[];
}

export interface GroupedResults {
  readonly groups: readonly MatchGroup[];
  /** Included without a way to any match on this page. */
  readonly rest: readonly JsonObject[];
}

/**
 * Puts included resources under the matches they belong to; one that belongs to several stands under each. It belongs when a match refers to it, or it
 * refers to a match, or (`:iterate`) through other included ones. After a step along a reference there are no steps against one: a practitioner whom two
 * encounters share does not tie their patients together.
 */
export function groupIncluded(matches: readonly JsonObject[], included: readonly JsonObject[]): GroupedResults {
  const byName = new Map(included.map((resource) => [nameOf(resource), resource]));
  const forward = new Map([...matches, ...included].map((resource) => [nameOf(resource), referencesOf(resource)]));
  const backward = new Map<string, string[]>();
  for (const resource of included) {
    const name = nameOf(resource);
    for (const target of forward.get(name) ?? []) backward.set(target, [...(backward.get(target) ?? []), name]);
  }
  const used = new Set<string>();
  const groups = matches.map((match) => {
    const names = reach(nameOf(match), { forward, backward, byName });
    for (const name of names) used.add(name);
    return { match, included: included.filter((resource) => names.has(nameOf(resource))) };
  });
  return { groups, rest: included.filter((resource) => !used.has(nameOf(resource))) };
}

interface Links {
  readonly forward: ReadonlyMap<string, ReadonlySet<string>>;
  readonly backward: ReadonlyMap<string, readonly string[]>;
  readonly byName: ReadonlyMap<string, JsonObject>;
}

/** Names of the included resources that a match leads to, nearest first. */
function reach(start: string, { forward, backward, byName }: Links): ReadonlySet<string> {
  const found = new Set<string>();
  const queue: { readonly name: string; readonly mayGoBack: boolean }[] = [{ name: start, mayGoBack: true }];
  const step = (name: string, mayGoBack: boolean) => {
    if (name === start || found.has(name) || !byName.has(name)) return;
    found.add(name);
    queue.push({ name, mayGoBack });
  };
  for (const { name, mayGoBack } of queue) {
    for (const target of forward.get(name) ?? []) step(target, false);
    if (mayGoBack) for (const source of backward.get(name) ?? []) step(source, true);
  }
  return found;
}

function referencesOf(resource: JsonObject): ReadonlySet<string> {
  const targets = collectReferences(resource).flatMap(({ reference }) => parseReference(reference) ?? []);
  return new Set(targets.map(({ type, id }) => `${type}/${id}`));
}

function nameOf(resource: JsonObject): string {
  return `${memberText(resource, "resourceType")}/${memberText(resource, "id")}`;
}
