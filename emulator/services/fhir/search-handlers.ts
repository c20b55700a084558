import { canonicalText } from "#lib/fhir/lossless-json.ts";
import { parseSearch, SearchSyntaxError } from "#lib/fhir/parse-search.ts";
import { projectResource } from "#lib/fhir/project-resource.ts";
import type { SearchQuery } from "#lib/fhir/search-types.ts";
import type { Context, EmulatorRequest, Reply } from "#emulator/http/route.ts";
import { fhirBase, typeOf } from "./addresses.ts";
import { bundleReply, entryText, type BundleLink } from "./bundle-text.ts";
import { fhirParameters } from "./conditions.ts";
import { requireFhirStore, type FhirStore } from "./fhir-store.ts";
import { FhirError } from "./outcome.ts";
import { preference } from "./replies.ts";
import { mediaType } from "./resource-body.ts";
import { parseStored } from "./resource-rows.ts";
import { includedRids } from "./search-includes.ts";
import { searchStore, type SearchPage } from "./search-store.ts";

/** GET `fhir?…` and POST `fhir/_search?…`: a search over several types. */
export function searchAll(request: EmulatorRequest, context: Context): Promise<Reply> {
  return search(request, context, requireFhirStore(request, context), undefined);
}

/** GET `fhir/{type}?…` and POST `fhir/{type}/_search?…` */
export async function searchOne(request: EmulatorRequest, context: Context): Promise<Reply> {
  const store = requireFhirStore(request, context);
  return search(request, context, store, typeOf(request, store));
}

async function search(
  request: EmulatorRequest,
  context: Context,
  store: FhirStore,
  type: string | undefined,
): Promise<Reply> {
  requireNoForm(request);
  const query = readQuery(request, store, type);
  const page = await searchStore(context, store, query);
  const base = fhirBase(request);
  const rids = page.matches.map((match) => match.rid);
  const included = includedRids(context.database, store, query, rids);
  return bundleReply({
    type: "searchset",
    total: page.total,
    entries: [
      ...entriesOf(context, query, { base, rids, mode: "match", store }),
      ...entriesOf(context, query, { base, rids: included, mode: "include", store }),
    ],
    links: linksOf(type === undefined ? `${base}/` : `${base}/${type}/`, query, page),
  });
}

function readQuery(request: EmulatorRequest, store: FhirStore, type: string | undefined): SearchQuery {
  const handling = preference(request, "handling")?.toLowerCase();
  const strict = handling === undefined ? store.defaultSearchHandlingStrict : handling === "strict";
  try {
    return parseSearch({
      type: type ?? undefined,
      params: fhirParameters(request.query),
      strict,
      version: store.version,
    });
  } catch (error) {
    if (!(error instanceof SearchSyntaxError)) throw error;
    if (error.message.startsWith("unsupported resource type")) throw new FhirError("bad_resource_type", error.message);
    const place = error.parameter === "" ? "" : ` (parameter ${error.parameter.slice(0, 200)})`;
    throw new FhirError("invalid_query", `${error.message}${place}`);
  }
}

/** The service reads search parameters from the URL only; a form would be a search for everything. */
function requireNoForm(request: EmulatorRequest): void {
  const isForm = mediaType(request.headers["content-type"]) === "application/x-www-form-urlencoded";
  const hasBody =
    request.headers["transfer-encoding"] !== undefined || Number(request.headers["content-length"] ?? 0) > 0;
  if (isForm && hasBody) {
    throw new FhirError(
      "unsupported_media_type",
      "search parameters are read from the URL; a form body is not supported",
    );
  }
}

interface Entries {
  readonly base: string;
  readonly rids: readonly number[];
  readonly mode: "match" | "include";
  readonly store: FhirStore;
}

const ENTRY = `SELECT type.type, node.id, resource.json FROM fhir_resources AS resource
  JOIN fhir_nodes AS node ON node.node = resource.node JOIN fhir_types AS type ON type.key = resource.type WHERE resource.rid = ?`;

function entriesOf({ database }: Context, query: SearchQuery, { base, rids, mode, store }: Entries): string[] {
  const want = { summary: query.summary, elements: mode === "match" ? query.elements : undefined };
  const isWhole = want.elements === undefined && (want.summary === undefined || want.summary === "false");
  return rids.flatMap((rid) => {
    const row = database.get<{ type: string; id: string; json: string }>(ENTRY, rid);
    if (!row) return [];
    const resource = isWhole ? row.json : canonicalText(projectResource(parseStored(row.json), want, store.version));
    return [entryText({ fullUrl: `${base}/${row.type}/${row.id}`, resource, search: { mode } })];
  });
}

function linksOf(url: string, query: SearchQuery, page: SearchPage): BundleLink[] {
  const used = query.used.filter(([name]) => name !== "_page_token");
  const withToken = (token: string | undefined): string =>
    printUrl(url, token === undefined ? used : [...used, ["_page_token", token]]);
  return [
    { relation: "search", url: printUrl(url, used) },
    { relation: "first", url: printUrl(url, used) },
    { relation: "self", url: withToken(query.pageToken) },
    ...(page.next === undefined ? [] : [{ relation: "next", url: withToken(page.next) } as const]),
    ...(page.previous === undefined ? [] : [{ relation: "previous", url: withToken(page.previous) } as const]),
  ];
}

function printUrl(url: string, parameters: readonly (readonly [name: string, value: string])[]): string {
  const query = parameters.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join("&");
  return query === "" ? url : `${url}?${query}`;
}
