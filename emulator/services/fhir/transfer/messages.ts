import type { healthcare_v1 } from "@googleapis/healthcare";
import { enumOf, messageOf, STRING, TIMESTAMP, type FieldsOf, type Message } from "#emulator/http/message.ts";
import { bigqueryDestination } from "#emulator/services/stores/fhir-store-message.ts";

/** The request bodies of `fhirStores.import` and `.export` (contract sections 7.3 and 7.4). */

export const CONTENT_STRUCTURES = ["BUNDLE", "RESOURCE", "BUNDLE_PRETTY", "RESOURCE_PRETTY"] as const;

const FHIR = "google.cloud.healthcare.v1.fhir";

const GCS_SOURCE = {
  typeName: `${FHIR}.GcsSource`,
  fields: { uri: STRING } satisfies FieldsOf<healthcare_v1.Schema$GoogleCloudHealthcareV1FhirGcsSource>,
};

export const IMPORT_REQUEST: Message = {
  typeName: `${FHIR}.rest.ImportResourcesRequest`,
  fields: {
    contentStructure: enumOf(
      `${FHIR}.rest.ImportResourcesRequest.ContentStructure`,
      "CONTENT_STRUCTURE_UNSPECIFIED",
      CONTENT_STRUCTURES,
    ),
    gcsSource: messageOf(() => GCS_SOURCE),
  } satisfies FieldsOf<healthcare_v1.Schema$ImportResourcesRequest>,
};

const GCS_DESTINATION = {
  typeName: `${FHIR}.GcsDestination`,
  fields: { uriPrefix: STRING } satisfies FieldsOf<healthcare_v1.Schema$GoogleCloudHealthcareV1FhirGcsDestination>,
};

export const EXPORT_REQUEST: Message = {
  typeName: `${FHIR}.rest.ExportResourcesRequest`,
  fields: {
    gcsDestination: messageOf(() => GCS_DESTINATION),
    bigqueryDestination: messageOf(() => bigqueryDestination),
    _since: TIMESTAMP,
    _type: STRING,
  } satisfies FieldsOf<healthcare_v1.Schema$ExportResourcesRequest>,
};
