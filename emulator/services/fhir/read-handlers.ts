import type { Context, EmulatorRequest, Reply } from "#emulator/http/route.ts";
import { addressOf } from "./addresses.ts";
import { catalogOf } from "./catalog.ts";
import { requireFhirStore, type FhirStore } from "./fhir-store.ts";
import { etagsOf, requireLive } from "./interactions.ts";
import { FhirError } from "./outcome.ts";
import { readReply } from "./replies.ts";
import { findResource, type Address, type StoredResource } from "./resource-rows.ts";
import { etagOf, microsOfVersionId, versionIdOf } from "./version-id.ts";

/** GET `{type}/{id}` */
export function read(request: EmulatorRequest, context: Context): Reply {
  const store = requireFhirStore(request, context);
  const resource = readCurrent(request, context, store);
  if (isNotModified(request, resource)) return { status: 304, headers: { etag: etagOf(resource.version) } };
  return readReply(resource);
}

/** GET `{type}/{id}/_history/{version}` */
export function vread(request: EmulatorRequest, context: Context): Reply {
  const store = requireFhirStore(request, context);
  return readReply(readVersion(request, context, store));
}

/** The current version that the path names. */
export function readCurrent(request: EmulatorRequest, context: Context, store: FhirStore): StoredResource {
  return readStoredVersion(context, store, addressOf(request, store), undefined);
}

/** The version that the path names, also of a deleted resource. @throws FhirError 404, 410 for the deletion itself, 400 without versioning */
export function readVersion(request: EmulatorRequest, context: Context, store: FhirStore): StoredResource {
  return readStoredVersion(context, store, addressOf(request, store), request.params["version"] ?? "");
}

/** The current version of a resource, or one of its versions. @throws as readCurrent and readVersion */
export function readStoredVersion(
  context: Pick<Context, "database">,
  store: FhirStore,
  address: Address,
  versionId: string | undefined,
): StoredResource {
  if (versionId === undefined) return requireLive(address, findResource(context.database, store, address));
  requireVersioning(store);
  const version = microsOfVersionId(versionId);
  const row = version === undefined ? undefined : findVersion(context, store, { ...address, version });
  if (!row || version === undefined) {
    throw new FhirError("resource_not_found", `version not found: ${address.type}/${address.id}`);
  }
  if (row.json === null)
    throw new FhirError("resource_deleted", `the version is the deletion of ${address.type}/${address.id}`);
  return { ...address, version, json: row.json };
}

/** @throws FhirError when the store keeps no versions */
export function requireVersioning(store: FhirStore): void {
  if (store.disableResourceVersioning)
    throw new FhirError("versioning_disabled", "resource versioning is disabled in this FHIR store");
}

function findVersion(
  context: Pick<Context, "database">,
  store: FhirStore,
  { type, id, version }: Address & { readonly version: number },
): { json: string | null } | undefined {
  const catalog = catalogOf(context.database);
  const node = catalog.findNode(catalog.findType(store.id, type), id);
  if (!node) return undefined;
  return (
    context.database.get<{ json: string | null }>(
      "SELECT json FROM fhir_versions WHERE node = ? AND version = ?",
      node.node,
      version,
    ) ??
    context.database.get<{ json: string | null }>(
      "SELECT json FROM fhir_resources WHERE rid = ? AND version = ?",
      node.rid,
      version,
    )
  );
}

function isNotModified(request: EmulatorRequest, resource: StoredResource): boolean {
  const etag = request.headers["if-none-match"];
  if (etag !== undefined) return etagsOf(etag).some((tag) => tag === "*" || tag === versionIdOf(resource.version));
  const since = Date.parse(request.headers["if-modified-since"] ?? "");
  return Number.isFinite(since) && Math.floor(resource.version / 1_000_000) * 1000 <= since;
}
