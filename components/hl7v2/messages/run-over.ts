import { problemOf } from "#components/ui/explain-problem.ts";
import { mapAtMost } from "#lib/queries/map-at-most.ts";
import type { StoredMessage } from "#lib/queries/hl7v2-messages.ts";

/** Calls under way at a time; a browser opens six connections to one host. */
const AT_ONCE = 4;

/** What became of a change to several messages. */
export interface ChangeReport {
  readonly done: readonly StoredMessage[];
  readonly failed: readonly { readonly message: StoredMessage; readonly reason: string }[];
}

/** Does one call for each message; a failure stops none of the others. `onStep` hears how many have their answer. */
export async function runOver(
  messages: readonly StoredMessage[],
  call: (message: StoredMessage) => Promise<void>,
  onStep: (count: number) => void,
): Promise<ChangeReport> {
  let answered = 0;
  const reasons = await mapAtMost(AT_ONCE, messages, async (message) => {
    const reason = await call(message).then(
      () => undefined,
      (error: unknown) => problemOf(error).message,
    );
    onStep((answered += 1));
    return { message, reason };
  });
  return {
    done: reasons.flatMap(({ message, reason }) => (reason === undefined ? [message] : [])),
    failed: reasons.flatMap(({ message, reason }) => (reason === undefined ? [] : [{ message, reason }])),
  };
}
