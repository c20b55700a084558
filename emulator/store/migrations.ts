import { DICOM_SCHEMA } from "#emulator/services/dicomweb/schema.ts";
import { DEID_STREAM_SCHEMA } from "#emulator/services/fhir/deid-changes.ts";
import { FHIR_INDEX_SCHEMA } from "#emulator/services/fhir/rebuild-index.ts";
import { FHIR_SCHEMA } from "#emulator/services/fhir/schema.ts";
import { HL7V2_CHANGES_SCHEMA, HL7V2_SCHEMA } from "#emulator/services/hl7v2/schema.ts";
import { SAMPLE_SCHEMA } from "#emulator/sample/schema.ts";
import { ADMIN_SCHEMA } from "./admin-schema.ts";

/** Schema steps in order; step n is `PRAGMA user_version` n. A released step never changes: append the next one. */
export const MIGRATIONS: readonly string[] = [
  ADMIN_SCHEMA,
  FHIR_SCHEMA,
  SAMPLE_SCHEMA,
  HL7V2_SCHEMA,
  DICOM_SCHEMA,
  HL7V2_CHANGES_SCHEMA,
  FHIR_INDEX_SCHEMA,
  DEID_STREAM_SCHEMA,
];
