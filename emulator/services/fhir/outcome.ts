import type { Reply } from "#emulator/http/route.ts";

/** Content type of every FHIR answer (contract section 8.1). */
export const FHIR_JSON = "application/fhir+json;charset=utf-8";

export interface OutcomeIssue {
  readonly severity: "error" | "warning" | "information";
  /** FHIR issue-type code. */
  readonly code: string;
  /** The service's machine word, `details.text`. */
  readonly text: string;
  readonly diagnostics: string;
  readonly expression?: readonly string[];
}

/** What can go wrong in a FHIR call: HTTP status, FHIR issue code and the service's machine word (contract section 8.2). */
const FAILURES = {
  unparseable_resource: [400, "structure"],
  bad_resource_type: [400, "not-supported"],
  invalid_id: [400, "value"],
  invalid_query: [400, "invalid"],
  invalid_header: [400, "invalid"],
  invalid_references: [400, "invalid"],
  invalid_bundle: [400, "structure"],
  invalid_patch: [400, "invalid"],
  patch_test_failed: [422, "processing"],
  id_mismatch: [400, "structure"],
  validation_failed: [400, "invariant"],
  versioning_disabled: [400, "not-supported"],
  permission_denied: [403, "security"],
  resource_not_found: [404, "not-found"],
  resource_conflict: [409, "conflict"],
  resource_deleted: [410, "deleted"],
  ambiguous_query: [412, "conflict"],
  version_mismatch: [412, "conflict"],
  payload_too_large: [413, "too-long"],
  unsupported_media_type: [415, "not-supported"],
} as const satisfies Readonly<Record<string, readonly [status: number, code: string]>>;
type Failure = keyof typeof FAILURES;

/** A FHIR call's failure, answered as an OperationOutcome. Diagnostics never quote patient data. */
export class FhirError extends Error {
  readonly failure: Failure;
  readonly status: number;
  readonly issues: readonly OutcomeIssue[];
  constructor(failure: Failure, diagnostics: string, issues: readonly OutcomeIssue[] = []) {
    super(diagnostics);
    this.name = "FhirError";
    const [status, code] = FAILURES[failure];
    this.failure = failure;
    this.status = status;
    this.issues = issues.length > 0 ? issues : [{ severity: "error", code, text: failure, diagnostics }];
  }

  /** The same error, saying where in the request it arose: `entry[3]`. */
  at(place: string): FhirError {
    const issues = this.issues.map((issue) => ({
      ...issue,
      diagnostics: issue.diagnostics.includes(place) ? issue.diagnostics : `error at "${place}": ${issue.diagnostics}`,
    }));
    return new FhirError(this.failure, this.message, issues);
  }

  reply(): Reply {
    return { status: this.status, headers: { "content-type": FHIR_JSON }, body: outcomeText(this.issues) };
  }
}

/** An OperationOutcome as canonical JSON text. */
export function outcomeText(issues: readonly OutcomeIssue[]): string {
  return JSON.stringify({
    issue: issues.map((issue) => ({
      code: issue.code,
      details: { text: issue.text },
      diagnostics: issue.diagnostics,
      ...(issue.expression ? { expression: issue.expression } : {}),
      severity: issue.severity,
    })),
    resourceType: "OperationOutcome",
  });
}
