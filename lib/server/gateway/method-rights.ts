import type { Method } from "#lib/contract/methods.ts";

/** Last words of permissions that only read. Everything else counts as a change, also what a later API version adds. */
const READ_VERBS = new Set([
  "get",
  "list",
  "getIamPolicy",
  "searchResources",
  "dicomWebRead",
  "getFhirOperation",
  "checkDataAccess",
  "evaluateUserConsents",
  "explainDataAccess",
  "analyzeEntities",
  "translateConceptMap",
]);

/** Google publishes no permission for the IAM methods of data mapper workspaces; those of the dataset above stand in. */
const STAND_INS: Readonly<Record<string, readonly string[]>> = {
  "healthcare.projects.locations.datasets.dataMapperWorkspaces.getIamPolicy": ["healthcare.datasets.getIamPolicy"],
  "healthcare.projects.locations.datasets.dataMapperWorkspaces.setIamPolicy": ["healthcare.datasets.setIamPolicy"],
};

/** The permissions a caller must hold, all of them. Empty only for testIamPermissions, which tells people about themselves. */
export function permissionsOf(method: Method): readonly string[] {
  return STAND_INS[method.id] ?? method.permissions;
}

/** True when the method changes something, by what its permissions allow and not by its HTTP verb: searches are POST, exports GET. */
export function isWrite(method: Method): boolean {
  if (method.id.endsWith(".testIamPermissions")) return false;
  const permissions = permissionsOf(method);
  return (
    permissions.length === 0 || !permissions.every((name) => READ_VERBS.has(name.slice(name.lastIndexOf(".") + 1)))
  );
}
