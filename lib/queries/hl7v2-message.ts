import { queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { bytesOfBase64 } from "#lib/hl7v2/base64.ts";
import { decodeBytes, type DecodedText } from "#lib/hl7v2/decode-bytes.ts";
import { messageFacts } from "#lib/hl7v2/message-facts.ts";
import { parseMessage, type Message } from "#lib/hl7v2/message.ts";
import { apiPath } from "./api-path.ts";
import { callGateway } from "./gateway.ts";

const recordSchema = z.object({
  name: z.string(),
  data: z.string().default(""),
  sendTime: z.string().default(""),
  createTime: z.string().default(""),
  labels: z.record(z.string(), z.string()).default({}),
  patientIds: z.array(z.object({ value: z.string().default(""), type: z.string().default("") })).default([]),
});
type MessageRecord = z.infer<typeof recordSchema>;

/** One message of a store, read. */
export interface ReadMessage extends DecodedText {
  readonly name: string;
  /** RFC 3339; empty when MSH-7 is none. */
  readonly sendTime: string;
  readonly createTime: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly patientIds: MessageRecord["patientIds"];
  readonly byteLength: number;
  readonly message: Message;
}

const listSchema = z.object({ hl7V2Messages: z.array(recordSchema).default([]) });

const parsedSchema = z.object({
  parsedData: z
    .object({
      segments: z
        .array(z.object({ segmentId: z.string().default(""), fields: z.record(z.string(), z.string()).default({}) }))
        .default([]),
    })
    .default({ segments: [] }),
});
/** `parsedData.segments` of the API. */
export type ParsedView = z.infer<typeof parsedSchema>["parsedData"]["segments"];

const schematizedSchema = z.object({
  schematizedData: z.object({ data: z.string().default(""), error: z.string().default("") }).optional(),
});

export interface SchematizedView {
  /** Pretty-printed JSON; empty when there is none. */
  readonly text: string;
  readonly error: string;
}

/** Messages around one: how many are looked at for the same moment. */
const NEIGHBOURS = 50;
const MOST_RELATED = 200;

/** One HL7v2 message, its views, and what surrounds it. */
export const hl7v2MessageQuery = {
  /** @param name full name of the message */
  raw: (name: string) =>
    queryOptions({
      queryKey: ["hl7v2-message", name],
      queryFn: async ({ signal }) => readMessage(await fetchView(name, "RAW_ONLY", recordSchema, signal)),
      staleTime: 60_000,
      // Spans are found by identity; a message is megabytes that never change.
      structuralSharing: false,
    }),
  parsed: (name: string) =>
    queryOptions({
      queryKey: ["hl7v2-parsed", name],
      queryFn: async ({ signal }): Promise<ParsedView> =>
        (await fetchView(name, "PARSED_ONLY", parsedSchema, signal)).parsedData.segments,
      staleTime: Number.POSITIVE_INFINITY,
      structuralSharing: false,
    }),
  schematized: (name: string) =>
    queryOptions({
      queryKey: ["hl7v2-schematized", name],
      queryFn: async ({ signal }): Promise<SchematizedView> => {
        const { schematizedData } = await fetchView(name, "SCHEMATIZED_ONLY", schematizedSchema, signal);
        return { text: prettyJson(schematizedData?.data ?? ""), error: schematizedData?.error ?? "" };
      },
      staleTime: 60_000,
    }),
  /** The messages sent just before and after, by MSH-7. */
  neighbours: (message: Pick<ReadMessage, "name" | "sendTime">) =>
    queryOptions({
      queryKey: ["hl7v2-neighbours", message.name],
      queryFn: ({ signal }) => readNeighbours(message, signal),
      enabled: message.sendTime !== "",
      staleTime: 30_000,
    }),
  /** How many messages carry one of the same patient ids, up to 200: their names only, as the messages may be large. */
  countOfPatient: (store: string, patientIds: ReadMessage["patientIds"]) =>
    queryOptions({
      queryKey: ["hl7v2-count-of-patient", store, patientIds],
      queryFn: async ({ signal }) => (await listRelated(store, patientIds, { view: "BASIC", signal })).length,
      enabled: patientIds.length > 0,
      staleTime: 30_000,
    }),
  /** Messages that carry one of the same patient ids, oldest first; at most 200. */
  ofPatient: (store: string, patientIds: ReadMessage["patientIds"]) =>
    queryOptions({
      queryKey: ["hl7v2-of-patient", store, patientIds],
      queryFn: async ({ signal }) =>
        (await listRelated(store, patientIds, { view: "RAW_ONLY", signal })).map(readMessage),
      enabled: patientIds.length > 0,
      staleTime: 30_000,
      structuralSharing: false,
    }),
};

/** `/v1/…/messages/{id}?view=FULL`: the request behind the page, for "Copy as". */
export function messagePath(name: string): string {
  return apiPath(name, "?view=FULL");
}

async function fetchView<T>(name: string, view: string, schema: z.ZodType<T>, signal: AbortSignal): Promise<T> {
  const response = await callGateway(apiPath(name, `?view=${view}`), { signal });
  return schema.parse(await response.json());
}

function readMessage(record: MessageRecord): ReadMessage {
  const bytes = bytesOfBase64(record.data);
  const decoded = decodeBytes(bytes);
  const { name, sendTime, createTime, labels, patientIds } = record;
  const message = parseMessage(decoded.text);
  return { name, sendTime, createTime, labels, patientIds, byteLength: bytes.length, message, ...decoded };
}

function prettyJson(text: string): string {
  if (text === "") return "";
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}

export interface Neighbours {
  readonly previous: string | undefined;
  readonly next: string | undefined;
}

async function readNeighbours(
  { name, sendTime }: Pick<ReadMessage, "name" | "sendTime">,
  signal: AbortSignal,
): Promise<Neighbours> {
  const store = storeOf(name);
  const beside = async (filter: string, orderBy: string): Promise<string | undefined> => {
    const form = { filter, orderBy, pageSize: String(NEIGHBOURS), view: "BASIC" };
    const names = (await postList(store, form, signal)).map((message) => message.name);
    return names[names.indexOf(name) + 1];
  };
  const [previous, next] = await Promise.all([
    beside(`send_time <= "${sendTime}"`, "send_time desc"),
    beside(`send_time >= "${sendTime}"`, "send_time"),
  ]);
  return { previous, next };
}

function listRelated(
  store: string,
  patientIds: ReadMessage["patientIds"],
  { view, signal }: { readonly view: string; readonly signal: AbortSignal },
): Promise<MessageRecord[]> {
  const filter = patientIds
    .map(({ value, type }) => `PatientId(${JSON.stringify(value)}, ${JSON.stringify(type)})`)
    .join(" OR ");
  return postList(store, { filter, orderBy: "send_time", pageSize: String(MOST_RELATED), view }, signal);
}

/** A filter may name a patient, so it travels in the body to the console's gateway. */
async function postList(
  store: string,
  form: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<MessageRecord[]> {
  const response = await callGateway(apiPath(store, "/messages"), {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", "x-http-method-override": "GET" },
    body: new URLSearchParams(form).toString(),
    signal,
  });
  return listSchema.parse(await response.json()).hl7V2Messages;
}

/** The store of a message: its name without `/messages/{id}`. */
function storeOf(name: string): string {
  return name.slice(0, name.lastIndexOf("/messages/"));
}

/** What the header and the first patient say, for lists of messages. Times without zone are read as UTC. */
export function factsOf({ message }: ReadMessage) {
  return messageFacts(message, "");
}

/** The id of a message: the last part of its name. */
export function idOf(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1);
}
