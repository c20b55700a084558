import type { healthcare_v1 } from "@googleapis/healthcare";
import {
  BOOL,
  enumOf,
  listOf,
  messageOf,
  STRING,
  STRING_MAP,
  type Field,
  type FieldsOf,
  type Message,
} from "#emulator/http/message.ts";

/** DicomStore and what it holds: contract section 9.1 and Appendix A. */
const DICOM = "google.cloud.healthcare.v1.dicom";

const message = (name: string, fields: Record<string, Field>): Message => ({ typeName: `${DICOM}.${name}`, fields });

const notificationConfig: Message = {
  typeName: "google.cloud.healthcare.v1.NotificationConfig",
  fields: { pubsubTopic: STRING, sendForBulkImport: BOOL } satisfies FieldsOf<healthcare_v1.Schema$NotificationConfig>,
};

const dicomNotificationConfig = message("DicomNotificationConfig", { pubsubTopic: STRING });

const bigqueryDestination = message("BigQueryDestination", {
  force: BOOL,
  tableUri: STRING,
  writeDisposition: enumOf(`${DICOM}.BigQueryDestination.WriteDisposition`, "WRITE_DISPOSITION_UNSPECIFIED", [
    "WRITE_EMPTY",
    "WRITE_TRUNCATE",
    "WRITE_APPEND",
  ]),
  includeSourceStore: BOOL,
  schemaFlattened: messageOf(() => message("BigQueryDestination.SchemaFlattened", {})),
  schemaJson: messageOf(() => message("BigQueryDestination.SchemaJSON", {})),
} satisfies FieldsOf<
  healthcare_v1.Schema$GoogleCloudHealthcareV1DicomBigQueryDestination,
  "includeSourceStore" | "schemaFlattened" | "schemaJson"
>);

const streamConfig = message("StreamConfig", {
  bigqueryDestination: messageOf(() => bigqueryDestination),
} satisfies FieldsOf<healthcare_v1.Schema$GoogleCloudHealthcareV1DicomStreamConfig>);

export const DICOM_STORE = message("DicomStore", {
  labels: STRING_MAP,
  name: STRING,
  notificationConfig: messageOf(() => notificationConfig),
  notificationConfigs: listOf(messageOf(() => dicomNotificationConfig)),
  streamConfigs: listOf(messageOf(() => streamConfig)),
} satisfies FieldsOf<healthcare_v1.Schema$DicomStore, "notificationConfigs">);
