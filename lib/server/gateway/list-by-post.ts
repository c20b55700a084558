import { matchMethod, type MatchedMethod } from "#lib/contract/match-method.ts";
import type { Method } from "#lib/contract/methods.ts";
import type { Call } from "#lib/server/call.ts";
import { problem } from "#lib/server/problems.ts";

const OVERRIDE_HEADER = "x-http-method-override";

/** Lists whose parameters may name a patient: `PatientId("123456", "MR")`, `PatientName=Okafor`. */
const LISTS = new Set([
  "healthcare.projects.locations.datasets.hl7V2Stores.messages.list",
  "healthcare.projects.locations.datasets.dicomStores.searchForStudies",
]);

/**
 * Finds a GET list that comes as a POST with its parameters in a form body, so that no patient data stands in an address of ours: Google's
 * own convention for queries (`X-HTTP-Method-Override: GET`). The gateway reads the header here and passes it on to nobody.
 * @param path path behind the gateway's prefix
 * @returns undefined for every call without the header
 * @throws ProblemError INVALID_ARGUMENT when something else is asked for: it must never pass for the write that its verb says
 */
export function matchListByPost(call: Call, path: string): MatchedMethod | undefined {
  const override = call.request.headers[OVERRIDE_HEADER];
  if (override === undefined) return undefined;
  const matched = matchMethod("GET", path);
  if (call.request.method !== "POST" || override !== "GET" || !matched || !LISTS.has(matched.method.id))
    throw problem(
      "INVALID_ARGUMENT",
      `The gateway takes ${OVERRIDE_HEADER} only for lists of HL7v2 messages and DICOM studies: a POST that means GET.`,
    );
  return matched;
}

/** Whether this call of the method is one of those. */
export function isListByPost(call: Call, method: Method): boolean {
  return call.request.method === "POST" && LISTS.has(method.id);
}
