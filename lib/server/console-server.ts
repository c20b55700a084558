import { randomBytes, randomUUID } from "node:crypto";
import type { Duplex } from "node:stream";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { ProblemError } from "#lib/contract/problem.ts";
import { answerAuthCall } from "./auth-door.ts";
import { sendProblem, splitTarget, type Call } from "./call.ts";
import { answerConsoleQuestion } from "./console/answer-question.ts";
import { originOf } from "./forgery.ts";
import { answerGatewayCall } from "./gateway/gateway.ts";
import { errorFields, log } from "./log.ts";
import { problem, toProblem } from "./problems.ts";
import type { Runtime } from "./runtime.ts";
import { commonHeaders, DATA_POLICY, pagePolicy } from "./security-headers.ts";

/** Next's request handler, in front of which this server stands. */
export type Pages = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

type Headers = Readonly<Record<string, string>>;

interface Doors {
  readonly runtime: Runtime;
  /** Undefined in tests and benchmarks, which need no pages. */
  readonly pages: Pages | undefined;
  readonly isDevelopment: boolean;
}

/** Headers must be there within this; checked every two seconds (Node's own checks come every thirty). */
const HEADERS_TIMEOUT_MS = 15_000;
const CHECK_EVERY_MS = 2000;
const KEEP_ALIVE_MS = 30_000;
/** A socket that moves no byte for so long is closed: longer than the gateway waits for the API. */
const SILENT_SOCKET_MS = 150_000;

/**
 * Headers by which a browser could speak for a proxy, for next-auth or for Next itself. The two request ids stay: they only pair an
 * answer with its debug channel in development, and without them Next's development client waits for ever on every navigation.
 */
const NOT_FROM_OUTSIDE =
  /^(?:x-forwarded-.*|forwarded|x-nonce|content-security-policy.*|x-middleware-.*|x-nextjs-(?!(?:html-)?request-id$).*|x-invoke-.*|x-matched-path|x-now-.*|x-vercel-.*|x-http-method-override|x-original-.*|x-rewrite-url)$/;

/** The console's HTTP server: one door for the API, one for the console's own questions, one for sign-in, and the pages behind. */
export function createConsoleServer(doors: Doors): Server {
  const isSecure = doors.runtime.config.publicOrigin?.startsWith("https:") ?? false;
  const common = commonHeaders(isSecure);
  const server = createServer(
    {
      headersTimeout: HEADERS_TIMEOUT_MS,
      // Uploads and downloads take as long as they take; silent sockets are closed below.
      requestTimeout: 0,
      connectionsCheckingInterval: CHECK_EVERY_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
    },
    (request, response) => {
      void answer(doors, common, { request, response });
    },
  );
  server.timeout = SILENT_SOCKET_MS;
  server.on("clientError", (error, socket) => {
    refuseBrokenRequest(error, socket, common);
  });
  return server;
}

async function answer(doors: Doors, common: Headers, http: Pick<Call, "request" | "response">): Promise<void> {
  const target = splitTarget(http.request.url ?? "");
  const shell = { ...http, requestId: randomUUID(), path: "", query: "", origin: "", commonHeaders: common };
  try {
    if (!target) throw problem("INVALID_ARGUMENT", "The request target is not a path.");
    const call: Call = { ...shell, ...target, origin: originOf(http.request.headers, doors.runtime.config) };
    await door(call.path)(doors, call);
  } catch (error) {
    if (!(error instanceof ProblemError))
      log.error("call.failed", { requestId: shell.requestId, ...errorFields(error) });
    sendProblem(shell, toProblem(error));
  }
}

type Door = (doors: Doors, call: Call) => Promise<void>;

/** The four doors by the start of the path. */
function door(path: string): Door {
  if (path.startsWith("/api/healthcare/")) return ({ runtime }, call) => answerGatewayCall(runtime, call);
  if (path.startsWith("/api/console/")) return ({ runtime }, call) => answerConsoleQuestion(runtime, call);
  if (path.startsWith("/api/auth/")) return ({ runtime }, call) => answerAuthCall(runtime, call);
  return answerPage;
}

async function answerPage({ pages, isDevelopment }: Doors, call: Call): Promise<void> {
  const { request, response, path } = call;
  const isDevTool = isDevelopment && path.startsWith("/__nextjs");
  if (!pages || path === "/api" || path.startsWith("/api/") || path.startsWith("/_next/image")) {
    throw problem("NOT_FOUND", "There is no such address.");
  }
  if (request.method !== "GET" && request.method !== "HEAD" && !isDevTool) {
    throw problem("UNIMPLEMENTED", "Pages can only be read.", { status: 405 });
  }
  for (const name of Object.keys(request.headers)) {
    if (NOT_FROM_OUTSIDE.test(name)) delete request.headers[name];
  }
  const nonce = randomBytes(16).toString("base64");
  const policy = pagePolicy(nonce, isDevelopment);
  // Next reads the nonce for its own scripts from this request header; app/layout.tsx reads x-nonce.
  request.headers["content-security-policy"] = policy;
  request.headers["x-nonce"] = nonce;
  for (const [name, value] of Object.entries(call.commonHeaders)) response.setHeader(name, value);
  response.setHeader("content-security-policy", policy);
  response.setHeader("x-request-id", call.requestId);
  await pages(request, response);
}

const BROKEN_REQUESTS = new Map([
  ["ERR_HTTP_REQUEST_TIMEOUT", "408 Request Timeout"],
  ["HPE_HEADER_OVERFLOW", "431 Request Header Fields Too Large"],
]);

/** Bytes that are no HTTP, or headers that came too late: one answer with the same headers as every other, then the end. */
function refuseBrokenRequest(error: Error & { code?: string }, socket: Duplex, common: Headers): void {
  if (!socket.writable || error.code === "ECONNRESET") {
    socket.destroy();
    return;
  }
  const reason = BROKEN_REQUESTS.get(error.code ?? "") ?? "400 Bad Request";
  const headers = { ...common, "content-security-policy": DATA_POLICY, connection: "close", "content-length": "0" };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.end(`HTTP/1.1 ${reason}\r\n${lines.join("\r\n")}\r\n\r\n`);
}
