import { patientCompartmentParams } from "#lib/fhir/compartment.ts";
import { dateRange } from "#lib/fhir/search-ranges.ts";
import type { Context, EmulatorRequest, Reply } from "#emulator/http/route.ts";
import { addressOf, fhirBase } from "./addresses.ts";
import { bundleReply, entryText, type BundleLink } from "./bundle-text.ts";
import { catalogOf } from "./catalog.ts";
import { fhirParameters } from "./conditions.ts";
import { requireFhirStore, type FhirStore } from "./fhir-store.ts";
import { requireLive } from "./interactions.ts";
import { FhirError } from "./outcome.ts";
import { countOf } from "./page-size.ts";
import { decodePageToken, encodePageToken } from "./page-token.ts";
import { requireType } from "./resource-body.ts";
import { findResource } from "./resource-rows.ts";
import { andSql, joinSql, sql, type Sql } from "./search-sql.ts";

/** Parameters that tell when the care took place, for `start` and `end`. Resources without any of them are always included. */
const CLINICAL_DATES =
  "authored authored-on authoredon clinicaldate date effective-time issued onset-date performed period recorded-date service-date started whenprepared".split(
    " ",
  );

/** GET `Patient/{id}/$everything`: the patient, what the patient refers to, and what is in the patient's compartment (contract section 8.7). */
export function everything(request: EmulatorRequest, context: Context): Reply {
  const store = requireFhirStore(request, context);
  const address = addressOf(request, store);
  requireLive(address, findResource(context.database, store, address));
  const catalog = catalogOf(context.database);
  const patient = catalog.findNode(catalog.findType(store.id, "Patient"), address.id);
  const patientRid = patient?.rid ?? 0;
  const hits = sql`SELECT DISTINCT hit.rid, resource.type, resource.node, resource.json FROM (${relatedRids(context, store, patient?.node ?? 0, patientRid)}) AS hit
    CROSS JOIN fhir_resources AS resource ON resource.rid = hit.rid WHERE ${andSql(conditionsOf(request, context, store))}`;
  const count = countOf(request.query.get("_count"));
  const total = context.database.get<{ n: number }>(`SELECT count(*) AS n FROM (${hits.text})`, ...hits.values)?.n ?? 0;
  const query = sql`SELECT hits.rid, type.type, node.id, hits.json FROM (${hits}) AS hits
    JOIN fhir_nodes AS node ON node.node = hits.node JOIN fhir_types AS type ON type.key = hits.type
    WHERE ${afterToken(request, patientRid)} ORDER BY hits.rid = ${patientRid} DESC, hits.rid DESC LIMIT ${count + 1}`;
  const rows = context.database.all<{ rid: number; type: string; id: string; json: string }>(
    query.text,
    ...query.values,
  );
  const page = rows.slice(0, count);
  const base = fhirBase(request);
  return bundleReply({
    type: "searchset",
    total,
    entries: page.map((row) => entryText({ fullUrl: `${base}/${row.type}/${row.id}`, resource: row.json })),
    links: linksOf(
      request,
      `${base}/Patient/${address.id}/$everything`,
      rows.length > count ? page.at(-1)?.rid : undefined,
    ),
  });
}

/** All of a patient's record that is current, the patient first: what `$everything` answers without conditions. */
export function everythingOf(
  context: Context,
  store: FhirStore,
  { node, rid }: { readonly node: number; readonly rid: number },
): { type: string; json: string; version: number }[] {
  const query = sql`SELECT DISTINCT hit.rid, type.type, resource.json, resource.version FROM (${relatedRids(context, store, node, rid)}) AS hit
    CROSS JOIN fhir_resources AS resource ON resource.rid = hit.rid JOIN fhir_types AS type ON type.key = resource.type
    ORDER BY hit.rid = ${rid} DESC, hit.rid DESC`;
  return context.database.all<{ type: string; json: string; version: number }>(query.text, ...query.values);
}

