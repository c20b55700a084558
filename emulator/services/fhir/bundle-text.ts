import type { Reply } from "#emulator/http/route.ts";
import { FHIR_JSON } from "./outcome.ts";

export interface BundleLink {
  readonly relation: "search" | "self" | "first" | "next" | "previous";
  readonly url: string;
}

/** An entry whose resource is already JSON text. */
export interface EntryParts {
  readonly fullUrl?: string | undefined;
  readonly request?: { readonly method: string; readonly url: string };
  readonly resource?: string | undefined;
  readonly response?: EntryResponse;
  readonly search?: { readonly mode: "match" | "include" };
}

interface EntryResponse {
  readonly status: string;
  readonly etag?: string;
  readonly lastModified?: string;
  readonly location?: string;
  /** JSON text of an OperationOutcome. */
  readonly outcome?: string;
}

export interface BundleParts {
  readonly type: "searchset" | "history" | "batch-response" | "transaction-response";
  readonly total?: number;
  readonly entries: readonly string[];
  readonly links?: readonly BundleLink[];
}

/** A Bundle as an answer, put together from texts: stored resources are never parsed to be sent. Keys in alphabetical order. */
export function bundleReply(bundle: BundleParts): Reply {
  return { status: 200, headers: { "content-type": FHIR_JSON }, body: bundleText(bundle) };
}

function bundleText({ type, total, entries, links }: BundleParts): string {
  const parts = [
    entries.length > 0 ? `"entry":[${entries.join(",")}]` : "",
    links ? `"link":${JSON.stringify(links.map(({ relation, url }) => ({ relation, url })))}` : "",
    `"resourceType":"Bundle"`,
    total === undefined ? "" : `"total":${total}`,
    `"type":"${type}"`,
  ];
  return `{${parts.filter((part) => part !== "").join(",")}}`;
}

export function entryText(entry: EntryParts): string {
  const parts = [
    entry.fullUrl === undefined ? "" : `"fullUrl":${JSON.stringify(entry.fullUrl)}`,
    entry.request ? `"request":${JSON.stringify(entry.request)}` : "",
    entry.resource === undefined ? "" : `"resource":${entry.resource}`,
    entry.response ? `"response":${responseText(entry.response)}` : "",
    entry.search ? `"search":${JSON.stringify(entry.search)}` : "",
  ];
  return `{${parts.filter((part) => part !== "").join(",")}}`;
}

function responseText(response: EntryResponse): string {
  const { outcome, status, ...rest } = response;
  const plain = Object.entries(rest)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`);
  if (outcome !== undefined) plain.push(`"outcome":${outcome}`);
  return `{${[...plain, `"status":${JSON.stringify(status)}`].join(",")}}`;
}
