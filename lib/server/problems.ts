import { type Problem, type ProblemCode, ProblemError, type ProblemEnvelope } from "#lib/contract/problem.ts";

const STATUS: Readonly<Record<ProblemCode, number>> = {
  INVALID_ARGUMENT: 400,
  FAILED_PRECONDITION: 400,
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  NOT_FOUND: 404,
  GONE: 410,
  ALREADY_EXISTS: 409,
  ABORTED: 409,
  PRECONDITION_FAILED: 412,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  RESOURCE_EXHAUSTED: 429,
  CANCELLED: 499,
  UNIMPLEMENTED: 501,
  INTERNAL: 500,
  UNAVAILABLE: 503,
  DEADLINE_EXCEEDED: 504,
};

/** A refusal by the console itself; `more` overrides the status or names the permission, the hop or the place in the input. */
export function problem(code: ProblemCode, message: string, more: Partial<Problem> = {}): ProblemError {
  return new ProblemError({ code, status: STATUS[code], message, hop: "console", ...more });
}

/** What a thrown value tells the person: a ProblemError as it is, anything else without its inner words, which may quote data. */
export function toProblem(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  return {
    code: "INTERNAL",
    status: 500,
    hop: "console",
    message: "The console failed to answer. Try again; if it stays, give the request id to whoever runs this console.",
  };
}

export function toEnvelope(told: Problem): ProblemEnvelope {
  return { error: { code: told.status, message: told.message, status: told.code, problem: told } };
}
