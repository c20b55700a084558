import type { healthcare_v1 } from "@googleapis/healthcare";
import {
  BOOL,
  enumOf,
  INT64,
  listOf,
  messageOf,
  STRING,
  STRING_MAP,
  STRINGS,
  type Field,
  type FieldsOf,
  type Message,
} from "#emulator/http/message.ts";
import { DEIDENTIFY_CONFIG } from "./deidentify-messages.ts";

/** FhirStore and what it holds: contract section 7.1 and Appendix A. */
const FHIR = "google.cloud.healthcare.v1.fhir";

const message = (name: string, fields: Record<string, Field>): Message => ({ typeName: `${FHIR}.${name}`, fields });

const validationConfig = message("ValidationConfig", {
  disableFhirpathValidation: BOOL,
  disableProfileValidation: BOOL,
  disableReferenceTypeValidation: BOOL,
  disableRequiredFieldValidation: BOOL,
  enabledImplementationGuides: STRINGS,
  enableFhirpathProfileValidation: BOOL,
} satisfies FieldsOf<healthcare_v1.Schema$ValidationConfig, "enableFhirpathProfileValidation">);

const notificationConfig: Message = {
  typeName: "google.cloud.healthcare.v1.NotificationConfig",
  fields: { pubsubTopic: STRING, sendForBulkImport: BOOL } satisfies FieldsOf<healthcare_v1.Schema$NotificationConfig>,
};

const fhirNotificationConfig = message("FhirNotificationConfig", {
  pubsubTopic: STRING,
  sendFullResource: BOOL,
  sendPreviousResourceOnDelete: BOOL,
} satisfies FieldsOf<healthcare_v1.Schema$FhirNotificationConfig>);

const timePartitioning = message("TimePartitioning", {
  expirationMs: INT64,
  type: enumOf(`${FHIR}.TimePartitioning.PartitionType`, "PARTITION_TYPE_UNSPECIFIED", [
    "HOUR",
    "DAY",
    "MONTH",
    "YEAR",
  ]),
} satisfies FieldsOf<healthcare_v1.Schema$TimePartitioning>);

const schemaConfig = message("SchemaConfig", {
  lastUpdatedPartitionConfig: messageOf(() => timePartitioning),
  recursiveStructureDepth: INT64,
  schemaType: enumOf(`${FHIR}.SchemaConfig.SchemaType`, "SCHEMA_TYPE_UNSPECIFIED", ["ANALYTICS", "ANALYTICS_V2"]),
} satisfies FieldsOf<healthcare_v1.Schema$SchemaConfig>);

export const bigqueryDestination = message("BigQueryDestination", {
  datasetUri: STRING,
  force: BOOL,
  schemaConfig: messageOf(() => schemaConfig),
  writeDisposition: enumOf(`${FHIR}.BigQueryDestination.WriteDisposition`, "WRITE_DISPOSITION_UNSPECIFIED", [
    "WRITE_EMPTY",
    "WRITE_TRUNCATE",
    "WRITE_APPEND",
  ]),
} satisfies FieldsOf<healthcare_v1.Schema$GoogleCloudHealthcareV1FhirBigQueryDestination>);

const deidentifiedStoreDestination = message("DeidentifiedStoreDestination", {
  config: messageOf(() => DEIDENTIFY_CONFIG),
  store: STRING,
} satisfies FieldsOf<healthcare_v1.Schema$DeidentifiedStoreDestination>);

const streamConfig = message("StreamConfig", {
  bigqueryDestination: messageOf(() => bigqueryDestination),
  deidentifiedStoreDestination: messageOf(() => deidentifiedStoreDestination),
  resourceTypes: STRINGS,
} satisfies FieldsOf<healthcare_v1.Schema$StreamConfig>);

const accessDeterminationLogConfig = message("ConsentConfig.AccessDeterminationLogConfig", {
  logLevel: enumOf(`${FHIR}.ConsentConfig.AccessDeterminationLogConfig.LogLevel`, "LOG_LEVEL_UNSPECIFIED", [
    "DISABLED",
    "MINIMUM",
    "VERBOSE",
  ]),
} satisfies FieldsOf<healthcare_v1.Schema$AccessDeterminationLogConfig>);

const consentHeaderHandling = message("ConsentConfig.ConsentHeaderHandling", {
  profile: enumOf(`${FHIR}.ConsentConfig.ConsentHeaderHandling.ScopeProfile`, "SCOPE_PROFILE_UNSPECIFIED", [
    "PERMIT_EMPTY_SCOPE",
    "REQUIRED_ON_READ",
  ]),
} satisfies FieldsOf<healthcare_v1.Schema$ConsentHeaderHandling>);

const consentConfig = message("ConsentConfig", {
  accessDeterminationLogConfig: messageOf(() => accessDeterminationLogConfig),
  accessEnforced: BOOL,
  consentHeaderHandling: messageOf(() => consentHeaderHandling),
  enforcedAdminConsents: STRINGS,
  version: enumOf(`${FHIR}.ConsentConfig.ConsentVersion`, "CONSENT_VERSION_UNSPECIFIED", ["V1"]),
} satisfies FieldsOf<healthcare_v1.Schema$ConsentConfig>);

const bulkExportGcsDestination = message("BulkExportGcsDestination", {
  uriPrefix: STRING,
} satisfies FieldsOf<healthcare_v1.Schema$BulkExportGcsDestination>);

/** `enableHistoryImport` and `enableHistoryModifications` are hidden fields that Terraform sets; they are kept as sent. */
export const FHIR_STORE = message("FhirStore", {
  bulkExportGcsDestination: messageOf(() => bulkExportGcsDestination),
  complexDataTypeReferenceParsing: enumOf(
    `${FHIR}.FhirStore.ComplexDataTypeReferenceParsing`,
    "COMPLEX_DATA_TYPE_REFERENCE_PARSING_UNSPECIFIED",
    ["DISABLED", "ENABLED"],
  ),
  consentConfig: messageOf(() => consentConfig),
  defaultSearchHandlingStrict: BOOL,
  disableReferentialIntegrity: BOOL,
  disableResourceVersioning: BOOL,
  enableUpdateCreate: BOOL,
  labels: STRING_MAP,
  name: STRING,
  notificationConfig: messageOf(() => notificationConfig),
  notificationConfigs: listOf(messageOf(() => fhirNotificationConfig)),
  streamConfigs: listOf(messageOf(() => streamConfig)),
  validationConfig: messageOf(() => validationConfig),
  version: enumOf(`${FHIR}.FhirStore.Version`, "VERSION_UNSPECIFIED", ["DSTU2", "STU3", "R4", "R5"]),
  enableHistoryImport: BOOL,
  enableHistoryModifications: BOOL,
} satisfies FieldsOf<healthcare_v1.Schema$FhirStore, "enableHistoryImport" | "enableHistoryModifications">);
