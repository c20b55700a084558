import { createJsonDocument } from "./json-document.ts";
import { isJsonObject, JsonSyntaxError, parseJson, type JsonObject, type JsonValue } from "./lossless-json.ts";
import { memberText } from "./member-text.ts";
import { MAX_TRANSACTION_ENTRIES } from "./plan-upload.ts";
import { collectReferences } from "./references.ts";

export interface BundleProblem {
  readonly severity: "error" | "warning";
  /** Position of the entry from 0; undefined when it is the Bundle as a whole. */
  readonly entry: number | undefined;
  /** Line of the text, from 1, where the entry begins. */
  readonly line: number;
  readonly message: string;
}

export interface CheckedBundle {
  readonly type: string;
  readonly entries: number;
  readonly bytes: number;
  /** Entries by method: POST, PUT, PATCH, DELETE, GET. */
  readonly methods: readonly (readonly [method: string, count: number])[];
  /** Resource types and how many of each, the most first. */
  readonly types: readonly (readonly [type: string, count: number])[];
  /** `urn:uuid:` links that lead to an entry of this Bundle. */
  readonly linked: number;
  /** Requests that this becomes; more than one when it is too large for one. */
  readonly requests: number;
  readonly problems: readonly BundleProblem[];
}

/** What is wrong with one resource, as words; asked for every entry. */
export type ResourceCheck = (resource: JsonObject) => readonly string[];

/** Of one resource (contract section 18). */
const MAX_RESOURCE_BYTES = 10 * 1024 * 1024;
const ENTRIES_PER_BATCH = 100;
const METHODS = new Set(["POST", "PUT", "PATCH", "DELETE", "GET"]);
const SHOWN_PROBLEMS = 500;

/**
 * Looks a Bundle over before it is run: types, requests, links between entries, sizes, and every resource by `check`. Undefined for a text
 * without anything in it. Never throws.
 */
export function checkBundle(text: string, check: ResourceCheck): CheckedBundle | undefined {
  if (text.trim() === "") return undefined;
  const bytes = new TextEncoder().encode(text).length;
  let bundle: JsonValue;
  try {
    bundle = parseJson(text);
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    return nothing(bytes, {
      severity: "error",
      entry: undefined,
      line: error.line,
      message: `Not JSON: ${error.message}`,
    });
  }
  if (!isJsonObject(bundle) || bundle["resourceType"] !== "Bundle")
    return nothing(bytes, {
      severity: "error",
      entry: undefined,
      line: 1,
      message: 'Not a Bundle: resourceType must be "Bundle".',
    });
  const entries = Array.isArray(bundle["entry"]) ? bundle["entry"].filter(isJsonObject) : [];
  const type = memberText(bundle, "type");
  const found = entries.flatMap((entry, at) =>
    entryProblems(entry, at, check).map((problem) => ({ ...problem, entry: at })),
  );
  const links = checkLinks(entries);
  const problems = [...bundleProblems(type, entries.length), ...found, ...links.problems].slice(0, SHOWN_PROBLEMS);
  return {
    type,
    entries: entries.length,
    bytes,
    methods: tally(entries.map((entry) => requestOf(entry).method)),
    types: tally(entries.map((entry) => typeOf(entry))),
    linked: links.linked,
    requests: entries.length > MAX_TRANSACTION_ENTRIES ? Math.ceil(entries.length / ENTRIES_PER_BATCH) : 1,
    problems: withLines(text, problems),
  };
}

type Unplaced = Omit<BundleProblem, "line">;

function nothing(bytes: number, problem: BundleProblem): CheckedBundle {
  return { type: "", entries: 0, bytes, methods: [], types: [], linked: 0, requests: 0, problems: [problem] };
}

function bundleProblems(type: string, count: number): Unplaced[] {
  const problems: Unplaced[] = [];
  const add = (severity: "error" | "warning", message: string) =>
    problems.push({ severity, entry: undefined, message });
  if (type !== "batch" && type !== "transaction")
    add(
      "warning",
      `Bundle.type is "${type}": only batch and transaction are run as they are; anything else is sent entry by entry.`,
    );
  if (count === 0) add("error", "The Bundle has no entries.");
  if (count > MAX_TRANSACTION_ENTRIES)
    add(
      "warning",
      `${count} entries: the API takes ${MAX_TRANSACTION_ENTRIES} in one Bundle, so this is split into batches and is no longer all or nothing.`,
    );
  return problems;
}

