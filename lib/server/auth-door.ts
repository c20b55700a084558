import type { NextApiRequest, NextApiResponse } from "next";
import nextAuthModule from "next-auth";
import { authOptions } from "./auth-options.ts";
import { sendJson, sendProblem, type Call } from "./call.ts";
import { refuseForeignSite } from "./forgery.ts";
import { errorFields, log } from "./log.ts";
import { problem, toProblem } from "./problems.ts";
import { readSmallBody } from "./read-body.ts";
import type { Runtime } from "./runtime.ts";
import { ProblemError } from "#lib/contract/problem.ts";

const BODY_LIMIT = 16 * 1024;
const PREFIX = "/api/auth/";

/** The parts of next-auth that are served. Not `session`: it would renew cookies, and `/api/console/session` answers that question. */
const SERVED = new Set([
  "GET csrf",
  "GET providers",
  "GET signin",
  "GET error",
  "GET callback",
  "POST signin",
  "POST callback",
  "POST signout",
]);

type NextAuthHandler = (
  request: NextApiRequest,
  response: NextApiResponse,
  options: ReturnType<typeof authOptions>,
) => Promise<unknown>;

/**
 * next-auth on `/api/auth/*`, called as the plain Node handler that it also is. In a Next route it would live in another bundle with
 * another database handle, and could only be tested after a build.
 */
export async function answerAuthCall(runtime: Runtime, call: Call): Promise<void> {
  try {
    const [action = "", provider] = call.path.slice(PREFIX.length).split("/");
    if (!SERVED.has(`${call.request.method} ${action}`)) throw problem("NOT_FOUND", "There is no such page.");
    if (!isReturnFromProvider(call, action)) refuseForeignSite(call);
    const body = call.request.method === "POST" ? await readFields(call) : {};
    if (action === "signout") await endSession(runtime, call);
    await runNextAuth(runtime, call, { action, provider, body });
  } catch (error) {
    if (!(error instanceof ProblemError))
      log.error("sign-in.broken", { requestId: call.requestId, ...errorFields(error) });
    sendProblem(call, toProblem(error));
  }
}

/** The provider sends the browser back by a cross-site GET; state, nonce and PKCE guard that one. */
function isReturnFromProvider(call: Call, action: string): boolean {
  return action === "callback" && call.request.method === "GET";
}

/** Before next-auth clears the cookie the server forgets the session; when it cannot, the person is told that sign-out failed. */
async function endSession(runtime: Runtime, call: Call): Promise<void> {
  const { cookie } = call.request.headers;
  const session = await runtime.sessionCookie.read(cookie);
  const id = await runtime.sessionCookie.readId(cookie);
  if (id !== undefined) await runtime.sessions.end(id);
  if (session) {
    await runtime.audit.append({
      requestId: call.requestId,
      phase: "completed",
      issuer: session.issuer,
      subject: session.subject,
      name: session.name,
      roles: session.roles.join(","),
      action: "console.signOut",
      resource: "",
      status: 200,
      reason: "",
    });
  }
  call.response.setHeader("clear-site-data", '"cache", "storage"');
}

async function readFields(call: Call): Promise<Record<string, string>> {
  const text = await readSmallBody(call.request, BODY_LIMIT);
  const type = call.request.headers["content-type"]?.split(";", 1)[0]?.trim().toLowerCase();
  if (type === "application/x-www-form-urlencoded") return Object.fromEntries(new URLSearchParams(text));
  if (type === "application/json") return parseFields(text);
  throw problem("UNSUPPORTED_MEDIA_TYPE", "Send a form or JSON.");
}

function parseFields(text: string): Record<string, string> {
  try {
    const fields: unknown = JSON.parse(text);
    const entries = typeof fields === "object" && fields !== null ? Object.entries(fields) : [];
    return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
  } catch {
    throw problem("INVALID_ARGUMENT", "The request body is not JSON.");
  }
}

async function runNextAuth(
  runtime: Runtime,
  call: Call,
  asked: { action: string; provider: string | undefined; body: Record<string, string> },
): Promise<void> {
  const { protocol, host } = new URL(call.origin);
  const request = {
    method: call.request.method,
    query: {
      ...Object.fromEntries(new URLSearchParams(call.query)),
      nextauth: asked.provider === undefined ? [asked.action] : [asked.action, asked.provider],
    },
    cookies: parseCookies(call.request.headers.cookie ?? ""),
    body: asked.body,
    // Only what names the console's own origin: nothing that a browser or proxy claims.
    headers: { "x-forwarded-host": host, "x-forwarded-proto": protocol.slice(0, -1) },
  };
  const options = authOptions(runtime, { isSecure: protocol === "https:", requestId: call.requestId });
  await nextAuth()(request as unknown as NextApiRequest, answerLike(call) as unknown as NextApiResponse, options);
}

/** The package is CommonJS: Node hands over its exports object, bundlers its default. */
function nextAuth(): NextAuthHandler {
  const imported = nextAuthModule as unknown as NextAuthHandler | { default: NextAuthHandler };
  return typeof imported === "function" ? imported : imported.default;
}

/** The few methods of Next's response that next-auth calls. */
function answerLike(call: Call): object {
  const { response } = call;
  let status = 200;
  const answer = {
    status: (code: number) => {
      status = code;
      return answer;
    },
    getHeader: (name: string) => response.getHeader(name),
    setHeader: (name: string, value: string | string[]) => {
      response.setHeader(name, value);
      return answer;
    },
    json: (body: object) => {
      sendJson(call, status, body);
    },
    send: (body: object | undefined) => {
      sendJson(call, status, body ?? {});
    },
    end: () => {
      sendJson(call, status, {});
    },
  };
  return answer;
}

function parseCookies(header: string): Record<string, string> {
  const cookies = new Map<string, string>();
  for (const part of header.split(";")) {
    const equals = part.indexOf("=");
    if (equals < 0) continue;
    const name = part.slice(0, equals).trim();
    if (!cookies.has(name)) cookies.set(name, decodeCookie(part.slice(equals + 1).trim()));
  }
  return Object.fromEntries(cookies);
}

function decodeCookie(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
