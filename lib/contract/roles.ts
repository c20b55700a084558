import { METHODS } from "#lib/contract/methods.ts";

export const ROLES = ["steward", "imaging", "admin"] as const;
export type Role = (typeof ROLES)[number];

/** Everybody who may sign in walks the tree and reads configuration. */
const BROWSE = [
  "locations.get",
  "locations.list",
  "datasets.get",
  "datasets.list",
  "operations.get",
  "operations.list",
];
const SEE_STORES = ["fhirStores", "dicomStores", "hl7V2Stores", "consentStores"].flatMap((kind) => [
  `${kind}.get`,
  `${kind}.list`,
]);

/** Clinical data stewards read, correct and load FHIR and HL7v2; they do not reconfigure, delete or de-identify stores. */
const STEWARD = [
  "fhirStores.searchResources",
  "fhirStores.executeBundle",
  "fhirResources.get",
  "fhirResources.create",
  "fhirResources.update",
  "fhirResources.patch",
  "fhirResources.delete",
  "fhirResources.translateConceptMap",
  "hl7V2Messages.create",
  "hl7V2Messages.get",
  "hl7V2Messages.ingest",
  "hl7V2Messages.list",
  "hl7V2Messages.update",
];

/** Imaging teams see and load DICOM; they read the FHIR resources around a study but do not change them. */
const IMAGING = [
  "dicomStores.dicomWebRead",
  "dicomStores.dicomWebWrite",
  "dicomStores.import",
  "dicomStores.export",
  "fhirStores.searchResources",
  "fhirResources.get",
];

const full = (names: readonly string[]): ReadonlySet<string> => new Set(names.map((name) => `healthcare.${name}`));

/** Roles are sets of Google's own IAM permission names; one word decides a button, a gateway call and a 403 sentence. */
export const ROLE_PERMISSIONS: Readonly<Record<Role, ReadonlySet<string>>> = {
  steward: full([...BROWSE, ...SEE_STORES, ...STEWARD]),
  imaging: full([...BROWSE, ...SEE_STORES, ...IMAGING]),
  admin: new Set(METHODS.flatMap((method) => method.permissions)),
};

export function isRole(value: unknown): value is Role {
  return typeof value === "string" && (ROLES as readonly string[]).includes(value);
}

/** The first of `permissions` that none of `roles` holds, or undefined when all are held. No roles hold nothing. */
export function missingPermission(roles: readonly Role[], permissions: readonly string[]): string | undefined {
  return permissions.find((permission) => !roles.some((role) => ROLE_PERMISSIONS[role].has(permission)));
}
