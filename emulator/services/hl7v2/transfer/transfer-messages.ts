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
import { MESSAGE_VIEWS } from "#emulator/services/hl7v2/message-json.ts";

/** The request bodies of `hl7V2Stores.import`, `.export` and `.rollback` (contract 11.8). */

const HL7V2 = "google.cloud.healthcare.v1.hl7v2";

const gcsSource: Message = {
  typeName: `${HL7V2}.GcsSource`,
  fields: { uri: STRING } satisfies FieldsOf<healthcare_v1.Schema$GcsSource>,
};

export const IMPORT_REQUEST: Message = {
  typeName: `${HL7V2}.ImportMessagesRequest`,
  fields: { gcsSource: messageOf(() => gcsSource) } satisfies FieldsOf<healthcare_v1.Schema$ImportMessagesRequest>,
};

const gcsDestination: Message = {
  typeName: `${HL7V2}.GcsDestination`,
  fields: {
    contentStructure: enumOf(`${HL7V2}.GcsDestination.ContentStructure`, "CONTENT_STRUCTURE_UNSPECIFIED", [
      "MESSAGE_JSON",
    ]),
    messageView: enumOf(`${HL7V2}.MessageView`, "MESSAGE_VIEW_UNSPECIFIED", MESSAGE_VIEWS),
    uriPrefix: STRING,
  } satisfies FieldsOf<healthcare_v1.Schema$GcsDestination>,
};

const pubsubDestination: Message = {
  typeName: `${HL7V2}.PubsubDestination`,
  fields: { pubsubTopic: STRING } satisfies FieldsOf<healthcare_v1.Schema$PubsubDestination>,
};

export const EXPORT_REQUEST: Message = {
  typeName: `${HL7V2}.ExportMessagesRequest`,
  fields: {
    endTime: TIMESTAMP,
    filter: STRING,
    gcsDestination: messageOf(() => gcsDestination),
    pubsubDestination: messageOf(() => pubsubDestination),
    startTime: TIMESTAMP,
  } satisfies FieldsOf<healthcare_v1.Schema$ExportMessagesRequest>,
};

export const CHANGE_TYPES = ["ALL", "CREATE", "UPDATE", "DELETE"] as const;

export const ROLLBACK_REQUEST: Message = {
  typeName: `${HL7V2}.RollbackHl7V2MessagesRequest`,
  fields: {
    changeType: enumOf(`${HL7V2}.RollbackHl7V2MessagesRequest.ChangeType`, "CHANGE_TYPE_UNSPECIFIED", CHANGE_TYPES),
    excludeRollbacks: BOOL,
    filteringFields: messageOf(() => ({
      typeName: `${HL7V2}.RollbackHL7MessagesFilteringFields`,
      fields: { operationIds: STRINGS } satisfies FieldsOf<healthcare_v1.Schema$RollbackHL7MessagesFilteringFields>,
    })),
    force: BOOL,
    inputGcsObject: STRING,
    resultGcsBucket: STRING,
    rollbackTime: TIMESTAMP,
  } satisfies FieldsOf<healthcare_v1.Schema$RollbackHl7V2MessagesRequest>,
};
