import { z } from "zod";
import { ProblemError, type Problem } from "#lib/contract/problem.ts";
import { base64OfBytes, bytesOfBase64 } from "#lib/hl7v2/base64.ts";
import { apiPath } from "./api-path.ts";
import { callGateway, readProblem } from "./gateway.ts";

/** `ingest` answers with an acknowledgement, `create` without. */
export type SendVerb = "ingest" | "create";

/** What became of a message that was sent. A refused one is stored nowhere (contract section 11.7). */
export type SendOutcome =
  | { readonly kind: "stored"; readonly id: string; readonly createTime: string; readonly ack: string | undefined }
  | { readonly kind: "refused"; readonly problem: Problem; readonly nack: string | undefined };

export interface SentMessage {
  readonly bytes: Uint8Array;
  readonly labels?: Readonly<Record<string, string>>;
  readonly verb: SendVerb;
}

const storedSchema = z.object({ name: z.string(), createTime: z.string().default("") });
const ingestedSchema = z.object({ hl7Ack: z.string().optional(), message: storedSchema });
const refusalSchema = z.object({
  error: z.object({ details: z.array(z.looseObject({ hl7Nack: z.string().optional() })).default([]) }),
});

/** `/v1/…/messages:ingest` or `/v1/…/messages`. */
export function sendPath(store: string, verb: SendVerb): string {
  return apiPath(store, verb === "ingest" ? "/messages:ingest" : "/messages");
}

/** The body of both calls. */
export function sendBody({ bytes, labels = {} }: Omit<SentMessage, "verb">): Record<string, unknown> {
  return { message: { data: base64OfBytes(bytes), ...(Object.keys(labels).length > 0 ? { labels } : {}) } };
}

/** Sends one message. Rejects with ProblemError when it is not the message that is refused (signed out, locked, not reachable). */
export async function sendMessage(
  store: string,
  message: SentMessage,
  headers: Readonly<Record<string, string>>,
): Promise<SendOutcome> {
  const response = await callGateway(sendPath(store, message.verb), {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(sendBody(message)),
    readsStatus: 400,
  });
  if (response.status === 400) return refusedOutcome(response);
  const answer: unknown = await response.json();
  const { hl7Ack, message: stored } =
    message.verb === "ingest"
      ? ingestedSchema.parse(answer)
      : { hl7Ack: undefined, message: storedSchema.parse(answer) };
  const id = stored.name.slice(stored.name.lastIndexOf("/") + 1);
  return { kind: "stored", id, createTime: stored.createTime, ack: hl7Ack && textOf(hl7Ack) };
}

async function refusedOutcome(response: Response): Promise<SendOutcome> {
  const copy = response.clone();
  const problem = await readProblem(response);
  // A 400 of the console itself (a locked production) is no word about the message.
  if (problem.hop !== "healthcare-api") throw new ProblemError(problem);
  const told = refusalSchema.safeParse(await copy.json().catch(() => undefined));
  const nack = told.success ? told.data.error.details.find(({ hl7Nack }) => hl7Nack !== undefined)?.hl7Nack : undefined;
  return { kind: "refused", problem, nack: nack && textOf(nack) };
}

function textOf(base64: string): string {
  return new TextDecoder().decode(bytesOfBase64(base64));
}
