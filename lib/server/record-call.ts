import type { IncomingHttpHeaders } from "node:http";
import { log, errorFields } from "./log.ts";
import { problem } from "./problems.ts";
import { reasonOf } from "./reason.ts";
import type { Runtime } from "./runtime.ts";
import type { Session } from "./sessions.ts";

/** What is being done to what, in the audit log's words. */
export interface Deed {
  /** Google's method id, or `console.<question>`. */
  readonly action: string;
  /** Resource path without query. */
  readonly resource: string;
}

/** What the record says of the call; work that goes on behind an answer has no other. */
export interface RecordedCall {
  readonly requestId: string;
  readonly request: { readonly headers: IncomingHttpHeaders };
}

/**
 * Writes the audit record of a call and waits until it is committed.
 * @param status HTTP status of the answer that is about to leave, or 0 to announce a write that is about to go out
 * @throws ProblemError UNAVAILABLE when the record cannot be written: without a record nothing is answered and nothing is changed
 */
export async function recordCall(
  runtime: Runtime,
  call: RecordedCall,
  who: Session | undefined,
  what: Deed & { readonly status: number },
): Promise<void> {
  try {
    await runtime.audit.append({
      requestId: call.requestId,
      phase: what.status === 0 ? "announced" : "completed",
      issuer: who?.issuer ?? "",
      subject: who?.subject ?? "",
      name: who?.name ?? "",
      roles: who?.roles.join(",") ?? "",
      action: what.action,
      resource: what.resource,
      status: what.status,
      reason: reasonOf(call.request.headers),
    });
  } catch (error) {
    log.error("call.not-recorded", { requestId: call.requestId, action: what.action, ...errorFields(error) });
    throw problem(
      "UNAVAILABLE",
      "The console cannot write its audit log, so it answers nothing. Tell whoever runs this console.",
    );
  }
}
