import { problem } from "#lib/server/problems.ts";
import type { Call } from "#lib/server/call.ts";
import { readSmallBody } from "#lib/server/read-body.ts";
import type { Method } from "#lib/contract/methods.ts";

const LIMIT_BYTES = 64 * 1024;
const SEARCHES = new Set([
  "healthcare.projects.locations.datasets.fhirStores.fhir.search",
  "healthcare.projects.locations.datasets.fhirStores.fhir.searchType",
]);

export function isFhirSearch(method: Method): boolean {
  return SEARCHES.has(method.id);
}

/**
 * The parameters of a `_search` call, or of a list by POST, as the query string that Google's API reads. Browsers send them as a form body, so that
 * patient data stays out of the console's addresses and logs; client libraries may send them in the query already.
 * @returns query without `?`
 * @throws ProblemError PAYLOAD_TOO_LARGE over 64 kB, UNSUPPORTED_MEDIA_TYPE for a body that is no form
 */
export async function readFormQuery(call: Call): Promise<string> {
  const body = await readSmallBody(call.request, LIMIT_BYTES);
  if (body.trim() === "") return call.query;
  const type = call.request.headers["content-type"]?.split(";", 1)[0]?.trim().toLowerCase();
  if (type !== "application/x-www-form-urlencoded") {
    throw problem("UNSUPPORTED_MEDIA_TYPE", "The body of a search must be application/x-www-form-urlencoded.");
  }
  const form = new URLSearchParams(body).toString();
  return call.query === "" ? form : `${call.query}&${form}`;
}
