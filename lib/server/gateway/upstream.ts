import http, { type ClientRequest, type IncomingMessage, type ServerResponse } from "node:http";
import https from "node:https";
import type { Readable } from "node:stream";
import type { CredentialMode } from "#lib/server/config.ts";
import { errorFields, log } from "#lib/server/log.ts";
import { problem } from "#lib/server/problems.ts";

/** The upstream may think so long, and may pause so long between two chunks. */
const IDLE_TIMEOUT_MS = 120_000;
const MAX_SOCKETS = 256;

export interface UpstreamCall {
  readonly verb: string;
  /** `/v1/…?query`, built by the gateway from parsed parts. */
  readonly target: string;
  /** Names and values in a flat list. */
  readonly headers: readonly string[];
  /** The client's body as it arrives; undefined for none. */
  readonly body: Readable | undefined;
  /** The answer to whoever asked: when it closes early, the upstream call ends too. Undefined for calls of the console's own. */
  readonly caller: ServerResponse | undefined;
}

export interface Upstream {
  /** Resolves with the answer's head; its body is still on the wire. Rejects with ProblemError naming the hop. */
  send(call: UpstreamCall): Promise<IncomingMessage>;
  close(): void;
}

/** @param api.baseUrl the one origin that is ever called; redirects are not followed */
export function createUpstream(api: { readonly baseUrl: string; readonly credentials: CredentialMode }): Upstream {
  const { protocol, hostname, host, port } = new URL(api.baseUrl);
  const transport = protocol === "https:" ? https : http;
  const agent = new transport.Agent({
    keepAlive: true,
    maxSockets: MAX_SOCKETS,
    scheduling: "lifo",
    timeout: IDLE_TIMEOUT_MS,
  });
  const destination = { protocol, hostname: hostname.replace(/^\[|\]$/g, ""), port, agent };

  const attempt = (call: UpstreamCall): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const { verb, target, headers, body, caller } = call;
      const request = transport.request(
        { ...destination, method: verb, path: target, headers: ["host", host, ...headers] },
        resolve,
      );
      request.once("timeout", () => request.destroy(new UpstreamTimeout()));
      request.once("error", (error) => {
        reject(new AttemptFailed(error, request));
      });
      caller?.once("close", () => {
        if (!caller.writableFinished) request.destroy();
      });
      if (body) body.pipe(request);
      else request.end();
    });

  return {
    send: async (call) => {
      try {
        return await attempt(call).catch((error: unknown) => {
          // The service closed an idle connection just as it was taken up again; a read without a body is safe to repeat once.
          if (call.verb === "GET" && error instanceof AttemptFailed && error.wasStale) return attempt(call);
          throw error;
        });
      } catch (error) {
        if (call.caller?.destroyed) throw problem("CANCELLED", "The caller went away before the answer came.");
        throw toUpstreamProblem(error instanceof AttemptFailed ? error.cause : error, api);
      }
    },
    close: () => {
      agent.destroy();
    },
  };
}

class UpstreamTimeout extends Error {
  override readonly name = "UpstreamTimeout";
}

class AttemptFailed extends Error {
  override readonly cause: Error;
  readonly wasStale: boolean;
  constructor(cause: Error, request: ClientRequest) {
    super("The call to the API failed", { cause });
    this.cause = cause;
    this.wasStale = request.reusedSocket && "code" in cause && cause.code === "ECONNRESET";
  }
}

function toUpstreamProblem(error: unknown, api: { baseUrl: string; credentials: CredentialMode }): Error {
  log.warn("upstream.failed", errorFields(error));
  const whom =
    api.credentials === "emulator" ? `The emulator at ${api.baseUrl}` : `The Cloud Healthcare API at ${api.baseUrl}`;
  const hop = { hop: "healthcare-api" } as const;
  if (error instanceof UpstreamTimeout) {
    return problem(
      "DEADLINE_EXCEEDED",
      `${whom} did not answer within ${IDLE_TIMEOUT_MS / 1000} s. Check what came of the call before repeating a write.`,
      hop,
    );
  }
  const { code } = errorFields(error);
  if (code === "ECONNRESET" || code === "EPIPE" || code?.startsWith("HPE_")) {
    return problem(
      "UNAVAILABLE",
      `${whom} broke the connection. Check what came of the call before repeating a write.`,
      { ...hop, status: 502 },
    );
  }
  return problem(
    "UNAVAILABLE",
    `${whom} cannot be reached. Check that it runs and that HEALTHCARE_API_URL is right, then try again.`,
    hop,
  );
}
