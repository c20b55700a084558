import type { Reply } from "#emulator/http/route.ts";

/** google.rpc.Code names with their HTTP status (google/rpc/code.proto). */
const HTTP_STATUS = {
  INVALID_ARGUMENT: 400,
  FAILED_PRECONDITION: 400,
  OUT_OF_RANGE: 400,
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  NOT_FOUND: 404,
  ALREADY_EXISTS: 409,
  ABORTED: 409,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  RESOURCE_EXHAUSTED: 429,
  CANCELLED: 499,
  INTERNAL: 500,
  UNIMPLEMENTED: 501,
  UNAVAILABLE: 503,
} as const;
export type ErrorStatus = keyof typeof HTTP_STATUS;

/** google.rpc.Code numbers, for the `error.code` of operations. The two HTTP-only words count as INVALID_ARGUMENT. */
const RPC_CODES: Readonly<Record<ErrorStatus, number>> = {
  CANCELLED: 1,
  INVALID_ARGUMENT: 3,
  PAYLOAD_TOO_LARGE: 3,
  UNSUPPORTED_MEDIA_TYPE: 3,
  NOT_FOUND: 5,
  ALREADY_EXISTS: 6,
  PERMISSION_DENIED: 7,
  RESOURCE_EXHAUSTED: 8,
  FAILED_PRECONDITION: 9,
  ABORTED: 10,
  OUT_OF_RANGE: 11,
  UNIMPLEMENTED: 12,
  INTERNAL: 13,
  UNAVAILABLE: 14,
  UNAUTHENTICATED: 16,
};

export function rpcCode(status: ErrorStatus): number {
  return RPC_CODES[status];
}

export interface FieldViolation {
  readonly field: string;
  readonly description: string;
}

/** An error that answers in Google's envelope: admin, HL7v2, consent, operations and IAM routes (contract section 1.4). */
export class GoogleError extends Error {
  readonly status: ErrorStatus;
  readonly details: readonly object[];
  constructor(status: ErrorStatus, message: string, details: readonly object[] = []) {
    super(message);
    this.name = "GoogleError";
    this.status = status;
    this.details = details;
  }
  /** What the dispatcher sends; every error class that knows its own answer has this method. */
  reply(): Reply {
    return googleErrorReply(this);
  }
}

export function fieldViolationError(message: string, fieldViolations: readonly FieldViolation[]): GoogleError {
  return new GoogleError("INVALID_ARGUMENT", message, [
    { "@type": "type.googleapis.com/google.rpc.BadRequest", fieldViolations },
  ]);
}

export function googleErrorReply(error: GoogleError): Reply {
  const code = HTTP_STATUS[error.status];
  const details = error.details.length > 0 ? { details: error.details } : {};
  return json({ error: { code, message: error.message, status: error.status, ...details } }, code);
}

/** A JSON answer of the admin family; keys as given, two-space indentation as the service prints by default. */
export function json(body: object, status = 200): Reply {
  return {
    status,
    headers: { "content-type": "application/json; charset=UTF-8" },
    body: `${JSON.stringify(body, undefined, 2)}\n`,
  };
}
