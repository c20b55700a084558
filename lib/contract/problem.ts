import { z } from "zod";

/** google.rpc.Code names with the HTTP status each travels under (google/rpc/code.proto), plus FHIR's 412, 410, 415 and 501's sense. */
export const PROBLEM_CODES = [
  "INVALID_ARGUMENT",
  "FAILED_PRECONDITION",
  "UNAUTHENTICATED",
  "PERMISSION_DENIED",
  "NOT_FOUND",
  "GONE",
  "ALREADY_EXISTS",
  "ABORTED",
  "PRECONDITION_FAILED",
  "PAYLOAD_TOO_LARGE",
  "UNSUPPORTED_MEDIA_TYPE",
  "RESOURCE_EXHAUSTED",
  "CANCELLED",
  "UNIMPLEMENTED",
  "INTERNAL",
  "UNAVAILABLE",
  "DEADLINE_EXCEEDED",
] as const;
export type ProblemCode = (typeof PROBLEM_CODES)[number];

/** Where a call broke: before it left the browser, in the console's own server, in the sign-in provider, or in the API. */
export const HOPS = ["browser", "console", "identity-provider", "healthcare-api"] as const;

/** The one shape in which the console's server tells a screen what went wrong. Carries no patient data. */
export const problemSchema = z.object({
  code: z.enum(PROBLEM_CODES),
  /** HTTP status of the answer. */
  status: z.number().int(),
  /** One sentence: what failed, where, what to do. */
  message: z.string(),
  hop: z.enum(HOPS),
  /** Finds the audit row and the server's log line. */
  requestId: z.string().optional(),
  /** The permission that a 403 lacked, in Google's spelling. */
  permission: z.string().optional(),
  /** Where in the input, when known: a JSON path, FHIRPath or field name. */
  at: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof problemSchema>;

/** The body of every non-2xx answer that the console itself gives: Google's envelope, so that any Google client reads it. */
export const problemEnvelopeSchema = z.object({
  error: z.object({ code: z.number(), message: z.string(), status: z.string(), problem: problemSchema }),
});
export type ProblemEnvelope = z.infer<typeof problemEnvelopeSchema>;

const CODE_BY_STATUS: Readonly<Record<number, ProblemCode>> = {
  400: "INVALID_ARGUMENT",
  401: "UNAUTHENTICATED",
  403: "PERMISSION_DENIED",
  404: "NOT_FOUND",
  409: "ALREADY_EXISTS",
  410: "GONE",
  412: "PRECONDITION_FAILED",
  413: "PAYLOAD_TOO_LARGE",
  415: "UNSUPPORTED_MEDIA_TYPE",
  429: "RESOURCE_EXHAUSTED",
  499: "CANCELLED",
  500: "INTERNAL",
  501: "UNIMPLEMENTED",
  502: "UNAVAILABLE",
  503: "UNAVAILABLE",
  504: "DEADLINE_EXCEEDED",
};

/** The code that fits an HTTP status when the answer itself names none. */
export function codeForStatus(status: number): ProblemCode {
  return CODE_BY_STATUS[status] ?? (status >= 500 ? "INTERNAL" : "INVALID_ARGUMENT");
}

/** Thrown anywhere on the server or in a query function; the last floor turns it into words or an envelope. */
export class ProblemError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.message);
    this.name = "ProblemError";
    this.problem = problem;
  }
}
