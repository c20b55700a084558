import { Readable } from "node:stream";
import { z } from "zod";
import { codeForStatus } from "#lib/contract/problem.ts";
import { problem } from "./problems.ts";
import type { Runtime } from "./runtime.ts";
import type { Session } from "./sessions.ts";

const errorSchema = z.object({ error: z.object({ message: z.string() }) });

export interface ApiCall {
  readonly verb: "GET" | "POST" | "DELETE";
  /** `/v1/…?query` */
  readonly target: string;
  readonly accept?: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Of a call without a body that the API wants to know it for all the same. */
  readonly contentType?: string;
  /** True when Google's words for an error hold no patient data: admin methods. */
  readonly tellsWhy?: boolean;
}

/**
 * Calls the API for the console itself, in the person's name. Answers the body's text, empty for 204.
 * @throws ProblemError with the API's status
 */
export async function callApi(runtime: Runtime, session: Session, call: ApiCall): Promise<string> {
  const body = call.body === undefined ? undefined : Buffer.from(JSON.stringify(call.body));
  const answer = await runtime.upstream.send({
    verb: call.verb,
    target: call.target,
    headers: [
      ...(await runtime.credentials(session)),
      "accept",
      call.accept ?? "application/json",
      ...(body ? ["content-type", "application/json"] : []),
      ...(call.contentType === undefined ? [] : ["content-type", call.contentType]),
      ...(call.verb === "GET" ? [] : ["content-length", String(body?.length ?? 0)]),
    ],
    body: body && Readable.from([body]),
    caller: undefined,
  });
  const { status } = answer;
  const answered = await answer.text();
  if (status >= 200 && status < 300) return answered;
  throw problem(codeForStatus(status), (call.tellsWhy && reasonIn(answered)) || `The API answered ${status}.`, {
    status,
    hop: "healthcare-api",
  });
}

function reasonIn(answered: string): string | undefined {
  try {
    return errorSchema.parse(JSON.parse(answered)).error.message;
  } catch {
    return undefined;
  }
}
