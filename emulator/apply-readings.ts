import { canonicalText, isJsonObject, parseJson, type JsonObject, type JsonValue } from "#lib/fhir/lossless-json.ts";
import { REGIONS } from "#emulator/services/locations/regions.ts";
import { FhirError } from "#emulator/services/fhir/outcome.ts";
import { GoogleError } from "#emulator/http/errors.ts";
import type { EmulatorRequest, Handler, Reply, Routes } from "#emulator/http/route.ts";
import type { Readings } from "./readings.ts";

type Wrap = (handler: Handler) => Handler;

/** The routes as the chosen readings want them; those of the default readings as they are. What a reading changes deeper stands in the services. */
export function applyReadings(routes: Routes, readings: Readings): Routes {
  const wraps = WRAPS.filter(([name, value]) => readings[name] === value);
  if (wraps.length === 0) return routes;
  return Object.fromEntries(
    Object.entries(routes).map(([id, handler]) => [
      id,
      wraps.reduce((inner, [, , ids, wrap]) => (ids.test(id) ? wrap(inner) : inner), handler),
    ]),
  );
}

/** An error as the readings want it. Errors of DICOMweb are text or XML: no reading is about them. */
export function applyToFailure(reply: Reply, readings: Readings): Reply {
  const isForbidden = readings["missing-resource"] === "403";
  const isBare = readings["outcome-details"] === "absent";
  const isJson = /json/.test(reply.headers?.["content-type"] ?? "");
  if (!(isForbidden || isBare) || !isJson || typeof reply.body !== "string") return reply;
  const body = objectOf(reply.body);
  if (isForbidden && isMissing(body["error"])) return { ...reply, status: 403, body: FORBIDDEN };
  return isBare ? withoutDetails(reply, body) : reply;
}

const SEARCHES = /\.fhir\.search/;
const PAGES = /\.fhir\.(?:search|history|PatientEverything)/;

/** Reading, the value that is not the default, the methods it concerns, and what it makes of their handlers. */
const WRAPS: readonly (readonly [name: keyof Readings, value: string, ids: RegExp, wrap: Wrap])[] = [
  ["fhir-delete", "204", /\.fhir\.(?:delete|conditionalDelete|ResourcePurge)$/, after(noContent)],
  ["bundle-location", "without-history", /\.fhir\.executeBundle$/, after(withoutHistory)],
  ["qido-empty", "200", /\.searchFor(?:Studies|Series|Instances)$/, after(emptyList)],
  ["blob-settings-mask", "required", /\.setBlobStorageSettings$/, before(requireMask)],
  ["export-format-parameter", "_outputFormat", /\.bulkExport(?:Group)?$/, before(without("outputFormat"))],
  ["export-format-parameter", "outputFormat", /\.bulkExport(?:Group)?$/, before(without("_outputFormat"))],
  ["unsupported-result-parameters", "refused", SEARCHES, before(refuseResultParameters)],
  ["operations-filter", "refused", /operations\.list$/, before(refuseFilter)],
  ["wildcard-location", "all", /^datasets\.list$/, listEverywhere],
  ["return-minimal", "ignored", /\.fhir\./, before(withoutReturn)],
  ["unsupported-sort", "refused", SEARCHES, refuseDroppedSort],
  ["count-over-limit", "refused", PAGES, before(refuseLongPage)],
];

function before(change: (request: EmulatorRequest) => EmulatorRequest): Wrap {
  return (handler) => (request, context) => handler(change(request), context);
}

function after(change: (reply: Reply) => Reply): Wrap {
  return (handler) => async (request, context) => change(await handler(request, context));
}

function noContent(reply: Reply): Reply {
  return reply.status === 200 ? { status: 204 } : reply;
}

function emptyList(reply: Reply): Reply {
  return reply.status === 204
    ? { status: 200, headers: { "content-type": "application/dicom+json; charset=utf-8" }, body: "[]" }
    : reply;
}

function withoutHistory(reply: Reply): Reply {
  return changed(reply, (bundle) => {
    for (const entry of listOf(bundle["entry"])) {
      const response = isJsonObject(entry) ? entry["response"] : undefined;
      if (isJsonObject(response) && typeof response["location"] === "string")
        response["location"] = response["location"].replace(/\/_history\/[^/]+$/, "");
    }
  });
}

