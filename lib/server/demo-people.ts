import type { Role } from "#lib/contract/roles.ts";

/** Who may sign in without a password in emulator mode, where all patients are invented. */
export const DEMO_PEOPLE: readonly {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly description: string;
}[] = [
  {
    id: "demo-steward",
    name: "Demo steward",
    role: "steward",
    description: "Reads, corrects and loads FHIR and HL7v2; changes no configuration.",
  },
  {
    id: "demo-imaging",
    name: "Demo imaging",
    role: "imaging",
    description: "Reads and loads DICOM; reads the FHIR resources around a study.",
  },
  {
    id: "demo-admin",
    name: "Demo admin",
    role: "admin",
    description: "May do everything, including deleting stores and labelling environments.",
  },
];

/** Issuer of the demo people, in sessions and audit records. */
export const DEMO_ISSUER = "demo";
