import type { MatchedMethod } from "#lib/contract/match-method.ts";
import type { EnvironmentLabels } from "#lib/server/environment-labels.ts";
import { problem } from "#lib/server/problems.ts";
import { isWrite } from "./method-rights.ts";

export const UNLOCK_HEADER = "x-console-unlock";

/**
 * Below a production label everything can be read and nothing changed, unless the request names what it unlocks.
 * @param resource `projects/…` path of the call
 * @param unlock value of x-console-unlock: the last id of the labelled resource
 * @throws ProblemError FAILED_PRECONDITION
 */
export async function guardEnvironment(
  labels: EnvironmentLabels,
  { method }: MatchedMethod,
  call: { readonly resource: string; readonly unlock: string | undefined },
): Promise<void> {
  if (!isWrite(method)) return;
  const label = await labels.nearest(call.resource);
  if (label?.environment !== "production") return;
  const shortName = label.name.slice(label.name.lastIndexOf("/") + 1);
  if (call.unlock === encodeURIComponent(shortName) || call.unlock === shortName) return;
  throw problem(
    "FAILED_PRECONDITION",
    `${label.name} is labelled production and therefore read-only. Unlock it on its page (header ${UNLOCK_HEADER}: ${encodeURIComponent(shortName)}) and try again.`,
  );
}
