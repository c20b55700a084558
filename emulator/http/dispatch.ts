import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Readable } from "node:stream";
import { matchMethod, type MatchedMethod } from "#lib/contract/match-method.ts";
import { METHODS } from "#lib/contract/methods.ts";
import type { ApiVersion } from "#emulator/services/operations/runner.ts";
import { GoogleError } from "./errors.ts";
import { failureReply, internalFailure } from "./failure-reply.ts";
import { logProblem } from "./log.ts";
import { bodyStream, readBody } from "./read-body.ts";
import type { Context, EmulatorRequest, Handler, Reply, Routes } from "./route.ts";
import { sendPreflight, sendReply } from "./send-reply.ts";
import { shapeJson } from "./shape-json.ts";

/** The emulator's own questions (`/__emulator/…`), outside Google's table. Undefined when the path is none of them. */
type OwnQuestions = (path: string, query: URLSearchParams) => Reply | undefined;

/** Services beside the API that its clients need. Undefined when the request is for none of them. */
type Neighbours = (
  method: string,
  path: string,
  call: Pick<EmulatorRequest, "query" | "headers" | "readBody">,
) => Promise<Reply> | undefined;

export interface Dispatcher {
  readonly routes: Routes;
  readonly ownQuestions: OwnQuestions;
  readonly neighbours: Neighbours;
  readonly context: Context;
  /** Known only after listening. */
  readonly origin: () => string;
  /** The last word on the answer to an error. */
  readonly failure: (reply: Reply) => Reply;
}

type Serve = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
 * One request: table row → handler → reply. A row without a handler is 501, no row is 404, and whatever a handler throws becomes the
 * answer in its route's format. Throws at once when `routes` names a method that is not in the table.
 */
export function createDispatcher(dispatcher: Dispatcher): Serve {
  const handlers = handlersById(dispatcher.routes);
  return async (request, response) => {
    if (request.method === "OPTIONS") {
      sendPreflight(response);
      return;
    }
    const url = request.url ?? "/";
    const queryStart = url.indexOf("?");
    const path = queryStart < 0 ? url : url.slice(0, queryStart);
    const query = queryStart < 0 ? "" : url.slice(queryStart + 1);
    let reply: Reply;
    try {
      reply = await answer(dispatcher, handlers, new IncomingCall(request, path, query, dispatcher.origin));
    } catch (error) {
      reply = dispatcher.failure(failureReply(path, error) ?? unforeseen(path, error));
    }
    await send(request, response, reply);
  };
}

function handlersById(routes: Routes): ReadonlyMap<string, Handler> {
  const ids = new Set(METHODS.map((method) => method.id));
  const handlers = Object.entries(routes).map(
    ([id, handler]) => [`healthcare.projects.locations.${id}`, handler] as const,
  );
  const unknown = handlers.find(([id]) => !ids.has(id));
  if (unknown) throw new Error(`A handler for ${unknown[0]}, which is no method of the table`);
  return new Map(handlers);
}

function answer(
  dispatcher: Dispatcher,
  handlers: ReadonlyMap<string, Handler>,
  call: IncomingCall,
): Reply | Promise<Reply> {
  if (call.path.startsWith("/__emulator/")) {
    const reply = call.request.method === "GET" ? dispatcher.ownQuestions(call.path, call.query) : undefined;
    if (reply) return reply;
  }
  const neighbour = dispatcher.neighbours(call.request.method ?? "", call.path, {
    query: call.query,
    headers: call.headers,
    readBody: (limit) => call.readBody(limit),
  });
  if (neighbour) return neighbour;
  const matched = matchMethod(call.request.method ?? "", call.path.replace(/^\/v1beta1\//, "/v1/"));
  if (!matched) throw new GoogleError("NOT_FOUND", "Method not found.");
  const handler = handlers.get(matched.method.id);
  if (!handler) throw new GoogleError("UNIMPLEMENTED", `The emulator does not implement ${matched.method.id}.`);
  const reply = handler(call.bind(matched), dispatcher.context);
  if (!call.isShaped) return reply;
  return reply instanceof Promise
    ? reply.then((settled) => shapeJson(settled, call.query))
    : shapeJson(reply, call.query);
}

function unforeseen(path: string, error: unknown): Reply {
  const requestId = randomUUID();
  logProblem(`request ${requestId} failed`, error);
  return internalFailure(path, requestId);
}

/** A refused upload is read on for so long before the answer: most clients look for one only when they have sent everything. */
const DRAIN_MILLISECONDS = 3000;

async function send(request: IncomingMessage, response: ServerResponse, reply: Reply): Promise<void> {
  if (response.destroyed || response.headersSent) return;
  if (reply.status >= 400 && hasUnreadBody(request)) {
    response.shouldKeepAlive = false;
    await drain(request);
  }
  try {
    await sendReply(request, response, reply);
  } catch (error) {
    if (!request.socket.destroyed) logProblem("an answer broke off", error);
    response.destroy();
  }
}

function hasUnreadBody(request: IncomingMessage): boolean {
  const { "content-length": length, "transfer-encoding": transfer } = request.headers;
  return !request.complete && (transfer !== undefined || (length !== undefined && length !== "0"));
}

function drain(request: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, DRAIN_MILLISECONDS);
    request.once("close", () => {
      clearTimeout(timer);
      resolve();
    });
    request.once("end", () => {
      clearTimeout(timer);
      resolve();
    });
    request.unpipe();
    request.resume();
  });
}

/** What handlers see of a request. Query and body are looked at only when asked for. */
class IncomingCall implements EmulatorRequest {
  readonly request: IncomingMessage;
  readonly path: string;
  readonly #queryText: string;
  readonly #origin: () => string;
  #query: URLSearchParams | undefined;
  #matched: MatchedMethod | undefined;

  constructor(request: IncomingMessage, path: string, queryText: string, origin: () => string) {
    this.request = request;
    this.path = path;
    this.#queryText = queryText;
    this.#origin = origin;
  }

  bind(matched: MatchedMethod): this {
    this.#matched = matched;
    return this;
  }

  get matched(): MatchedMethod {
    if (!this.#matched) throw new Error("No method is bound to this request yet");
    return this.#matched;
  }

  get params(): Readonly<Record<string, string>> {
    return this.matched.params;
  }

  get apiVersion(): ApiVersion {
    return this.path.startsWith("/v1beta1/") ? "v1beta1" : "v1";
  }

  get query(): URLSearchParams {
    return (this.#query ??= new URLSearchParams(this.#queryText));
  }

  /** True when the answer's JSON is to be rewritten; a substring test, as nearly no request asks for it. */
  get isShaped(): boolean {
    return this.#queryText.includes("prettyPrint=") || this.#queryText.includes("fields=");
  }

  get headers(): IncomingMessage["headers"] {
    return this.request.headers;
  }

  get origin(): string {
    return this.#origin();
  }

  get stream(): Readable {
    return bodyStream(this.request);
  }

  readBody(limitBytes: number): Promise<Buffer> {
    return readBody(this.request, limitBytes);
  }
}
