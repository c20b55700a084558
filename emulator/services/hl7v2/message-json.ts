import type { healthcare_v1 } from "@googleapis/healthcare";
import { z } from "zod";
import { parsedSegments } from "#lib/hl7v2/parsed-data.ts";
import { schematize } from "#lib/hl7v2/schematize.ts";
import { parseTerminated } from "#lib/hl7v2/terminated.ts";
import { formatTimestamp } from "#emulator/http/parse-scalar.ts";
import type { Hl7v2Store } from "./hl7v2-store.ts";
import type { FullRow, MessageRow } from "./message-rows.ts";
import { NO_SEND_TIME } from "./schema.ts";

export const MESSAGE_VIEWS = ["RAW_ONLY", "PARSED_ONLY", "FULL", "SCHEMATIZED_ONLY", "BASIC"] as const;
export type MessageView = (typeof MESSAGE_VIEWS)[number];

type MessageJson = healthcare_v1.Schema$Message;

/** `BASIC`: the name alone. */
export function basicJson(store: Hl7v2Store, row: Pick<MessageRow, "id">): MessageJson {
  return { name: `${store.name}/messages/${messageId(row.id)}` };
}

/** A stored message in one of the views (contract 11.3). */
export function messageJson(store: Hl7v2Store, row: FullRow, view: MessageView): MessageJson {
  if (view === "BASIC") return basicJson(store, row);
  const isParsed = view === "FULL" || view === "PARSED_ONLY";
  const isSchematized = (view === "FULL" || view === "SCHEMATIZED_ONLY") && store.schema !== undefined;
  const message =
    isParsed || isSchematized ? parseTerminated(Buffer.from(row.data).toString(), store.segmentTerminator) : undefined;
  return {
    ...headerJson(store, row),
    ...(view === "FULL" || view === "RAW_ONLY" ? { data: Buffer.from(row.data).toString("base64") } : {}),
    ...(message && isParsed ? { parsedData: { segments: parsedSegments(message, store.version) } } : {}),
    ...(message && isSchematized && store.schema
      ? { schematizedData: schematize(message, store.schema, store.version) }
      : {}),
  };
}

const patientIdsSchema = z.array(z.object({ value: z.string(), type: z.string().optional() }));
const labelsSchema = z.record(z.string(), z.string());

export function labelsOf(row: Pick<MessageRow, "labels">): Readonly<Record<string, string>> {
  return labelsSchema.parse(JSON.parse(row.labels));
}

/** What every view but BASIC has; proto3 JSON leaves out what is empty. */
function headerJson(store: Hl7v2Store, row: FullRow): MessageJson {
  const patientIds = patientIdsSchema.parse(JSON.parse(row.patient_ids));
  return {
    ...basicJson(store, row),
    ...(row.labels === "{}" ? {} : { labels: labelsOf(row) }),
    ...(row.send_facility === "" ? {} : { sendFacility: row.send_facility }),
    ...(row.send_time === NO_SEND_TIME ? {} : { sendTime: formatTimestamp(row.send_time / 1000) }),
    ...(row.message_type === "" ? {} : { messageType: row.message_type }),
    createTime: formatTimestamp(row.create_time / 1000),
    ...(patientIds.length === 0
      ? {}
      : { patientIds: patientIds.map(({ value, type }) => ({ value, ...(type === undefined ? {} : { type }) })) }),
  };
}

/** Padded URL-safe base64 of the 32 bytes. */
export function messageId(id: Uint8Array): string {
  return `${Buffer.from(id).toString("base64url")}=`;
}

/** The bytes of a message id, undefined when it is none. */
export function parseMessageId(text: string): Buffer | undefined {
  if (!/^[\w-]{43}=?$/.test(text)) return undefined;
  const bytes = Buffer.from(text, "base64url");
  return bytes.length === 32 ? bytes : undefined;
}
