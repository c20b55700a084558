import { isJsonObject, type JsonObject, type JsonValue } from "#lib/fhir/lossless-json.ts";
import { parseCondition, fhirParameters, parseConditionText, type Condition } from "./conditions.ts";
import type { FhirStore } from "./fhir-store.ts";
import type { Preconditions } from "./interactions.ts";
import { FhirError } from "./outcome.ts";
import { checkResource, parseBody, requireId, requireType } from "./resource-body.ts";

/** One entry of a batch or transaction, understood and checked, but nothing looked up yet. */
export type BundleEntry = EntryBase &
  (
    | { readonly method: "POST"; readonly resource: JsonObject; readonly ifNoneExist: Condition | undefined }
    | { readonly method: "PUT"; readonly resource: JsonObject; readonly target: Target }
    | { readonly method: "PATCH"; readonly patch: JsonValue; readonly target: Target }
    | { readonly method: "DELETE"; readonly target: Target }
    | { readonly method: "GET"; readonly id: string; readonly versionId: string | undefined }
  );

interface EntryBase {
  /** Position in the request. */
  readonly index: number;
  readonly type: string;
  readonly fullUrl: string | undefined;
  readonly preconditions: Preconditions;
}

/** Named by id or found by identifier. */
type Target = { readonly id: string } | { readonly condition: Condition };

/** Reads one entry. @throws FhirError whose diagnostics name the entry */
export function readEntry(store: FhirStore, entry: JsonValue, index: number): BundleEntry {
  try {
    return understand(store, entry, index);
  } catch (error) {
    throw error instanceof FhirError ? error.at(`entry[${index}]`) : error;
  }
}

function understand(store: FhirStore, entry: JsonValue, index: number): BundleEntry {
  if (!isJsonObject(entry)) throw new FhirError("invalid_bundle", "an entry must be an object");
  const { request, fullUrl } = entry;
  if (!isJsonObject(request))
    throw new FhirError("invalid_bundle", "an entry of a batch or transaction must have a request");
  const url = requireString(request, "url");
  const { type, segments, query } = splitUrl(url);
  requireType(store, type);
  const base = {
    index,
    type,
    fullUrl: typeof fullUrl === "string" ? fullUrl : undefined,
    preconditions: { ifMatch: optionalString(request, "ifMatch"), ifNoneMatch: optionalString(request, "ifNoneMatch") },
  };
  const method = requireString(request, "method");
  switch (method) {
    case "POST":
      if (segments.length > 0)
        throw new FhirError("invalid_bundle", "a POST entry must name a resource type and nothing else");
      return {
        ...base,
        method,
        resource: readResource(store, entry, { index, type }),
        ifNoneExist: ifNoneExistOf(request),
      };
    case "PUT":
      return {
        ...base,
        method,
        resource: readResource(store, entry, { index, type }),
        target: targetOf(segments, query),
      };
    case "PATCH":
      return { ...base, method, patch: readPatch(entry), target: targetOf(segments, query) };
    case "DELETE":
      return { ...base, method, target: targetOf(segments, query) };
    case "GET":
      return { ...base, method, ...readTarget(segments, query) };
    default:
      throw new FhirError("invalid_bundle", `unsupported request method "${method.slice(0, 20)}"`);
  }
}

function splitUrl(url: string): { type: string; segments: string[]; query: URLSearchParams | undefined } {
  const relative = url.replace(/^https?:\/\/[^?]*?\/fhirStores\/[^/?]+\/fhir\//, "").replace(/^\//, "");
  const mark = relative.indexOf("?");
  const path = mark < 0 ? relative : relative.slice(0, mark);
  const [type = "", ...segments] = path.replace(/\/$/, "").split("/");
  return { type, segments, query: mark < 0 ? undefined : new URLSearchParams(relative.slice(mark + 1)) };
}

function targetOf(segments: readonly string[], query: URLSearchParams | undefined): Target {
  const [id, ...more] = segments;
  if (more.length > 0)
    throw new FhirError("invalid_bundle", "the request url must be [type]/[id] or [type]?identifier=…");
  if (id === undefined) return { condition: parseCondition(fhirParameters(query ?? new URLSearchParams())) };
  requireId(id);
  return { id };
}

function readTarget(
  segments: readonly string[],
  query: URLSearchParams | undefined,
): { id: string; versionId: string | undefined } {
  const [id, history, versionId, ...more] = segments;
  if (id === undefined || query !== undefined)
    throw new FhirError("invalid_bundle", "searches are not supported in a bundle; a GET entry must read [type]/[id]");
  requireId(id);
  if ((history !== undefined && (history !== "_history" || versionId === undefined)) || more.length > 0)
    throw new FhirError("invalid_bundle", "a GET entry must read [type]/[id] or [type]/[id]/_history/[version]");
  return { id, versionId };
}

function readResource(
  store: FhirStore,
  entry: JsonObject,
  { index, type }: { readonly index: number; readonly type: string },
): JsonObject {
  const { resource } = entry;
  if (!isJsonObject(resource)) throw new FhirError("invalid_bundle", "a POST or PUT entry must have a resource");
  checkResource(store, resource, `entry[${index}].resource`);
  if (resource["resourceType"] !== type)
    throw new FhirError("id_mismatch", `the resourceType of the resource differs from ${type} in the request url`);
  return resource;
}

/** A JSON Patch rides in a Binary (FHIR R4 §3.1.0.11.3 "Patch in bundles"). */
function readPatch(entry: JsonObject): JsonValue {
  const { resource } = entry;
  const data = isJsonObject(resource) ? (resource["data"] ?? resource["content"]) : undefined;
  if (!isJsonObject(resource) || resource["resourceType"] !== "Binary" || typeof data !== "string")
    throw new FhirError(
      "invalid_bundle",
      "a PATCH entry must have a Binary resource with the JSON Patch as base64 data",
    );
  if (resource["contentType"] !== "application/json-patch+json")
    throw new FhirError(
      "unsupported_media_type",
      "the Binary of a PATCH entry must have the contentType application/json-patch+json",
    );
  return parseBody(Buffer.from(data, "base64"));
}

function ifNoneExistOf(request: JsonObject): Condition | undefined {
  const text = optionalString(request, "ifNoneExist");
  return text === undefined ? undefined : parseConditionText(text);
}

function requireString(object: JsonObject, name: string): string {
  const value = optionalString(object, name);
  if (value === undefined) throw new FhirError("invalid_bundle", `request.${name} is missing`);
  return value;
}

function optionalString(object: JsonObject, name: string): string | undefined {
  const value = object[name];
  if (value === undefined) return undefined;
  if (typeof value !== "string") throw new FhirError("invalid_bundle", `request.${name} must be a string`);
  return value;
}
