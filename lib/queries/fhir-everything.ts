import { infiniteQueryOptions } from "@tanstack/react-query";
import { parseJson, type JsonObject } from "#lib/fhir/lossless-json.ts";
import { toLabPoints, toRecordEvent, type LabPoint, type RecordEvent } from "#lib/fhir/patient-record.ts";
import { readSearchset } from "#lib/fhir/read-searchset.ts";
import { apiPath } from "./api-path.ts";
import { callGateway } from "./gateway.ts";

/** One page of a patient's record. Only what the room shows is kept: a record of thousands of resources stays small. */
export interface RecordPage {
  readonly events: readonly RecordEvent[];
  readonly labs: readonly LabPoint[];
  readonly patient: JsonObject | undefined;
  readonly total: number | undefined;
  readonly nextToken: string | undefined;
}

/** Entries a page: the first picture comes soon, the rest in few round trips. */
const PAGE = 250;

export const everythingQueries = {
  /** All that the store holds about a patient (`$everything`, contract section 8.7), page after page. */
  ofPatient: (store: string, id: string) =>
    infiniteQueryOptions({
      queryKey: ["fhir-everything", store, id],
      queryFn: ({ pageParam, signal }) => fetchRecordPage(store, id, { token: pageParam, signal }),
      initialPageParam: "",
      getNextPageParam: (page: RecordPage) => page.nextToken,
      staleTime: 60_000,
    }),
};

/** `/v1/…/fhir/Patient/p1/$everything`. */
export function everythingPath(store: string, id: string): string {
  return `${apiPath(`${store}/fhir/Patient/${id}`)}/$everything`;
}

async function fetchRecordPage(
  store: string,
  id: string,
  page: { readonly token: string; readonly signal: AbortSignal },
): Promise<RecordPage> {
  const query = new URLSearchParams({
    _count: String(PAGE),
    ...(page.token === "" ? {} : { _page_token: page.token }),
  });
  const response = await callGateway(`${everythingPath(store, id)}?${query.toString()}`, {
    headers: { accept: "application/fhir+json" },
    signal: page.signal,
  });
  const { matches, included, total, nextToken } = readSearchset(parseJson(await response.text()));
  const resources = [...matches, ...included];
  return {
    events: resources.map(toRecordEvent),
    labs: resources.flatMap(toLabPoints),
    patient: resources.find((resource) => resource["resourceType"] === "Patient" && resource["id"] === id),
    total,
    nextToken,
  };
}
