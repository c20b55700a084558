import { formatResourceName, parseResourceName, shortName } from "#lib/contract/resource-name.ts";
import { resourceHref } from "#components/ui/resource-href.ts";
import type { MarkedKind } from "#components/ui/type-mark.tsx";
import { fuzzyScore } from "./fuzzy-match.ts";

/** One line of the palette. */
export interface PaletteEntry {
  readonly id: string;
  readonly title: string;
  /** Quiet words after the title: where it stands, or what it does. */
  readonly note: string;
  readonly group: "Go to" | "Recent" | "On this page" | "Resources" | "Actions";
  readonly mark: MarkedKind | undefined;
  /** An address to open, or something to do. */
  readonly target: { readonly href: string } | { readonly run: () => void };
}

const MAX_SHOWN = 60;

/** The entries that answer the typed text, best first; without text, the recents, the views of the page and the actions. */
export function findEntries(entries: readonly PaletteEntry[], query: string): PaletteEntry[] {
  const typed = query.trim();
  if (typed === "") return entries.filter((entry) => entry.group !== "Resources").slice(0, MAX_SHOWN);
  const pasted = pastedEntry(typed);
  const scored = entries
    .map((entry) => ({ entry, score: entryScore(typed, entry) }))
    .flatMap(({ entry, score }) => (score === undefined ? [] : [{ entry, score }]))
    .toSorted((a, b) => b.score - a.score);
  const worthShowing = (scored[0]?.score ?? 0) / 2;
  const found = scored.flatMap(({ entry, score }) => (score >= worthShowing ? [entry] : []));
  const unique = found.filter((entry, index) => entry.group !== "Resources" || !isAlreadyShown(found, entry, index));
  return [...(pasted ? [pasted] : []), ...unique].slice(0, MAX_SHOWN);
}

const WHOLE_TITLE_BONUS = 20;

/** What stands in the title counts before what stands above it; a title typed whole comes first. */
function entryScore(typed: string, { title, note }: PaletteEntry): number | undefined {
  const score = fuzzyScore(typed, `${title} ${note}`);
  if (score === undefined) return undefined;
  const inTitle = fuzzyScore(typed, title) ?? 0;
  return score + inTitle + (title.toLowerCase() === typed.toLowerCase() ? WHOLE_TITLE_BONUS : 0);
}

/** A recent store is also a loaded resource: one line is enough. */
function isAlreadyShown(found: readonly PaletteEntry[], entry: PaletteEntry, index: number): boolean {
  return found.some((other, at) => at !== index && other.group === "Recent" && hrefOf(other) === hrefOf(entry));
}

function hrefOf(entry: PaletteEntry): string | undefined {
  return "href" in entry.target ? entry.target.href : undefined;
}

/** The entry of one resource. */
export function resourceEntry(name: string, group: "Recent" | "Resources"): PaletteEntry | undefined {
  const resource = parseResourceName(name);
  if (!resource) return undefined;
  const above = formatResourceName(resource)
    .split("/")
    .filter((_, index) => index % 2 === 1)
    .slice(0, -1);
  return {
    id: `${group} ${name}`,
    title: shortName(resource),
    note: above.length > 0 ? above.join(" › ") : "Project",
    group,
    mark: markOf(resource),
    target: { href: resourceHref(name) },
  };
}

function markOf(resource: NonNullable<ReturnType<typeof parseResourceName>>): MarkedKind | undefined {
  if (resource.kind === "store") return resource.storeKind;
  return resource.kind === "dataset" ? "dataset" : undefined;
}

/**
 * A resource name as found in logs, IAM policies and addresses: bare, as `//healthcare.googleapis.com/projects/…`,
 * or as a URL of the API (`…/v1/projects/…`) or of this console.
 */
export function pastedEntry(text: string): PaletteEntry | undefined {
  const at = text.search(/(^|\/)projects\//);
  if (at < 0) return undefined;
  const path = text
    .slice(at)
    .replace(/^\//, "")
    .replace(/[?#].*$/, "")
    .replace(/\/$/, "");
  const parts = path.split("/");
  for (let length = Math.min(8, parts.length - (parts.length % 2)); length >= 2; length -= 2) {
    const resource = parseResourceName(parts.slice(0, length).join("/"));
    if (!resource) continue;
    const rest = parts.slice(length);
    const name = [formatResourceName(resource), ...(rest[0] === "fhir" ? rest : [])].join("/");
    return {
      id: "pasted",
      title: rest[0] === "fhir" ? rest.slice(1).join("/") : shortName(resource),
      note: name,
      group: "Go to",
      mark: markOf(resource),
      target: { href: resourceHref(name) },
    };
  }
  return undefined;
}
