import type { healthcare_v1 } from "@googleapis/healthcare";
import { z } from "zod";
import {
  BYTES,
  listOf,
  mapOf,
  messageOf,
  STRING,
  STRING_MAP,
  TIMESTAMP,
  type FieldsOf,
  type Message,
} from "#emulator/http/message.ts";

/** The request bodies of `messages.create`, `ingest` and `patch` (contract 11.2). */

const HL7V2 = "google.cloud.healthcare.v1.hl7v2";

const patientId: Message = {
  typeName: `${HL7V2}.PatientId`,
  fields: { type: STRING, value: STRING } satisfies FieldsOf<healthcare_v1.Schema$PatientId>,
};

const segment: Message = {
  typeName: `${HL7V2}.Segment`,
  fields: {
    fields: mapOf(STRING),
    segmentId: STRING,
    setId: STRING,
  } satisfies FieldsOf<healthcare_v1.Schema$Segment>,
};

const parsedData: Message = {
  typeName: `${HL7V2}.ParsedData`,
  fields: { segments: listOf(messageOf(() => segment)) } satisfies FieldsOf<healthcare_v1.Schema$ParsedData>,
};

const schematizedData: Message = {
  typeName: `${HL7V2}.SchematizedData`,
  fields: { data: STRING, error: STRING } satisfies FieldsOf<healthcare_v1.Schema$SchematizedData>,
};

/** Message; everything but `data` and `labels` is output only and ignored. */
export const MESSAGE: Message = {
  typeName: `${HL7V2}.Message`,
  fields: {
    createTime: TIMESTAMP,
    data: BYTES,
    labels: STRING_MAP,
    messageType: STRING,
    name: STRING,
    parsedData: messageOf(() => parsedData),
    patientIds: listOf(messageOf(() => patientId)),
    schematizedData: messageOf(() => schematizedData),
    sendFacility: STRING,
    sendTime: TIMESTAMP,
  } satisfies FieldsOf<healthcare_v1.Schema$Message>,
};

export const CREATE_REQUEST: Message = {
  typeName: `${HL7V2}.CreateMessageRequest`,
  fields: { message: messageOf(() => MESSAGE) } satisfies FieldsOf<healthcare_v1.Schema$CreateMessageRequest>,
};

export const INGEST_REQUEST: Message = {
  typeName: `${HL7V2}.IngestMessageRequest`,
  fields: { message: messageOf(() => MESSAGE) } satisfies FieldsOf<healthcare_v1.Schema$IngestMessageRequest>,
};

/** What is read of a message: the rest of it the store works out itself. */
export const sentMessageSchema = z.object({
  data: z.string().default(""),
  labels: z.record(z.string(), z.string()).default({}),
});
