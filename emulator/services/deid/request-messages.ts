import type { healthcare_v1 } from "@googleapis/healthcare";
import { BOOL, messageOf, STRING, STRINGS, type FieldsOf, type Message } from "#emulator/http/message.ts";
import type { ApiVersion } from "#emulator/services/operations/runner.ts";
import { BETA_DEIDENTIFY_CONFIG } from "#emulator/services/stores/beta-deidentify-messages.ts";
import { DEIDENTIFY_CONFIG } from "#emulator/services/stores/deidentify-messages.ts";

/** The request bodies of the three `:deidentify` methods (contract 13.1). */

const config = { config: messageOf(() => DEIDENTIFY_CONFIG), gcsConfigUri: STRING };
const betaConfig = messageOf(() => BETA_DEIDENTIFY_CONFIG);

/** The body of the same method under the prefix of a version. */
export function bodyMessage(request: Message, version: ApiVersion): Message {
  return version === "v1" ? request : { ...request, fields: { ...request.fields, config: betaConfig } };
}

export const DEIDENTIFY_DATASET_REQUEST: Message = {
  typeName: "google.cloud.healthcare.v1.dataset.DeidentifyDatasetRequest",
  fields: {
    ...config,
    destinationDataset: STRING,
  } satisfies FieldsOf<healthcare_v1.Schema$DeidentifyDatasetRequest>,
};

const dicomFilter: Message = {
  typeName: "google.cloud.healthcare.v1.dicom.DicomFilterConfig",
  fields: { resourcePathsGcsUri: STRING } satisfies FieldsOf<healthcare_v1.Schema$DicomFilterConfig>,
};

export const DEIDENTIFY_DICOM_STORE_REQUEST: Message = {
  typeName: "google.cloud.healthcare.v1.dicom.DeidentifyDicomStoreRequest",
  fields: {
    ...config,
    destinationStore: STRING,
    filterConfig: messageOf(() => dicomFilter),
  } satisfies FieldsOf<healthcare_v1.Schema$DeidentifyDicomStoreRequest>,
};

const resources: Message = {
  typeName: "google.cloud.healthcare.v1.fhir.Resources",
  fields: { resources: STRINGS } satisfies FieldsOf<healthcare_v1.Schema$Resources>,
};

const fhirFilter: Message = {
  typeName: "google.cloud.healthcare.v1.fhir.FhirFilter",
  fields: { resources: messageOf(() => resources) } satisfies FieldsOf<healthcare_v1.Schema$FhirFilter>,
};

export const DEIDENTIFY_FHIR_STORE_REQUEST: Message = {
  typeName: "google.cloud.healthcare.v1.fhir.DeidentifyFhirStoreRequest",
  fields: {
    ...config,
    destinationStore: STRING,
    resourceFilter: messageOf(() => fhirFilter),
    skipModifiedResources: BOOL,
  } satisfies FieldsOf<healthcare_v1.Schema$DeidentifyFhirStoreRequest>,
};
