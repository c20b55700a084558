import { dateRange } from "#lib/fhir/search-ranges.ts";
import type { Context, EmulatorRequest, Reply } from "#emulator/http/route.ts";
import { addressOf, fhirBase } from "./addresses.ts";
import { bundleReply, entryText, type BundleLink } from "./bundle-text.ts";
import { catalogOf } from "./catalog.ts";
import { fhirParameters } from "./conditions.ts";
import { requireFhirStore } from "./fhir-store.ts";
import { FhirError } from "./outcome.ts";
import { countOf } from "./page-size.ts";
import { decodePageToken, encodePageToken } from "./page-token.ts";
import { requireVersioning } from "./read-handlers.ts";
import type { Address } from "./resource-rows.ts";
import { etagOf, lastUpdatedOf } from "./version-id.ts";

type VersionRow = { version: number; json: string | null; is_first: number };

const VERSIONS = `SELECT version, json FROM fhir_versions WHERE node = ? UNION ALL SELECT version, json FROM fhir_resources WHERE rid = ?`;

/** GET `{type}/{id}/_history`: every version, newest first, deletions included. */
export function history(request: EmulatorRequest, context: Context): Reply {
  const store = requireFhirStore(request, context);
  const address = addressOf(request, store);
  requireVersioning(store);
  const catalog = catalogOf(context.database);
  const node = catalog.findNode(catalog.findType(store.id, address.type), address.id);
  const bounds = [node?.node ?? null, node?.rid ?? null] as const;
  const first = context.database.get<{ version: number | null }>(
    `SELECT min(version) AS version FROM (${VERSIONS})`,
    ...bounds,
  )?.version;
  if (first === null || first === undefined)
    throw new FhirError("resource_not_found", `resource not found: ${address.type}/${address.id}`);
  const window = readWindow(request, context, bounds);
  const inWindow = `FROM (${VERSIONS}) WHERE version >= ? AND version < ?`;
  const total = context.database.get<{ total: number }>(
    `SELECT count(*) AS total ${inWindow}`,
    ...bounds,
    window.from,
    window.until,
  )?.total;
  const rows = context.database.all<VersionRow>(
    `SELECT version, json, version = ? AS is_first ${inWindow} AND version < ? ORDER BY version DESC LIMIT ?`,
    first,
    ...bounds,
    window.from,
    window.until,
    window.before,
    window.count + 1,
  );
  const page = rows.slice(0, window.count);
  const base = fhirBase(request);
  return bundleReply({
    type: "history",
    total: total ?? 0,
    entries: page.map((row) => historyEntry(base, address, row)),
    links: historyLinks(request, { base, address }, rows.length > window.count ? page.at(-1) : undefined),
  });
}

interface Window {
  /** Versions in [from, until) and before `before`, newest first, at most `count`. */
  readonly from: number;
  readonly until: number;
  readonly before: number;
  readonly count: number;
}

function readWindow(request: EmulatorRequest, context: Context, bounds: readonly (number | null)[]): Window {
  const since = instantOf(request, "_since");
  const at = instantOf(request, "_at");
  const token = request.query.get("_page_token");
  const [before] = token === null ? [] : decodePageToken(queryKey(request), token);
  // `_at` asks for the versions that were current at some moment of it: also the one that was when it began.
  const current =
    at &&
    context.database.get<{ version: number | null }>(
      `SELECT max(version) AS version FROM (${VERSIONS}) WHERE version <= ?`,
      ...bounds,
      at.low * 1000,
    )?.version;
  return {
    from: Math.max(since ? since.low * 1000 : 0, current ?? 0),
    until: at ? at.high * 1000 : Number.MAX_SAFE_INTEGER,
    before: typeof before === "number" ? before : Number.MAX_SAFE_INTEGER,
    count: countOf(request.query.get("_count")),
  };
}

function instantOf(request: EmulatorRequest, name: string): { low: number; high: number } | undefined {
  const text = request.query.get(name);
  if (text === null) return undefined;
  const range = dateRange(text.replace(/(T[\d:.]+) (\d\d:\d\d)$/, "$1+$2"));
  if (!range) throw new FhirError("invalid_query", `invalid ${name}: expected a FHIR date or instant`);
  return range;
}

function historyEntry(base: string, { type, id }: Address, row: VersionRow): string {
  const isDeletion = row.json === null;
  const status = isDeletion || row.is_first !== 1 ? "200 OK" : "201 Created";
  const written = row.is_first === 1 ? "POST" : "PUT";
  const method = isDeletion ? "DELETE" : written;
  return entryText({
    fullUrl: `${base}/${type}/${id}`,
    request: { method, url: method === "POST" ? type : `${type}/${id}` },
    resource: row.json ?? undefined,
    response: { etag: etagOf(row.version), lastModified: lastUpdatedOf(row.version), status },
  });
}

function historyLinks(
  request: EmulatorRequest,
  { base, address }: { readonly base: string; readonly address: Address },
  last: VersionRow | undefined,
): BundleLink[] {
  const url = `${base}/${address.type}/${address.id}/_history`;
  const parameters = fhirParameters(request.query).filter(([name]) => name !== "_page_token");
  const self: BundleLink = { relation: "self", url: withQuery(url, fhirParameters(request.query)) };
  if (!last) return [self];
  const token = encodePageToken(queryKey(request), [last.version]);
  return [self, { relation: "next", url: withQuery(url, [...parameters, ["_page_token", token]]) }];
}

function withQuery(url: string, parameters: readonly (readonly [string, string])[]): string {
  const query = new URLSearchParams(parameters.map(([name, value]) => [name, value])).toString();
  return query === "" ? url : `${url}?${query}`;
}

function queryKey(request: EmulatorRequest): string {
  const parameters = fhirParameters(request.query).filter(([name]) => name !== "_page_token" && name !== "_count");
  return JSON.stringify([request.params["type"], request.params["id"], "_history", parameters]);
}
