import { parseResourceName, type StoreKind } from "#lib/contract/resource-name.ts";
import { requirePermissions } from "#lib/server/gateway/authorize.ts";
import { problem } from "#lib/server/problems.ts";
import type { Runtime } from "#lib/server/runtime.ts";
import type { Session } from "#lib/server/sessions.ts";
import { mayOnStore } from "./store-permission.ts";

/** What searching needs, by kind of store; a kind without searches to keep has none. */
const SEARCH_PERMISSION: Readonly<Partial<Record<StoreKind, string>>> = {
  fhirStores: "healthcare.fhirStores.searchResources",
  hl7V2Stores: "healthcare.hl7V2Messages.list",
  dicomStores: "healthcare.dicomStores.dicomWebRead",
};

/**
 * Lets those pass who may search the store.
 * @param refuse the error instead of the one that names the permission, where even the search's existence is nobody else's business
 * @throws ProblemError INVALID_ARGUMENT for what is no FHIR, HL7v2 or DICOM store, PERMISSION_DENIED for others
 */
export async function requireSearch(
  runtime: Runtime,
  session: Session,
  store: string,
  refuse?: () => Error,
): Promise<void> {
  const name = parseResourceName(store);
  const permission = name?.kind === "store" ? SEARCH_PERMISSION[name.storeKind] : undefined;
  if (permission === undefined)
    throw problem("INVALID_ARGUMENT", "store: must be the name of a FHIR, HL7v2 or DICOM store.");
  try {
    requirePermissions(session, [permission]);
  } catch (error) {
    throw refuse ? refuse() : error;
  }
  if (await mayOnStore(runtime, session, { store, permission })) return;
  throw refuse
    ? refuse()
    : problem("PERMISSION_DENIED", `This needs the permission ${permission} on the store, which you do not have.`, {
        permission,
      });
}