function relatedRids({ database }: Context, store: FhirStore, node: number, rid: number): Sql {
  const params = database
    .all<{ key: number; code: string; type: string }>(
      `SELECT param.key, param.code, type.type FROM fhir_params AS param JOIN fhir_types AS type ON type.key = param.type WHERE type.store = ?`,
      store.id,
    )
    .filter((param) => patientCompartmentParams(param.type).includes(param.code))
    .map((param) => param.key);
  return joinSql(
    [
      sql`SELECT ${rid} AS rid`,
      sql`SELECT target.rid FROM fhir_reference_rows AS row INDEXED BY fhir_reference_rows_by_rid
        CROSS JOIN fhir_nodes AS target ON target.node = row.node WHERE row.rid = ${rid} AND target.rid IS NOT NULL`,
      sql`SELECT row.rid FROM fhir_reference_rows AS row WHERE row.node = ${node}
        AND row.param IN (SELECT value FROM json_each(${JSON.stringify(params)}))`,
    ],
    " UNION ALL ",
  );
}

function conditionsOf(request: EmulatorRequest, { database }: Context, store: FhirStore): Sql[] {
  const conditions: Sql[] = [];
  const since = timeOf(request, "_since");
  if (since) conditions.push(sql`resource.version >= ${since.low * 1000}`);
  const types = request.query.get("_type")?.split(",") ?? [];
  for (const type of types) requireType(store, type);
  if (types.length > 0) {
    const keys = types.flatMap((type) => catalogOf(database).findType(store.id, type) ?? []);
    conditions.push(sql`resource.type IN (SELECT value FROM json_each(${JSON.stringify(keys)}))`);
  }
  const start = timeOf(request, "start");
  const end = timeOf(request, "end");
  if (start || end) conditions.push(takesPlace(store, start?.low ?? -Number.MAX_VALUE, end?.high ?? Number.MAX_VALUE));
  return conditions;
}

function takesPlace(store: FhirStore, low: number, high: number): Sql {
  const dates = sql`SELECT 1 FROM fhir_date_rows AS date INDEXED BY fhir_date_rows_by_rid WHERE date.rid = hit.rid
    AND date.param IN (SELECT param.key FROM fhir_params AS param JOIN fhir_types AS type ON type.key = param.type
      WHERE type.store = ${store.id} AND param.code IN (SELECT value FROM json_each(${JSON.stringify(CLINICAL_DATES)})))`;
  return sql`NOT EXISTS (${dates}) OR EXISTS (${dates} AND date.low < ${high} AND date.high > ${low})`;
}

function timeOf(request: EmulatorRequest, name: string): { low: number; high: number } | undefined {
  const text = request.query.get(name);
  if (text === null) return undefined;
  const range = dateRange(text.replace(/ (?=\d{2}:\d{2}$)/, "+"));
  if (!range) throw new FhirError("invalid_query", `invalid ${name}: expected a date`);
  return range;
}

function afterToken(request: EmulatorRequest, patientRid: number): Sql {
  const token = request.query.get("_page_token");
  if (token === null) return sql`1`;
  const [rid] = decodePageToken(queryKey(request), token);
  const isPatient = rid === patientRid;
  return isPatient || typeof rid !== "number"
    ? sql`hits.rid <> ${patientRid}`
    : sql`hits.rid < ${rid} AND hits.rid <> ${patientRid}`;
}

function linksOf(request: EmulatorRequest, url: string, last: number | undefined): BundleLink[] {
  const parameters = fhirParameters(request.query).filter(([name]) => name !== "_page_token");
  const print = (all: readonly (readonly [string, string])[]): string => {
    const query = all.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join("&");
    return query === "" ? url : `${url}?${query}`;
  };
  const self: BundleLink = { relation: "self", url: print(fhirParameters(request.query)) };
  if (last === undefined) return [self];
  const token = encodePageToken(queryKey(request), [last]);
  return [self, { relation: "next", url: print([...parameters, ["_page_token", token]]) }];
}

function queryKey(request: EmulatorRequest): string {
  const parameters = fhirParameters(request.query).filter(([name]) => name !== "_page_token" && name !== "_count");
  return JSON.stringify([request.params["id"], "$everything", parameters]);
}
