import { BucketError } from "#emulator/store/bucket-uri.ts";
import { GoogleError, googleErrorReply, type ErrorStatus } from "./errors.ts";
import { BodyError, type BodyProblem } from "./read-body.ts";
import type { Reply } from "./route.ts";

interface Failure {
  readonly httpStatus: number;
  readonly googleStatus: ErrorStatus;
  /** FHIR IssueType and the service's machine word (contract section 8.2). */
  readonly issue: readonly [code: string, text: string];
  readonly message: string;
}

/**
 * The answer for anything a handler threw, in the format of the route's family: OperationOutcome below `…/fhirStores/{s}/fhir`, Google's
 * envelope elsewhere. Undefined for an error nobody foresaw; the caller logs it and answers internalFailure().
 */
export function failureReply(path: string, error: unknown): Reply | undefined {
  if (hasReply(error)) return error.reply();
  if (error instanceof BodyError) {
    const failure = BODY_FAILURES[error.problem.kind];
    return familyReply(path, { ...failure, message: bodyMessage(error.problem) });
  }
  if (error instanceof BucketError) return googleErrorReply(new GoogleError(error.status, error.message));
  if (isDiskFull(error)) {
    return familyReply(path, {
      httpStatus: 503,
      googleStatus: "UNAVAILABLE",
      issue: ["no-store", "storage_full"],
      message: "The emulator's disk is full. Nothing was written.",
    });
  }
  return undefined;
}

/** A 500 that says nothing but the request id, under which stderr has the trace. */
export function internalFailure(path: string, requestId: string): Reply {
  return familyReply(path, {
    httpStatus: 500,
    googleStatus: "INTERNAL",
    issue: ["exception", "internal_error"],
    message: `Internal error encountered. Request id: ${requestId}`,
  });
}

function hasReply(error: unknown): error is { reply(): Reply } {
  return typeof error === "object" && error !== null && "reply" in error && typeof error.reply === "function";
}

const BODY_FAILURES: Readonly<Record<BodyProblem["kind"], Omit<Failure, "message">>> = {
  "too-large": { httpStatus: 413, googleStatus: "PAYLOAD_TOO_LARGE", issue: ["too-long", "request_too_large"] },
  incomplete: { httpStatus: 400, googleStatus: "INVALID_ARGUMENT", issue: ["incomplete", "incomplete_body"] },
  slow: { httpStatus: 400, googleStatus: "INVALID_ARGUMENT", issue: ["timeout", "incomplete_body"] },
  encoding: {
    httpStatus: 415,
    googleStatus: "UNSUPPORTED_MEDIA_TYPE",
    issue: ["not-supported", "unsupported_encoding"],
  },
};

function bodyMessage(problem: BodyProblem): string {
  if (problem.kind === "too-large") return `Request payload size exceeds the limit: ${problem.limitBytes} bytes.`;
  if (problem.kind === "slow") return `No byte of the request body arrived for ${problem.milliseconds / 1000} seconds.`;
  if (problem.kind === "encoding")
    return `Content-Encoding ${JSON.stringify(problem.encoding.slice(0, 100))} is not supported; send gzip or none.`;
  return "The request body ended before it was complete.";
}

function isDiskFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const SQLITE_FULL = 13;
  return ("code" in error && error.code === "ENOSPC") || ("errcode" in error && error.errcode === SQLITE_FULL);
}

const FHIR_PATH = /\/fhirStores\/[^/]+\/fhir(?:\/|$)/;

function familyReply(path: string, failure: Failure): Reply {
  if (!FHIR_PATH.test(path)) return googleErrorReply(new GoogleError(failure.googleStatus, failure.message));
  const [code, text] = failure.issue;
  const outcome = {
    resourceType: "OperationOutcome",
    issue: [{ severity: "error", code, details: { text }, diagnostics: failure.message }],
  };
  return {
    status: failure.httpStatus,
    headers: { "content-type": "application/fhir+json;charset=utf-8" },
    body: JSON.stringify(outcome),
  };
}
