import { JsonSyntaxError } from "./lossless-json.ts";
import { placeInText, type UploadValue } from "./split-upload.ts";
import { UploadDocument } from "./upload-document.ts";

/** One resource on its way into a store, with its place in the file. */
export interface UploadEntry {
  /** `Patient/p-1`, or `Patient` when the store gives the id. */
  readonly name: string;
  /** Line of the file on which it begins. */
  readonly line: number;
  /** `Bundle.entry[…]` text for a batch: the resource's own bytes, never re-printed, so decimals keep their digits. */
  readonly text: string;
}

export type UploadPiece =
  /** Goes into a batch with its neighbours. */
  | { readonly kind: "entry"; readonly entry: UploadEntry }
  /** Sent as it is, in one request. */
  | {
      readonly kind: "bundle";
      readonly type: "batch" | "transaction";
      readonly text: string;
      readonly entries: readonly UploadEntry[];
    }
  | { readonly kind: "refused"; readonly line: number; readonly message: string; readonly text: string }
  /** Something done differently from what the file says, and why. */
  | { readonly kind: "note"; readonly message: string };

/** The API's limit for one transaction. Contract section 8.6. */
export const MAX_TRANSACTION_ENTRIES = 4500;

/** Says what to send for one JSON value of a file. Never throws: what cannot be sent is a `refused` piece with its place. */
export function planUpload(value: UploadValue): readonly UploadPiece[] {
  let json: UploadDocument;
  try {
    json = new UploadDocument(value);
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    const { line, column } = placeInText(value.text, error.offset, value.line);
    const message = `Not JSON: ${withoutPlace(error.message)} at line ${line}, column ${column}.`;
    return [{ kind: "refused", line, message, text: value.text }];
  }
  if (json.kindOf(0) !== "array") return planNode(json, 0);
  return [...json.childrenOf(0)].flatMap((node) => planNode(json, node));
}

/** The reader of JSON names places in the text it got; a person looks for them in the file. */
function withoutPlace(message: string): string {
  return message.replace(/ at line \d+, column \d+\.?$/, "");
}

/** The text of a batch Bundle of entries. */
export function batchText(entries: readonly UploadEntry[]): string {
  return `{"resourceType":"Bundle","type":"batch","entry":[${entries.map((entry) => entry.text).join(",")}]}`;
}

function planNode(json: UploadDocument, node: number): UploadPiece[] {
  const type = json.stringAt(node, "resourceType");
  if (type === undefined) return [refuse(json, node, "No resourceType: this is not a FHIR resource.")];
  return type === "Bundle" ? planBundle(json, node) : [{ kind: "entry", entry: putOrPost(json, node) }];
}

function planBundle(json: UploadDocument, bundle: number): UploadPiece[] {
  const type = json.stringAt(bundle, "type") ?? "collection";
  const entryList = json.member(bundle, "entry");
  const entries = entryList === undefined ? [] : [...json.childrenOf(entryList)];
  if (type === "document" || type === "message") {
    const message = `A ${type} Bundle is one signed whole: it is stored as a Bundle resource, not taken apart.`;
    return [
      { kind: "note", message },
      { kind: "entry", entry: putOrPost(json, bundle) },
    ];
  }
  if (entries.length === 0) return [{ kind: "note", message: `A ${type} Bundle without entries: nothing to store.` }];
  if (type === "batch" || type === "transaction")
    return entries.length <= MAX_TRANSACTION_ENTRIES
      ? [asItIs(json, { bundle, type, entries })]
      : [{ kind: "note", message: tooManyNote(type, entries.length) }, ...unbundle(json, entries, true)];
  const kept = type === "history" ? newestOfHistory(json, entries) : entries;
  return [{ kind: "note", message: convertedNote(type, kept.length, entries.length) }, ...unbundle(json, kept, false)];
}

function tooManyNote(type: string, count: number): string {
  const why =
    type === "transaction"
      ? `The API takes at most ${MAX_TRANSACTION_ENTRIES} entries in one transaction. These are sent as batches: entries succeed or fail alone, and urn:uuid references become ids.`
      : "They are sent in several batches.";
  return `A ${type} of ${count} entries. ${why}`;
}

function convertedNote(type: string, kept: number, all: number): string {
  const dropped = kept < all ? ` Of ${all} versions the newest ${kept} are stored.` : "";
  return `A ${type} Bundle is a list, not a request: what it holds (${kept}) is sent in batches, by PUT where there is an id.${dropped}`;
}

