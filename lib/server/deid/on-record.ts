import { methodById, methodPath } from "#lib/contract/match-method.ts";
import { callApi, type ApiCall } from "#lib/server/call-api.ts";
import { toProblem } from "#lib/server/problems.ts";
import { recordCall, type RecordedCall } from "#lib/server/record-call.ts";
import type { Runtime } from "#lib/server/runtime.ts";
import type { Session } from "#lib/server/sessions.ts";

/** In whose name the console acts, and by which call it was asked to. */
export interface Actor {
  readonly runtime: Runtime;
  readonly session: Session;
  readonly call: RecordedCall;
}

export interface Act {
  /** Google's method id. */
  readonly method: string;
  readonly params: Readonly<Record<string, string>>;
  /** For the audit log. */
  readonly resource: string;
  readonly query?: string;
  readonly body?: unknown;
}

/**
 * Changes something by the API for the console itself, on record before and after as if it had come through the gateway.
 * @throws ProblemError with the API's status and words
 */
export async function actOnRecord({ runtime, session, call }: Actor, act: Act): Promise<string> {
  const method = methodById(act.method);
  const deed = { action: method.id, resource: act.resource };
  await recordCall(runtime, call, session, { ...deed, status: 0 });
  try {
    const path = methodPath(method, act.params);
    const answer = await callApi(runtime, session, {
      verb: method.verb as ApiCall["verb"],
      target: act.query === undefined ? path : `${path}?${act.query}`,
      tellsWhy: true,
      ...(act.body === undefined ? {} : { body: act.body }),
    });
    await recordCall(runtime, call, session, { ...deed, status: 200 });
    return answer;
  } catch (error) {
    await recordCall(runtime, call, session, { ...deed, status: toProblem(error).status });
    throw error;
  }
}