function requireMask(request: EmulatorRequest): EmulatorRequest {
  if (!request.query.get("updateMask")) throw new GoogleError("INVALID_ARGUMENT", "updateMask is required");
  return request;
}

function without(parameter: string): (request: EmulatorRequest) => EmulatorRequest {
  return (request) => {
    request.query.delete(parameter);
    return request;
  };
}

function refuseResultParameters(request: EmulatorRequest): EmulatorRequest {
  if (request.query.has("_total") || request.query.get("_summary") === "count")
    throw new FhirError("invalid_query", "unsupported search result parameter");
  return request;
}

function refuseFilter(request: EmulatorRequest): EmulatorRequest {
  if (request.query.get("filter")) throw new GoogleError("INVALID_ARGUMENT", "filter is not supported");
  return request;
}

function refuseLongPage(request: EmulatorRequest): EmulatorRequest {
  if (Number(request.query.get("_count")) > 1000)
    throw new FhirError("invalid_query", "_count may not be larger than 1000");
  return request;
}

function withoutReturn(request: EmulatorRequest): EmulatorRequest {
  const prefer = [request.headers["prefer"] ?? []].flat().join(",");
  const kept = prefer.split(/[;,]/).filter((part) => !/^\s*return\s*=\s*minimal\s*$/i.test(part));
  return withPart(request, { headers: { ...request.headers, prefer: kept.join(",") } });
}

/** The request with some parts replaced; its body stays on the wire until it is asked for. */
function withPart(
  request: EmulatorRequest,
  part: Partial<Pick<EmulatorRequest, "headers" | "params">>,
): EmulatorRequest {
  const { matched, params, apiVersion, query, headers, origin } = request;
  return {
    matched,
    params,
    apiVersion,
    query,
    headers,
    origin,
    ...part,
    readBody: (limit) => request.readBody(limit),
    get stream() {
      return request.stream;
    },
  };
}

/** What a search did not use is missing in its `self` link (contract section 8.5). */
function refuseDroppedSort(handler: Handler): Handler {
  return async (request, context) => {
    const reply = await handler(request, context);
    if (!request.query.has("_sort") || reply.status !== 200 || typeof reply.body !== "string") return reply;
    const self = listOf(objectOf(reply.body)["link"]).find((link) => isJsonObject(link) && link["relation"] === "self");
    const url = isJsonObject(self) ? self["url"] : undefined;
    if (typeof url === "string" && !new URL(url).searchParams.has("_sort"))
      throw new FhirError("invalid_query", "unsupported _sort parameter");
    return reply;
  };
}

/** The datasets of every location in one page. */
function listEverywhere(handler: Handler): Handler {
  return async (request, context) => {
    if (request.params["location"] !== "-") return handler(request, context);
    const datasets: JsonValue[] = [];
    for (const location of REGIONS) {
      const reply = await handler(withPart(request, { params: { ...request.params, location } }), context);
      if (typeof reply.body === "string") datasets.push(...listOf(objectOf(reply.body)["datasets"]));
    }
    const body = canonicalText(datasets.length > 0 ? { datasets } : {});
    return { status: 200, headers: { "content-type": "application/json; charset=UTF-8" }, body };
  };
}

const FORBIDDEN = JSON.stringify({
  error: {
    code: 403,
    message: "Permission denied on the resource (or it may not exist).",
    status: "PERMISSION_DENIED",
  },
});

function isMissing(error: JsonValue | undefined): boolean {
  return isJsonObject(error) && error["status"] === "NOT_FOUND";
}

function withoutDetails(reply: Reply, body: JsonObject): Reply {
  if (body["resourceType"] !== "OperationOutcome") return reply;
  return changed(reply, (outcome) => {
    for (const issue of listOf(outcome["issue"])) if (isJsonObject(issue)) delete issue["details"];
  });
}

function changed(reply: Reply, change: (body: JsonObject) => void): Reply {
  if (typeof reply.body !== "string") return reply;
  const body = objectOf(reply.body);
  change(body);
  return { ...reply, body: canonicalText(body) };
}

function objectOf(text: string): JsonObject {
  const value = text === "" ? {} : parseJson(text);
  return isJsonObject(value) ? value : {};
}

function listOf(value: JsonValue | undefined): JsonValue[] {
  return Array.isArray(value) ? value : [];
}
