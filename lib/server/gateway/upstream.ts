import type { ServerResponse } from "node:http";
import type { Readable } from "node:stream";
import { errors, Pool, type Dispatcher } from "undici";
import type { CredentialMode } from "#lib/server/config.ts";
import { errorFields, log } from "#lib/server/log.ts";
import { problem } from "#lib/server/problems.ts";
import { UpstreamAnswer } from "./upstream-answer.ts";

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
  send(call: UpstreamCall): Promise<UpstreamAnswer>;
  close(): void;
}

export interface UpstreamService {
  /** The one origin that is ever called; redirects are not followed. */
  readonly baseUrl: string;
  readonly credentials: CredentialMode;
  /** What people call it. */
  readonly service: string;
}

export function createUpstream(api: UpstreamService): Upstream {
  const pool = new Pool(new URL(api.baseUrl).origin, {
    connections: MAX_SOCKETS,
    pipelining: 1,
    allowH2: false,
    headersTimeout: IDLE_TIMEOUT_MS,
    bodyTimeout: IDLE_TIMEOUT_MS,
  });
  return {
    send: async (call) => {
      try {
        return await attempt(pool, call).catch((error: unknown) => {
          // The service closed an idle connection just as it was taken up again; a read without a body is safe to repeat once.
          if (call.verb === "GET" && isBroken(error) && !call.caller?.destroyed) return attempt(pool, call);
          throw error;
        });
      } catch (error) {
        if (call.caller?.destroyed) throw problem("CANCELLED", "The caller went away before the answer came.");
        throw toUpstreamProblem(error, api);
      }
    },
    close: () => {
      void pool.destroy();
    },
  };
}

/** One request; resolves with the head of its answer. */
function attempt(pool: Pool, { verb, target, headers, body, caller }: UpstreamCall): Promise<UpstreamAnswer> {
  return new Promise((resolve, reject) => {
    let answer: UpstreamAnswer | undefined;
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart: (controller) => {
        const leave = (): void => {
          if (!caller?.writableFinished && !controller.aborted) controller.abort(new Error("The caller went away"));
        };
        if (caller?.destroyed) leave();
        else caller?.once("close", leave);
      },
      onResponseStart: (controller, status, answerHeaders) => {
        if (status < 200) return;
        answer = new UpstreamAnswer({ status, headers: answerHeaders, controller });
        resolve(answer);
      },
      onResponseData: (_, chunk) => {
        answer?.arrive(chunk);
      },
      onResponseEnd: () => {
        answer?.finish("ended");
      },
      onResponseError: (_, error) => {
        answer?.finish("cut");
        reject(error);
      },
    };
    pool.dispatch({ method: verb, path: target, headers: [...headers], body: body ?? null }, handler);
  });
}

/** The connection ended before an answer came. */
function isBroken(error: unknown): boolean {
  const { code } = errorFields(error);
  return code === "ECONNRESET" || code === "EPIPE" || code === "UND_ERR_SOCKET";
}

function toUpstreamProblem(error: unknown, api: UpstreamService): Error {
  log.warn("upstream.failed", errorFields(error));
  const whom =
    api.credentials === "emulator" ? `The emulator at ${api.baseUrl}` : `The ${api.service} at ${api.baseUrl}`;
  const hop = { hop: "healthcare-api" } as const;
  if (error instanceof errors.HeadersTimeoutError) {
    return problem(
      "DEADLINE_EXCEEDED",
      `${whom} did not answer within ${IDLE_TIMEOUT_MS / 1000} s. Check what came of the call before repeating a write.`,
      hop,
    );
  }
  const { code } = errorFields(error);
  if (isBroken(error) || code?.startsWith("HPE_")) {
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
