import { z } from "zod";
import { checkQuery, queryValue, readMessageBody } from "#emulator/http/admin-request.ts";
import { fieldViolationError, GoogleError, json } from "#emulator/http/errors.ts";
import { checkLabels } from "#emulator/http/labels.ts";
import type { Message } from "#emulator/http/message.ts";
import type { Context, EmulatorRequest, Reply } from "#emulator/http/route.ts";
import { parseUpdateMask } from "#emulator/http/update-mask.ts";
import { LARGEST_MESSAGE_BYTES, MessageRefused } from "./accept-message.ts";
import { requireHl7v2Store } from "./hl7v2-store.ts";
import { labelsOf, messageJson, parseMessageId } from "./message-json.ts";
import { deleteMessage, findMessage, replaceLabels, type FullRow, type Labels } from "./message-rows.ts";
import { CREATE_REQUEST, INGEST_REQUEST, MESSAGE, sentMessageSchema } from "./request-messages.ts";
import { createMessage, ingestMessage } from "./store-message.ts";

/** POST `{H}/messages`: answers without the parsed forms (contract 11.3). */
export async function create(request: EmulatorRequest, context: Context): Promise<Reply> {
  checkQuery(request, []);
  requireHl7v2Store(request, context);
  const { data, labels } = await readSentMessage(request, CREATE_REQUEST);
  const store = requireHl7v2Store(request, context);
  try {
    return json(messageJson(store, await createMessage(context, store, data, labels), "RAW_ONLY"));
  } catch (error) {
    throw error instanceof MessageRefused ? refusedError(error, []) : error;
  }
}

/** POST `{H}/messages:ingest`: as create, with an acknowledgement; a refusal carries the NACK in its details (contract 11.7). */
export async function ingest(request: EmulatorRequest, context: Context): Promise<Reply> {
  checkQuery(request, []);
  requireHl7v2Store(request, context);
  const { data, labels } = await readSentMessage(request, INGEST_REQUEST);
  const store = requireHl7v2Store(request, context);
  try {
    const { row, ack } = await ingestMessage(context, store, data, labels);
    return json({ hl7Ack: base64(ack), message: messageJson(store, row, "RAW_ONLY") });
  } catch (error) {
    if (!(error instanceof MessageRefused)) throw error;
    const type = `type.googleapis.com/google.cloud.healthcare.${request.apiVersion}.hl7v2.IngestMessageErrorDetail`;
    throw refusedError(error, [{ "@type": type, hl7Nack: base64(error.nack) }]);
  }
}

function refusedError(refused: MessageRefused, details: readonly object[]): GoogleError {
  return new GoogleError(refused.isDuplicate ? "ALREADY_EXISTS" : "INVALID_ARGUMENT", refused.message, details);
}

/** PATCH `{H}/messages/*?updateMask=labels`: the labels given are added to those that are there, or replace them by key. */
export async function patch(request: EmulatorRequest, context: Context): Promise<Reply> {
  checkQuery(request, ["updateMask"]);
  requireMessage(request, context);
  const mask = parseUpdateMask(queryValue(request, "updateMask"), MESSAGE, { labels: [] });
  const { labels } = sentMessageSchema.parse(await readMessageBody(request, MESSAGE, "message"));
  const patched = await context.database.write(() => {
    const row = requireMessage(request, context);
    const merged = mergeLabels(labelsOf(row), labels, mask);
    checkLabels(merged, "message.labels");
    replaceLabels(context, requireHl7v2Store(request, context), row.rid, merged);
    return { ...row, labels: JSON.stringify(merged) };
  });
  return json(messageJson(requireHl7v2Store(request, context), patched, "RAW_ONLY"));
}

/** `labels` merges what is sent; `labels.key` sets that one, or takes it away when the body lacks it. */
function mergeLabels(before: Labels, sent: Labels, mask: readonly (readonly string[])[]): Labels {
  let merged = { ...before };
  for (const [, key] of mask) {
    const { [key ?? ""]: _replaced, ...others } = merged;
    if (key === undefined) merged = { ...merged, ...sent };
    else merged = Object.hasOwn(sent, key) ? { ...others, [key]: sent[key] ?? "" } : others;
  }
  return merged;
}

/** DELETE `{H}/messages/*` */
export async function remove(request: EmulatorRequest, context: Context): Promise<Reply> {
  checkQuery(request, []);
  await context.database.write(() => {
    const row = requireMessage(request, context);
    deleteMessage(context, requireHl7v2Store(request, context), row);
  });
  return json({});
}

/** The message that the path names. Throws GoogleError 404. */
export function requireMessage(request: EmulatorRequest, context: Context): FullRow {
  const store = requireHl7v2Store(request, context);
  const id = parseMessageId(request.params["message"] ?? "");
  const row = id && findMessage(context, store.id, id);
  if (row) return row;
  throw new GoogleError(
    "NOT_FOUND",
    `HL7v2 message not found: ${store.name}/messages/${(request.params["message"] ?? "").slice(0, 100)}.`,
  );
}

/** Base64 makes four characters of three bytes; the rest is for labels and the envelope. One byte more than allowed can be read, to be refused by its size. */
const LARGEST_BODY_BYTES = Math.ceil((LARGEST_MESSAGE_BYTES * 4) / 3) + 64 * 1024;

const requestSchema = z.object({ message: sentMessageSchema.optional() });

async function readSentMessage(
  request: EmulatorRequest,
  definition: Message,
): Promise<{ data: Uint8Array; labels: Labels }> {
  const body = await readMessageBody(request, definition, "", LARGEST_BODY_BYTES);
  const { message } = requestSchema.parse(body);
  if (!message) throw required("message");
  if (message.data === "") throw required("message.data");
  checkLabels(message.labels, "message.labels");
  return { data: Buffer.from(message.data, "base64"), labels: message.labels };
}

function required(field: string): GoogleError {
  const description = `Invalid value at '${field}': the field is required.`;
  return fieldViolationError(description, [{ field, description }]);
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
