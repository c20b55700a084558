import type { JsonObject } from "#lib/fhir/lossless-json.ts";
import { collectReferences, parseReference } from "#lib/fhir/references.ts";
import type { Database } from "#emulator/store/database.ts";
import { catalogOf } from "./catalog.ts";
import type { FhirStore } from "./fhir-store.ts";
import { FhirError } from "./outcome.ts";
import type { Address } from "./resource-rows.ts";

/** More missing references than these are only counted. */
const MAX_LISTED = 20;

/**
 * Referential integrity of resources that were just written: everything they point to in their store must be there
 * (contract sections 8.2 and 8.12). Call after all writes of a transaction, inside it, so that its entries may point to each other.
 * @throws FhirError 400 that lists what is missing
 */
export function requireReferences(database: Database, store: FhirStore, resources: readonly JsonObject[]): void {
  if (store.disableReferentialIntegrity) return;
  const known = new Map<string, boolean>();
  const missing = new Set<string>();
  for (const resource of resources) {
    // What stands in a stored Bundle refers to other entries of it.
    if (resource["resourceType"] === "Bundle") continue;
    for (const { reference } of collectReferences(resource)) {
      let isKnown = known.get(reference);
      if (isKnown === undefined) known.set(reference, (isKnown = resolves(database, store, reference)));
      if (!isKnown) missing.add(reference);
    }
  }
  if (missing.size === 0) return;
  const listed = [...missing].slice(0, MAX_LISTED).join(", ");
  const more = missing.size > MAX_LISTED ? ` and ${missing.size - MAX_LISTED} more` : "";
  throw new FhirError("invalid_references", `reference to resources that do not exist in the store: ${listed}${more}`);
}

/** @throws FhirError 409 when a live resource other than itself points to it. Inside a write. */
export function requireUnreferenced(database: Database, store: FhirStore, address: Address): void {
  if (store.disableReferentialIntegrity) return;
  const catalog = catalogOf(database);
  const node = catalog.findNode(catalog.findType(store.id, address.type), address.id);
  if (!node) return;
  const by = database.get<{ type: string; id: string }>(
    `SELECT type.type, source.id FROM fhir_reference_rows AS row JOIN fhir_resources AS resource ON resource.rid = row.rid
     JOIN fhir_nodes AS source ON source.node = resource.node JOIN fhir_types AS type ON type.key = resource.type
     WHERE row.node = ? AND row.rid IS NOT ? LIMIT 1`,
    node.node,
    node.rid,
  );
  if (by) {
    throw new FhirError(
      "resource_conflict",
      `${address.type}/${address.id} cannot be deleted: ${by.type}/${by.id} refers to it`,
    );
  }
}

function resolves(database: Database, store: FhirStore, reference: string): boolean {
  // Contained resources and other servers' resources are not this store's business; a urn or a search is nothing that could be followed.
  if (reference.startsWith("#") || /^https?:/i.test(reference)) return true;
  const local = parseReference(reference);
  if (!local) return false;
  const catalog = catalogOf(database);
  return (catalog.findNode(catalog.findType(store.id, local.type), local.id)?.rid ?? null) !== null;
}