/** Newest first in a history (FHIR R4 §3.1.0.9.2), so the first of each `Type/id`; deletions have no resource. */
function newestOfHistory(json: UploadDocument, entries: readonly number[]): number[] {
  const seen = new Set<string>();
  return entries.filter((entry) => {
    const resource = json.member(entry, "resource");
    const name = resource === undefined ? "" : nameOf(json, resource);
    if (name === "" || seen.has(name)) return false;
    seen.add(name);
    return true;
  });
}

function asItIs(
  json: UploadDocument,
  found: { readonly bundle: number; readonly type: "batch" | "transaction"; readonly entries: readonly number[] },
): UploadPiece {
  const entries = found.entries.map((entry) => ({
    name: requestName(json, entry),
    line: json.fileLineOf(entry),
    text: json.sourceOf(entry),
  }));
  return { kind: "bundle", type: found.type, text: json.sourceOf(found.bundle), entries };
}

/** What an entry is about: its resource, else the request it makes. */
function requestName(json: UploadDocument, entry: number): string {
  const resource = json.member(entry, "resource");
  if (resource !== undefined) return nameOf(json, resource);
  const request = json.member(entry, "request");
  const url = request === undefined ? undefined : json.stringAt(request, "url");
  return url?.split("?")[0] ?? "entry";
}

/** Entries as single writes. `keepsRequests`: an entry's own request stays, unless it is a plain create that others refer to by urn:uuid. */
function unbundle(json: UploadDocument, entries: readonly number[], keepsRequests: boolean): UploadPiece[] {
  const ids = urnIds(json, entries);
  return entries.map((entry): UploadPiece => {
    const resource = json.member(entry, "resource");
    const isKept = keepsRequests && !ids.has(json.stringAt(entry, "fullUrl") ?? "");
    if (isKept) {
      const text = resolveUrns(json.sourceOf(entry), ids);
      return { kind: "entry", entry: { name: requestName(json, entry), line: json.fileLineOf(entry), text } };
    }
    if (resource === undefined) return refuse(json, entry, "An entry without a resource: nothing to store.");
    if (json.stringAt(resource, "resourceType") === undefined)
      return refuse(json, resource, "No resourceType: this is not a FHIR resource.");
    return { kind: "entry", entry: putOrPost(json, resource, ids, json.stringAt(entry, "fullUrl")) };
  });
}

/** `urn:uuid:…` → `Type/id` for every entry that is known by such a name and asks for no condition. */
function urnIds(json: UploadDocument, entries: readonly number[]): Map<string, string> {
  const ids = new Map<string, string>();
  for (const entry of entries) {
    const fullUrl = json.stringAt(entry, "fullUrl");
    const resource = json.member(entry, "resource");
    const request = json.member(entry, "request");
    const isConditional = request !== undefined && json.member(request, "ifNoneExist") !== undefined;
    const method = request === undefined ? "POST" : json.stringAt(request, "method");
    if (resource === undefined || isConditional || method !== "POST" || !fullUrl?.startsWith("urn:uuid:")) continue;
    const type = json.stringAt(resource, "resourceType");
    if (type) ids.set(fullUrl, `${type}/${json.stringAt(resource, "id") ?? fullUrl.slice("urn:uuid:".length)}`);
  }
  return ids;
}

function putOrPost(
  json: UploadDocument,
  resource: number,
  ids: ReadonlyMap<string, string> = new Map(),
  fullUrl = "",
): UploadEntry {
  const source = resolveUrns(json.sourceOf(resource), ids);
  const own = nameOf(json, resource);
  const given = ids.get(fullUrl);
  const isNamed = own.includes("/");
  const name = isNamed ? own : (given ?? own);
  // The resource came without an id but others refer to it: its uuid becomes its id.
  const text = isNamed || !given ? source : `{"id":${JSON.stringify(given.split("/")[1])},${source.slice(1)}`;
  const method = name.includes("/") ? "PUT" : "POST";
  const request = `{"method":"${method}","url":${JSON.stringify(name)}}`;
  return { name, line: json.fileLineOf(resource), text: `{"request":${request},"resource":${text}}` };
}

function resolveUrns(source: string, ids: ReadonlyMap<string, string>): string {
  if (ids.size === 0) return source;
  return source.replace(/("reference"\s*:\s*)"(urn:uuid:[^"]+)"/g, (whole, key: string, urn: string) => {
    const name = ids.get(urn);
    return name === undefined ? whole : `${key}${JSON.stringify(name)}`;
  });
}

function nameOf(json: UploadDocument, resource: number): string {
  const type = json.stringAt(resource, "resourceType") ?? "resource";
  const id = json.stringAt(resource, "id");
  return id === undefined ? type : `${type}/${id}`;
}

function refuse(json: UploadDocument, node: number, message: string): UploadPiece {
  return { kind: "refused", line: json.fileLineOf(node), message, text: json.sourceOf(node) };
}
