import type { healthcare_v1 } from "@googleapis/healthcare";
import {
  BOOL,
  enumOf,
  messageOf,
  STRING,
  STRINGS,
  TIMESTAMP,
  type FieldsOf,
  type Message,
} from "#emulator/http/message.ts";

/** The request bodies of `fhirStores.bulkDelete` and `.rollback` (contract sections 7.5 and 7.6). */

export const VERSION_CONFIGS = ["ALL", "CURRENT_ONLY", "HISTORY_ONLY"] as const;
export const CHANGE_TYPES = ["ALL", "CREATE", "UPDATE", "DELETE"] as const;

const FHIR = "google.cloud.healthcare.v1.fhir";

/** Google's client has no typings of bulkDelete yet. */
export const BULK_DELETE_REQUEST: Message = {
  typeName: `${FHIR}.rest.BulkDeleteResourcesRequest`,
  fields: {
    gcsSource: messageOf(() => ({ typeName: `${FHIR}.GcsSource`, fields: { uri: STRING } })),
    gcsDestination: messageOf(() => ({ typeName: `${FHIR}.GcsDestination`, fields: { uriPrefix: STRING } })),
    type: STRING,
    until: TIMESTAMP,
    versionConfig: enumOf(
      `${FHIR}.rest.BulkDeleteResourcesRequest.VersionConfig`,
      "VERSION_CONFIG_UNSPECIFIED",
      VERSION_CONFIGS,
    ),
    validateOnly: BOOL,
  },
};

export const ROLLBACK_REQUEST: Message = {
  typeName: `${FHIR}.RollbackFhirResourcesRequest`,
  fields: {
    changeType: enumOf(`${FHIR}.RollbackFhirResourcesRequest.ChangeType`, "CHANGE_TYPE_UNSPECIFIED", CHANGE_TYPES),
    excludeRollbacks: BOOL,
    filteringFields: messageOf(() => ({
      typeName: `${FHIR}.RollbackFhirResourceFilteringFields`,
      fields: {
        metadataFilter: STRING,
        operationIds: STRINGS,
      } satisfies FieldsOf<healthcare_v1.Schema$RollbackFhirResourceFilteringFields>,
    })),
    force: BOOL,
    inputGcsObject: STRING,
    resultGcsBucket: STRING,
    rollbackTime: TIMESTAMP,
    type: STRINGS,
  } satisfies FieldsOf<healthcare_v1.Schema$RollbackFhirResourcesRequest>,
};
