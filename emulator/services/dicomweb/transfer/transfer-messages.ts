import type { healthcare_v1 } from "@googleapis/healthcare";
import { BOOL, enumOf, messageOf, STRING, type FieldsOf, type Message } from "#emulator/http/message.ts";

/** The request bodies of `dicomStores.import`, `.export` and `.setBlobStorageSettings` (contract 9.2 to 9.4). */

const DICOM = "google.cloud.healthcare.v1.dicom";

export const STORAGE_CLASSES = ["STANDARD", "NEARLINE", "COLDLINE", "ARCHIVE"] as const;

const blobStorageSettings: Message = {
  typeName: "google.cloud.healthcare.v1.BlobStorageSettings",
  fields: {
    blobStorageClass: enumOf(
      "google.cloud.healthcare.v1.BlobStorageSettings.BlobStorageClass",
      "BLOB_STORAGE_CLASS_UNSPECIFIED",
      STORAGE_CLASSES,
    ),
  } satisfies FieldsOf<healthcare_v1.Schema$BlobStorageSettings>,
};

const filterConfig: Message = {
  typeName: `${DICOM}.DicomFilterConfig`,
  fields: { resourcePathsGcsUri: STRING } satisfies FieldsOf<healthcare_v1.Schema$DicomFilterConfig>,
};

const gcsSource: Message = {
  typeName: `${DICOM}.GcsSource`,
  fields: { uri: STRING } satisfies FieldsOf<healthcare_v1.Schema$GoogleCloudHealthcareV1DicomGcsSource>,
};

export const IMPORT_REQUEST: Message = {
  typeName: `${DICOM}.ImportDicomDataRequest`,
  fields: {
    gcsSource: messageOf(() => gcsSource),
    blobStorageSettings: messageOf(() => blobStorageSettings),
  } satisfies FieldsOf<healthcare_v1.Schema$ImportDicomDataRequest>,
};

const gcsDestination: Message = {
  typeName: `${DICOM}.GcsDestination`,
  fields: {
    mimeType: STRING,
    uriPrefix: STRING,
  } satisfies FieldsOf<healthcare_v1.Schema$GoogleCloudHealthcareV1DicomGcsDestination>,
};

/** Only whether it is there matters: the emulator has no BigQuery. */
const bigqueryDestination: Message = {
  typeName: `${DICOM}.BigQueryDestination`,
  fields: {
    tableUri: STRING,
    force: BOOL,
    includeSourceStore: BOOL,
    writeDisposition: STRING,
    schemaJson: messageOf(() => ({ typeName: `${DICOM}.BigQueryDestination.SchemaJSON`, fields: {} })),
    schemaFlattened: messageOf(() => ({ typeName: `${DICOM}.BigQueryDestination.SchemaFlattened`, fields: {} })),
  },
};

export const EXPORT_REQUEST: Message = {
  typeName: `${DICOM}.ExportDicomDataRequest`,
  fields: {
    gcsDestination: messageOf(() => gcsDestination),
    bigqueryDestination: messageOf(() => bigqueryDestination),
    filterConfig: messageOf(() => filterConfig),
  } satisfies FieldsOf<healthcare_v1.Schema$ExportDicomDataRequest, "filterConfig">,
};

export const SET_STORAGE_REQUEST: Message = {
  typeName: `${DICOM}.SetBlobStorageSettingsRequest`,
  fields: {
    blobStorageSettings: messageOf(() => blobStorageSettings),
    filterConfig: messageOf(() => filterConfig),
  } satisfies FieldsOf<healthcare_v1.Schema$SetBlobStorageSettingsRequest>,
};
