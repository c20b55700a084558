import type { IncomingMessage, ServerResponse } from "node:http";
import type { Problem } from "#lib/contract/problem.ts";
import { toEnvelope } from "./problems.ts";
import { DATA_POLICY, NO_STORE } from "./security-headers.ts";

/** One request on its way through one of the console's doors. */
export interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly requestId: string;
  /** Path without query, percent-encoded as sent. */
  readonly path: string;
  /** Query as sent, without `?`. */
  readonly query: string;
  /** The console's own origin as this request sees it (forgery.ts). */
  readonly origin: string;
  /** Headers every answer carries (security-headers.ts). */
  readonly commonHeaders: Readonly<Record<string, string>>;
}

/** Splits a request target. Undefined for the absolute and asterisk forms and for a fragment, which no browser sends. */
export function splitTarget(target: string): { readonly path: string; readonly query: string } | undefined {
  if (!target.startsWith("/") || target.includes("#") || target.includes("\\")) return undefined;
  const mark = target.indexOf("?");
  return mark < 0 ? { path: target, query: "" } : { path: target.slice(0, mark), query: target.slice(mark + 1) };
}

/** Headers of an answer that is data of the console or of the API. */
export function dataHeaders(call: Call): Record<string, string> {
  return {
    ...call.commonHeaders,
    "cache-control": NO_STORE,
    "content-security-policy": DATA_POLICY,
    "x-request-id": call.requestId,
  };
}

/** Answers with JSON; `headers` may replace the defaults, for instance cache-control for published definitions. */
export function sendJson(
  call: Call,
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): void {
  const bytes = Buffer.from(JSON.stringify(body));
  call.response.writeHead(status, {
    ...dataHeaders(call),
    "content-type": "application/json; charset=utf-8",
    "content-length": bytes.length,
    ...headers,
  });
  call.response.end(call.request.method === "HEAD" ? undefined : bytes);
}

/** Answers with a problem in Google's envelope. When the answer has begun already, only cutting it off tells the client. */
export function sendProblem(call: Call, told: Problem, headers: Readonly<Record<string, string>> = {}): void {
  const { request, response } = call;
  if (response.headersSent) {
    response.destroy();
    return;
  }
  // What is left of a refused upload is not read: the connection ends with this answer.
  const hasUnreadBody = !request.complete && (request.headers["content-length"] ?? "0") !== "0";
  const close = hasUnreadBody || request.headers["transfer-encoding"] ? { connection: "close" } : {};
  sendJson(call, told.status, toEnvelope({ ...told, requestId: call.requestId }), { ...close, ...headers });
}
