import type { z } from "zod";
import { codeForStatus, problemEnvelopeSchema, ProblemError, type Problem } from "#lib/contract/problem.ts";

/** Every call to the console's server carries this header; with the Origin check it is the forgery defence. */
export const CONSOLE_HEADER = { "x-console": "1" } as const;

export interface GatewayCall {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: BodyInit;
  readonly signal?: AbortSignal;
  /** An answer with this status is returned, not thrown: its body says more than a Problem holds. */
  readonly readsStatus?: number;
}

/** Calls the Cloud Healthcare API through the gateway; `path` starts with `/v1/`. Rejects with ProblemError. */
export function callGateway(path: string, call: GatewayCall = {}): Promise<Response> {
  return send(`/api/healthcare${path}`, call);
}

/** Asks one of the console's own questions; `path` follows `/api/console/`. Rejects with ProblemError. */
export async function askConsole<T>(path: string, schema: z.ZodType<T>, call: GatewayCall = {}): Promise<T> {
  const response = await send(`/api/console/${path}`, call);
  return schema.parse(response.status === 204 ? {} : await response.json());
}

async function send(url: string, { readsStatus, ...call }: GatewayCall): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, {
      ...call,
      headers: { ...CONSOLE_HEADER, ...call.headers },
      credentials: "same-origin",
      cache: "no-store",
    });
  } catch (error) {
    if (call.signal?.aborted) throw error;
    throw unreachable();
  }
  if (response.ok || response.status === 304 || response.status === readsStatus) return response;
  throw new ProblemError(await readProblem(response));
}

/** The console's server gave no answer at all. */
export function unreachable(): ProblemError {
  return new ProblemError({
    code: "UNAVAILABLE",
    status: 0,
    hop: "browser",
    message: "The console's server cannot be reached. Check the network and that Careplane is running, then try again.",
  });
}

/** Understands the console's envelope, Google's error JSON, a FHIR OperationOutcome, and anything else by its status. */
export async function readProblem(response: Response): Promise<Problem> {
  const requestId = response.headers.get("x-request-id") ?? undefined;
  const text = await response.text();
  const body = parseJson(text);
  const own = problemEnvelopeSchema.safeParse(body);
  if (own.success) return own.data.error.problem;
  const at = outcomeIssues(body);
  return {
    code: codeForStatus(response.status),
    status: response.status,
    hop: "healthcare-api",
    message:
      at.map((issue) => issue.message).join(" ") ||
      googleMessage(body) ||
      `The Cloud Healthcare API answered ${response.status}.`,
    ...(requestId ? { requestId } : {}),
    ...(at.length > 0 ? { at } : {}),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function googleMessage(body: unknown): string | undefined {
  const message = (body as { error?: { message?: unknown } } | undefined)?.error?.message;
  return typeof message === "string" ? message : undefined;
}

function outcomeIssues(body: unknown): { path: string; message: string }[] {
  const outcome = body as
    | { resourceType?: string; issue?: { diagnostics?: string; details?: { text?: string }; expression?: string[] }[] }
    | undefined;
  if (outcome?.resourceType !== "OperationOutcome" || !Array.isArray(outcome.issue)) return [];
  return outcome.issue.map((issue) => ({
    path: issue.expression?.[0] ?? "",
    message: issue.diagnostics ?? issue.details?.text ?? "",
  }));
}
