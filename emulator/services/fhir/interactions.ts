import { randomUUID } from "node:crypto";
import { applyJsonPatch, JsonPatchError } from "#lib/fhir/json-patch.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "#lib/fhir/lossless-json.ts";
import { findByCondition, type Condition } from "./conditions.ts";
import { noteDeidChange } from "./deid-changes.ts";
import type { FhirStore } from "./fhir-store.ts";
import { requireUnreferenced } from "./integrity.ts";
import { FhirError } from "./outcome.ts";
import { checkResource, requireId } from "./resource-body.ts";
import {
  dropResource,
  findResource,
  parseStored,
  putResource,
  type Address,
  type Found,
  type StoredResource,
  type WriteContext,
} from "./resource-rows.ts";
import { versionIdOf } from "./version-id.ts";

/** What a write did. References of `written` are still to be checked: in a transaction only after all its entries. */
export interface Outcome {
  readonly status: 200 | 201;
  readonly resource: StoredResource;
  /** Undefined when nothing was written, as for a create whose If-None-Exist found one. */
  readonly written: JsonObject | undefined;
}

/** `If-Match` and `If-None-Match` as sent. */
export interface Preconditions {
  readonly ifMatch?: string | undefined;
  readonly ifNoneMatch?: string | undefined;
}

/*
 * The write interactions (contract section 8.4), all inside a write. Resources come checked by checkResource(). Each throws FhirError before it
 * has changed anything.
 */

/** POST: stores the resource under a new id (`newId` when it was chosen before), or answers the one that `ifNoneExist` finds. */
export function createResource(
  context: WriteContext,
  store: FhirStore,
  resource: JsonObject,
  creation: { readonly ifNoneExist?: Condition | undefined; readonly newId?: string } = {},
): Outcome {
  const type = String(resource["resourceType"]);
  const existing = creation.ifNoneExist && findByCondition(context.database, store, type, creation.ifNoneExist);
  if (existing !== undefined) {
    const found = findResource(context.database, store, { type, id: existing });
    if (found.state === "live") return { status: 200, resource: found.resource, written: undefined };
  }
  return put(context, store, { ...resource, id: creation.newId ?? randomUUID() }, 201);
}

/** PUT: replaces the resource; creates it only when the store allows clients to choose ids. */
export function updateResource(
  context: WriteContext,
  store: FhirStore,
  address: Address,
  update: Preconditions & { readonly resource: JsonObject },
): Outcome {
  requireSameAddress(address, update.resource);
  const found = findResource(context.database, store, address);
  requirePreconditions(address, found, update);
  if (found.state === "live") return put(context, store, update.resource, 200);
  if (!store.enableUpdateCreate) {
    throw new FhirError(
      "resource_not_found",
      `${address.type}/${address.id} was not found, and the store does not create resources by update (enableUpdateCreate is false)`,
    );
  }
  return put(context, store, update.resource, 201);
}

/** PUT by identifier: replaces the one match; without a match creates, under the body's id when it has one. */
export function updateByCondition(
  context: WriteContext,
  store: FhirStore,
  type: string,
  update: Preconditions & { readonly resource: JsonObject; readonly condition: Condition; readonly newId?: string },
): Outcome {
  const { resource } = update;
  requireSameType(type, resource);
  const match = findByCondition(context.database, store, type, update.condition);
  const bodyId = resource["id"];
  if (match !== undefined) {
    if (bodyId !== undefined && bodyId !== match) {
      throw new FhirError(
        "id_mismatch",
        "the ID in the body differs from that of the resource that matches the criteria",
      );
    }
    return updateResource(context, store, { type, id: match }, { ...update, resource: { ...resource, id: match } });
  }
  if (typeof bodyId === "string") return updateResource(context, store, { type, id: bodyId }, update);
  return createResource(context, store, resource, update.newId === undefined ? {} : { newId: update.newId });
}

/** PATCH with an RFC 6902 document. */
export function patchResource(
  context: WriteContext,
  store: FhirStore,
  address: Address,
  change: Preconditions & { readonly patch: JsonValue },
): Outcome {
  const found = findResource(context.database, store, address);
  const current = requireLive(address, found);
  requirePreconditions(address, found, change);
  const patched = applyPatch(parseStored(current.json), change.patch);
  checkResource(store, patched);
  requireSameAddress(address, patched);
  return put(context, store, patched, 200);
}

