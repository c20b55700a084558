import type { JsonObject } from "#lib/fhir/lossless-json.ts";
import type { FhirStore } from "./fhir-store.ts";
import { checkImported } from "./resource-body.ts";
import { putResource, type WriteContext } from "./resource-rows.ts";

/**
 * Stores a resource of an import or of seeded data under its own id. Call inside `database.write()`.
 * As the service's import does: an existing resource is overwritten in place without a history version, and the store's settings for
 * update-create and referential integrity are ignored (contract section 7.3). `meta.versionId` and `lastUpdated` are set anew.
 * @param context needs only the database and the clock
 * @param store from `fhirStoreOf(row)` of `findStore()`'s row
 * @param resource from `parseJson()`, so that its decimals keep their spelling
 * @throws FhirError before anything is changed (unknown type, missing or bad id, invalid content), so a caller may go on with the next.
 */
export function importResource(context: WriteContext, store: FhirStore, resource: JsonObject): void {
  checkImported(store, resource);
  putImported(context, store, resource);
}

/** As importResource, with a resource that `checkImported` let pass for this store. */
export function putImported(context: WriteContext, store: FhirStore, resource: JsonObject): void {
  putResource(context, store, resource, false);
}
