import type { JsonDocument } from "./json-document.ts";

/** Where a reference points (FHIR R4 §2.3.0 "References between resources"). */
export type ReferenceTarget =
  /** In the same store: `Patient/p1`, `Patient/p1/_history/3`, or the store's own full address. */
  | { readonly kind: "local"; readonly type: string; readonly id: string; readonly version: string | undefined }
  /** `#med1`: inside the same resource. */
  | { readonly kind: "contained"; readonly id: string }
  /** `urn:uuid:…`: another entry of the same bundle. */
  | { readonly kind: "bundled"; readonly fullUrl: string }
  /** On another server. */
  | { readonly kind: "absolute"; readonly url: string }
  /** `Patient?identifier=…`: resolved when a transaction is processed. */
  | { readonly kind: "conditional"; readonly type: string }
  /** By identifier only. */
  | { readonly kind: "logical"; readonly type: string | undefined }
  /** By canonical url, as profiles and value sets are. */
  | { readonly kind: "canonical"; readonly url: string; readonly version: string | undefined };

const LOCAL = /^([A-Z][A-Za-z]{1,63})\/([A-Za-z0-9\-._]{1,64})(?:\/_history\/([A-Za-z0-9\-._]{1,64}))?$/;
const CONDITIONAL = /^([A-Z][A-Za-z]{1,63})\?/;

/**
 * Reads `Reference.reference`. `store` is the resource name of the store that holds the resource: an absolute address in
 * it counts as local. Undefined when the text fits no form of the standard.
 */
export function parseReference(text: string, store?: string): ReferenceTarget | undefined {
  if (text.startsWith("#")) return { kind: "contained", id: text.slice(1) };
  if (/^urn:(?:uuid|oid):/i.test(text)) return { kind: "bundled", fullUrl: text };
  const own = store ? text.indexOf(`/${store}/fhir/`) : -1;
  const relative = own < 0 ? text : text.slice(own + `/${store}/fhir/`.length);
  const local = LOCAL.exec(relative);
  if (local?.[1] && local[2]) return { kind: "local", type: local[1], id: local[2], version: local[3] };
  const conditional = CONDITIONAL.exec(text);
  if (conditional?.[1]) return { kind: "conditional", type: conditional[1] };
  return /^[a-z][a-z0-9+.-]*:/i.test(text) ? { kind: "absolute", url: text } : undefined;
}

/** Reads a canonical: `http://…|4.0.1`. */
export function parseCanonical(text: string): ReferenceTarget {
  const [url = "", version] = text.split("|");
  return { kind: "canonical", url, version };
}

/**
 * The value that a contained or bundled reference at node `from` points to in the same document; for a local one the
 * bundle entry that carries that resource. Undefined when it is not in the document.
 */
export function findInDocument(document: JsonDocument, from: number, target: ReferenceTarget): number | undefined {
  if (target.kind === "contained") return findContained(document, from, target.id);
  if (target.kind === "bundled") return findEntry(document, (fullUrl) => fullUrl === target.fullUrl);
  if (target.kind !== "local") return undefined;
  const ending = `/${target.type}/${target.id}`;
  return findEntry(document, (fullUrl) => fullUrl.endsWith(ending));
}

/** Looks in the nearest resource around `from` that has contained resources; contained resources do not nest (dom-2). */
function findContained(document: JsonDocument, from: number, id: string): number | undefined {
  for (let up = from; up >= 0; up = document.parentOf(up)) {
    const contained = memberOf(document, up, "contained");
    if (contained === undefined || document.kindOf(contained) !== "array") continue;
    for (const resource of document.childrenOf(contained)) {
      const member = memberOf(document, resource, "id");
      if (member !== undefined && document.stringOf(member) === id) return resource;
    }
  }
  return undefined;
}

function findEntry(document: JsonDocument, matches: (fullUrl: string) => boolean): number | undefined {
  const entries = memberOf(document, 0, "entry");
  if (entries === undefined || document.kindOf(entries) !== "array") return undefined;
  for (const entry of document.childrenOf(entries)) {
    const fullUrl = memberOf(document, entry, "fullUrl");
    if (fullUrl !== undefined && matches(document.stringOf(fullUrl) ?? ""))
      return memberOf(document, entry, "resource");
  }
  return undefined;
}

function memberOf(document: JsonDocument, node: number, name: string): number | undefined {
  if (document.kindOf(node) !== "object") return undefined;
  for (const child of document.childrenOf(node)) if (document.keyOf(child) === name) return child;
  return undefined;
}