/** PATCH by identifier: exactly one resource must have it. */
export function patchByCondition(
  context: WriteContext,
  store: FhirStore,
  type: string,
  change: Preconditions & { readonly patch: JsonValue; readonly condition: Condition },
): Outcome {
  const id = findByCondition(context.database, store, type, change.condition);
  if (id === undefined) throw new FhirError("resource_not_found", `no ${type} matches the criteria`);
  return patchResource(context, store, { type, id }, change);
}

/** DELETE: succeeds also when there is nothing to delete. */
export function deleteResource(
  context: WriteContext,
  store: FhirStore,
  address: Address,
  preconditions: Preconditions = {},
): void {
  if (preconditions.ifMatch !== undefined)
    requirePreconditions(address, findResource(context.database, store, address), preconditions);
  drop(context, store, address);
}

/** As deleteResource, for the one that has the identifier. Returns what was deleted. */
export function deleteByCondition(
  context: WriteContext,
  store: FhirStore,
  type: string,
  condition: Condition,
): Address | undefined {
  const id = findByCondition(context.database, store, type, condition);
  if (id === undefined) return undefined;
  drop(context, store, { type, id });
  return { type, id };
}

/** Deletes that must leave no dangling reference: call after the deletes of one request. @throws FhirError 409 */
export function requireNoDangling(context: WriteContext, store: FhirStore, deleted: readonly Address[]): void {
  for (const address of deleted) {
    if (findResource(context.database, store, address).state !== "live")
      requireUnreferenced(context.database, store, address);
  }
}

/** The current version. @throws FhirError 404 when there never was one, 410 when it was deleted. */
export function requireLive(address: Address, found: Found): StoredResource {
  if (found.state === "live") return found.resource;
  const name = `${address.type}/${address.id}`;
  if (found.state === "deleted") throw new FhirError("resource_deleted", `resource was deleted: ${name}`);
  throw new FhirError("resource_not_found", `resource not found: ${name}`);
}

/** The version ids in `W/"a", "b"`. */
export function etagsOf(header: string): string[] {
  return header.split(",").map((tag) =>
    tag
      .trim()
      .replace(/^W\//, "")
      .replace(/^"(.*)"$/, "$1"),
  );
}

function put(context: WriteContext, store: FhirStore, resource: JsonObject, status: 200 | 201): Outcome {
  const stored = putResource(context, store, resource, !store.disableResourceVersioning);
  noteDeidChange(context.database, store, stored);
  return { status, resource: stored, written: resource };
}

function drop(context: WriteContext, store: FhirStore, address: Address): void {
  if (dropResource(context, store, address)) noteDeidChange(context.database, store, address);
}

function requirePreconditions(address: Address, found: Found, { ifMatch, ifNoneMatch }: Preconditions): void {
  const versionId = found.state === "live" ? versionIdOf(found.resource.version) : undefined;
  const matches = (header: string): boolean =>
    versionId !== undefined && etagsOf(header).some((etag) => etag === "*" || etag === versionId);
  if (ifMatch !== undefined && !matches(ifMatch)) {
    throw new FhirError(
      "version_mismatch",
      `If-Match does not fit the current version of ${address.type}/${address.id}`,
    );
  }
  if (ifNoneMatch !== undefined && matches(ifNoneMatch)) {
    throw new FhirError("version_mismatch", `If-None-Match: ${address.type}/${address.id} exists in that version`);
  }
}

function requireSameAddress(address: Address, resource: JsonObject): void {
  requireSameType(address.type, resource);
  requireId(address.id);
  if (resource["id"] !== address.id) {
    throw new FhirError("id_mismatch", "the body must have an id that equals the ID in the path");
  }
}

function requireSameType(type: string, resource: JsonObject): void {
  if (resource["resourceType"] !== type) {
    throw new FhirError("id_mismatch", `the resourceType in the body differs from ${type} in the path`);
  }
}

function applyPatch(resource: JsonObject, patch: JsonValue): JsonObject {
  let patched: JsonValue;
  try {
    patched = applyJsonPatch(resource, patch);
  } catch (error) {
    if (!(error instanceof JsonPatchError)) throw error;
    throw new FhirError(error.reason === "test" ? "patch_test_failed" : "invalid_patch", error.message);
  }
  if (!isJsonObject(patched)) throw new FhirError("invalid_patch", "the patch leaves no JSON object");
  return patched;
}
