import { parseJson } from "#lib/fhir/lossless-json.ts";
import { readSearchset, type Searchset } from "#lib/fhir/read-searchset.ts";
import { apiPath } from "./api-path.ts";
import { callGateway } from "./gateway.ts";

/** One page of a search (`POST [type]/_search`), its parameters in the body so that they are in no address of ours. */
export async function searchStore(
  store: string,
  type: string,
  form: URLSearchParams,
  signal: AbortSignal,
): Promise<Searchset> {
  const response = await callGateway(apiPath(`${store}/fhir/${encodeURIComponent(type)}/_search`), {
    method: "POST",
    headers: { accept: "application/fhir+json", "content-type": "application/x-www-form-urlencoded" },
    body: form.toString(),
    signal,
  });
  return readSearchset(parseJson(await response.text()));
}
