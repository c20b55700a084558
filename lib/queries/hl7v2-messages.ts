import { queryOptions, type QueryClient } from "@tanstack/react-query";
import { z } from "zod";
import { bytesOfBase64 } from "#lib/hl7v2/base64.ts";
import { summariseMessage, type MessageSummary } from "#lib/hl7v2/message-summary.ts";
import { apiPath } from "./api-path.ts";
import { callGateway } from "./gateway.ts";

/** A list of messages as it is asked for. */
export interface MessageList {
  /** Resource name of the HL7v2 store. */
  readonly store: string;
  /** Filter grammar of contract section 11.4; empty for all messages. */
  readonly filter: string;
  /** The one thing the API sorts by. */
  readonly order: MessageOrder;
  readonly pageSize: number;
}

export type MessageOrder = "send_time" | "send_time desc";

const messageSchema = z.object({
  name: z.string(),
  data: z.string().default(""),
  messageType: z.string().default(""),
  sendFacility: z.string().default(""),
  sendTime: z.string().default(""),
  createTime: z.string().default(""),
  patientIds: z.array(z.object({ value: z.string().default(""), type: z.string().default("") })).default([]),
  labels: z.record(z.string(), z.string()).default({}),
});

/** A message of a store with its bytes and what a list shows of them. */
export interface StoredMessage extends z.infer<typeof messageSchema> {
  /** Last part of the name: opaque, made from the bytes. */
  readonly id: string;
  readonly byteLength: number;
  readonly summary: MessageSummary;
}

export interface MessagePage {
  readonly messages: readonly StoredMessage[];
  readonly nextToken: string | undefined;
  /** Messages on the pages before this one. */
  readonly before: number;
  /** From sending to the last byte of the answer, in milliseconds, as this browser saw it. */
  readonly milliseconds: number;
}

const pageSchema = z.object({
  hl7V2Messages: z.array(messageSchema).default([]),
  nextPageToken: z.string().optional(),
});

const timesSchema = z.object({
  hl7V2Messages: z
    .array(z.object({ sendTime: z.string().default(""), messageType: z.string().default("") }))
    .default([]),
  nextPageToken: z.string().optional(),
});

/** When the messages of a list were sent, newest first. */
export interface FeedTimes {
  readonly messages: readonly { readonly sendTime: string; readonly messageType: string }[];
  /** False: older messages were not looked at. */
  readonly isComplete: boolean;
}

/** Largest page the API gives. */
const LARGEST_PAGE = 1000;

export const hl7v2MessageQueries = {
  /** Page `page` (from 1). A page is known only by the token on the page before it, so a page opened by its address walks there once. */
  page: (client: QueryClient, list: MessageList, page: number) =>
    queryOptions({
      queryKey: [...messagesKey(list.store), "page", list.filter, list.order, list.pageSize, page],
      queryFn: async ({ signal }): Promise<MessagePage> => {
        if (page <= 1) return fetchPage(list, { token: undefined, before: 0, signal });
        const previous: MessagePage = await client.ensureQueryData(hl7v2MessageQueries.page(client, list, page - 1));
        if (previous.nextToken === undefined) return previous;
        return fetchPage(list, {
          token: previous.nextToken,
          before: previous.before + previous.messages.length,
          signal,
        });
      },
      staleTime: 30_000,
    }),
  /** Send times and types of the newest `pages` thousand messages that fit. The API counts nothing itself. */
  times: (store: string, filter: string, pages: number) =>
    queryOptions({
      queryKey: [...messagesKey(store), "times", filter, pages],
      queryFn: ({ signal }) => readTimes({ store, filter, pages, signal }),
      staleTime: 30_000,
    }),
  /** The bytes of one message. */
  bytes: (name: string) =>
    queryOptions({
      queryKey: ["hl7v2-bytes", name],
      queryFn: async ({ signal }) => {
        const response = await callGateway(`${apiPath(name)}?view=RAW_ONLY`, { signal });
        return bytesOfBase64(messageSchema.parse(await response.json()).data);
      },
      // A message's bytes never change: they make its name.
      staleTime: Number.POSITIVE_INFINITY,
    }),
  /** What the store took since a moment (RFC 3339), oldest first; at most a page of it. */
  since: (store: string, filter: string, moment: string) => ({
    read: async (signal: AbortSignal): Promise<readonly StoredMessage[]> => {
      const isNew = `create_time >= "${moment}"`;
      const form = {
        filter: filter === "" ? isNew : `(${filter}) AND ${isNew}`,
        pageSize: String(LARGEST_PAGE),
        view: "RAW_ONLY",
      };
      const answer = await postList(store, form, signal);
      return pageSchema.parse(await answer.json()).hl7V2Messages.map(toStored);
    },
  }),
};

/** Everything that is remembered of a store's messages. */
export function messagesKey(store: string): readonly string[] {
  return ["hl7v2-messages", store];
}

/** The call as the API receives it. */
export function listApiPath(list: MessageList): string {
  return `${apiPath(list.store, "/messages")}?${new URLSearchParams(formOf(list, undefined)).toString()}`;
}

async function fetchPage(
  list: MessageList,
  page: { readonly token: string | undefined; readonly before: number; readonly signal: AbortSignal },
): Promise<MessagePage> {
  const started = performance.now();
  const response = await postList(list.store, formOf(list, page.token), page.signal);
  const answer = pageSchema.parse(await response.json());
  const milliseconds = performance.now() - started;
  return {
    messages: answer.hl7V2Messages.map(toStored),
    nextToken: answer.nextPageToken,
    before: page.before,
    milliseconds,
  };
}

function formOf(list: MessageList, token: string | undefined): Record<string, string> {
  return {
    ...(list.filter === "" ? {} : { filter: list.filter }),
    orderBy: list.order,
    pageSize: String(list.pageSize),
    view: "RAW_ONLY",
    ...(token === undefined ? {} : { pageToken: token }),
  };
}

/** A filter may name a patient, so it travels in the body to the console, whose gateway puts it where the API wants it. */
function postList(store: string, form: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Response> {
  return callGateway(apiPath(store, "/messages"), {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", "x-http-method-override": "GET" },
    body: new URLSearchParams(form).toString(),
    signal,
  });
}

async function readTimes(asked: {
  readonly store: string;
  readonly filter: string;
  readonly pages: number;
  readonly signal: AbortSignal;
}): Promise<FeedTimes> {
  const messages: FeedTimes["messages"][number][] = [];
  let token: string | undefined = "";
  for (let page = 0; page < asked.pages && token !== undefined; page++) {
    const form = {
      ...(asked.filter === "" ? {} : { filter: asked.filter }),
      orderBy: "send_time desc",
      pageSize: String(LARGEST_PAGE),
      view: "RAW_ONLY",
      // Google's partial response: without it every message would come whole.
      fields: "hl7V2Messages(sendTime,messageType),nextPageToken",
      ...(token === "" ? {} : { pageToken: token }),
    };
    const answer = timesSchema.parse(await (await postList(asked.store, form, asked.signal)).json());
    messages.push(...answer.hl7V2Messages);
    token = answer.nextPageToken;
  }
  return { messages, isComplete: token === undefined };
}

function toStored(message: z.infer<typeof messageSchema>): StoredMessage {
  const bytes = bytesOfBase64(message.data);
  return {
    ...message,
    id: message.name.slice(message.name.lastIndexOf("/") + 1),
    byteLength: bytes.length,
    summary: summariseMessage(new TextDecoder().decode(bytes)),
  };
}