function entryProblems(entry: JsonObject, at: number, check: ResourceCheck): Unplaced[] {
  const { resource } = entry;
  const words = [
    ...requestWords(entry),
    ...(isJsonObject(resource) ? [...resourceWords(entry, resource), ...check(resource)] : []),
  ];
  return words.map((message) => ({ severity: "error" as const, entry: at, message }));
}

function requestWords(entry: JsonObject): string[] {
  const { method, url } = requestOf(entry);
  if (method === "") return ["no request: what is to be done with it?"];
  if (!METHODS.has(method)) return [`request.method "${method}" is none that FHIR knows`];
  const needsResource = method === "POST" || method === "PUT";
  return [
    ...(url === "" ? ["request.url is missing"] : []),
    ...(needsResource && !isJsonObject(entry["resource"]) ? [`${method} without a resource`] : []),
  ];
}

function resourceWords(entry: JsonObject, resource: JsonObject): string[] {
  const { method, url } = requestOf(entry);
  const type = memberText(resource, "resourceType");
  const [wantedType = "", wantedId] = (url.split("?")[0] ?? "").split("/");
  const isOtherType = url !== "" && type !== wantedType && method !== "PATCH";
  const isOtherId = method === "PUT" && wantedId !== undefined && memberText(resource, "id") !== wantedId;
  const isTooLarge = JSON.stringify(resource).length > MAX_RESOURCE_BYTES;
  return [
    ...(isOtherType ? [`the resource is a ${type || "(no type)"}, request.url says ${wantedType}`] : []),
    ...(isOtherId ? ["the resource's id is not that of request.url"] : []),
    ...(isTooLarge ? ["the resource is larger than the 10 MB that the API takes"] : []),
  ];
}

/** `urn:uuid:` references must name the fullUrl of an entry, and no two entries may have the same one. */
function checkLinks(entries: readonly JsonObject[]): { readonly linked: number; readonly problems: Unplaced[] } {
  const problems: Unplaced[] = [];
  const urls = new Set<string>();
  for (const [at, entry] of entries.entries()) {
    const url = memberText(entry, "fullUrl");
    if (url === "") continue;
    if (urls.has(url)) problems.push({ severity: "error", entry: at, message: "another entry has the same fullUrl" });
    urls.add(url);
  }
  let linked = 0;
  for (const [at, { resource }] of entries.entries()) {
    if (!isJsonObject(resource)) continue;
    for (const { path, reference } of collectReferences(resource)) {
      if (!reference.startsWith("urn:")) continue;
      if (urls.has(reference)) linked += 1;
      else problems.push({ severity: "error", entry: at, message: `${path} refers to an entry that is not here` });
    }
  }
  return { linked, problems };
}

function requestOf({ request }: JsonObject): { readonly method: string; readonly url: string } {
  return isJsonObject(request)
    ? { method: memberText(request, "method"), url: memberText(request, "url") }
    : { method: "", url: "" };
}

function typeOf({ resource, request }: JsonObject): string {
  if (isJsonObject(resource)) return memberText(resource, "resourceType");
  return isJsonObject(request) ? (memberText(request, "url").split(/[/?]/u)[0] ?? "") : "";
}

function tally(words: readonly string[]): (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].toSorted(([a, x], [b, y]) => y - x || a.localeCompare(b));
}

/** Lines are looked up only when there is something to say. */
function withLines(text: string, problems: readonly Unplaced[]): BundleProblem[] {
  if (problems.length === 0) return [];
  const document = createJsonDocument(text);
  return problems.map((problem) => {
    const node = problem.entry === undefined ? undefined : document.nodeAt(["entry", problem.entry]);
    const offset = node === undefined ? 0 : (document.nodes.start[node] ?? 0);
    return { ...problem, line: text.slice(0, offset).split("\n").length };
  });
}
