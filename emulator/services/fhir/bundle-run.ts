import type { Context } from "#emulator/http/route.ts";
import type { BundleEntry } from "./bundle-entry.ts";
import { entryText } from "./bundle-text.ts";
import type { FhirStore } from "./fhir-store.ts";
import {
  createResource,
  deleteByCondition,
  deleteResource,
  patchByCondition,
  patchResource,
  updateByCondition,
  updateResource,
  type Outcome,
} from "./interactions.ts";
import { outcomeText, type FhirError } from "./outcome.ts";
import { readStoredVersion } from "./read-handlers.ts";
import type { Address, StoredResource } from "./resource-rows.ts";
import { etagOf, lastUpdatedOf, versionIdOf } from "./version-id.ts";

/** What became of an entry. */
export type EntryResult =
  | { readonly kind: "written"; readonly outcome: Outcome }
  | { readonly kind: "deleted"; readonly address: Address | undefined }
  | { readonly kind: "read"; readonly resource: StoredResource };

/** Does what one entry asks for. Inside a write. @param newId id for a POST that was chosen before */
export function runEntry(context: Context, store: FhirStore, entry: BundleEntry, newId?: string): EntryResult {
  const { type, preconditions } = entry;
  switch (entry.method) {
    case "POST": {
      const creation = { ifNoneExist: entry.ifNoneExist, ...(newId === undefined ? {} : { newId }) };
      return { kind: "written", outcome: createResource(context, store, entry.resource, creation) };
    }
    case "PUT":
      return { kind: "written", outcome: put(context, store, entry, newId) };
    case "PATCH": {
      const change = { patch: entry.patch, ...preconditions };
      const outcome =
        "id" in entry.target
          ? patchResource(context, store, { type, id: entry.target.id }, change)
          : patchByCondition(context, store, type, { ...change, condition: entry.target.condition });
      return { kind: "written", outcome };
    }
    case "DELETE":
      return { kind: "deleted", address: remove(context, store, entry) };
    case "GET":
      return { kind: "read", resource: readStoredVersion(context, store, { type, id: entry.id }, entry.versionId) };
  }
}

/** The response entry, as JSON text. Written resources are only shown when asked for. */
export function resultText(base: string, result: EntryResult, showsWritten: boolean): string {
  switch (result.kind) {
    case "written": {
      const { resource, status } = result.outcome;
      return entryText({
        resource: showsWritten ? resource.json : undefined,
        response: {
          ...versionOf(resource),
          location: locationOf(base, resource),
          status: status === 201 ? "201 Created" : "200 OK",
        },
      });
    }
    case "deleted":
      return entryText({ response: { status: "200 OK" } });
    case "read": {
      const { resource } = result;
      return entryText({
        fullUrl: `${base}/${resource.type}/${resource.id}`,
        resource: resource.json,
        response: { ...versionOf(resource), status: "200 OK" },
      });
    }
  }
}

const STATUS_TEXTS: Readonly<Record<number, string>> = {
  400: "400 Bad Request",
  403: "403 Forbidden",
  404: "404 Not Found",
  409: "409 Conflict",
  410: "410 Gone",
  412: "412 Precondition Failed",
  413: "413 Payload Too Large",
  415: "415 Unsupported Media Type",
  422: "422 Unprocessable Entity",
};

/** The response entry of a failed entry of a batch. */
export function failureText(error: FhirError): string {
  const status = STATUS_TEXTS[error.status] ?? String(error.status);
  return entryText({ response: { outcome: outcomeText(error.issues), status } });
}

function put(
  context: Context,
  store: FhirStore,
  entry: Extract<BundleEntry, { method: "PUT" }>,
  newId: string | undefined,
): Outcome {
  const { type, resource, preconditions, target } = entry;
  if ("id" in target) return updateResource(context, store, { type, id: target.id }, { resource, ...preconditions });
  const update = { resource, condition: target.condition, ...preconditions };
  return updateByCondition(context, store, type, newId === undefined ? update : { ...update, newId });
}

function remove(
  context: Context,
  store: FhirStore,
  entry: Extract<BundleEntry, { method: "DELETE" }>,
): Address | undefined {
  const { type, target, preconditions } = entry;
  if (!("id" in target)) return deleteByCondition(context, store, type, target.condition);
  deleteResource(context, store, { type, id: target.id }, preconditions);
  return { type, id: target.id };
}

function versionOf(resource: StoredResource): { etag: string; lastModified: string } {
  return { etag: etagOf(resource.version), lastModified: lastUpdatedOf(resource.version) };
}

function locationOf(base: string, resource: StoredResource): string {
  return `${base}/${resource.type}/${resource.id}/_history/${versionIdOf(resource.version)}`;
}
