import { MOST_IN_SCOPE, type DeidScopeList } from "#lib/contract/console/deid-scope.ts";
import type { SavedSearch } from "#lib/contract/console/searches.ts";
import { qidoKeys, readStudyFilter } from "#lib/dicom/study-filter.ts";
import { parseSearchText, searchParameters } from "#lib/fhir/search-text.ts";
import { problem } from "#lib/server/problems.ts";
import { askRows, searchPage, uidOf, type Reader } from "./read-stores.ts";

const PAGE = 1000;
/** What shapes the answer and not what is found. */
const SHAPE = /^_(?:count|total|summary|elements|sort|format|pretty|page_token)$/;

/** Everything that a kept search of a FHIR or DICOM store finds now, as names. Rejects with ProblemError when it is too much, or nothing. */
export async function scopeOfSearch(reader: Reader, search: SavedSearch): Promise<DeidScopeList> {
  const isDicom = search.store.split("/")[6] === "dicomStores";
  const found = isDicom
    ? { resources: [], studies: await foundStudies(reader, search) }
    : { resources: await foundResources(reader, search), studies: [] };
  // An empty list would mean the whole store.
  if (found.resources.length + found.studies.length === 0)
    throw problem(
      "FAILED_PRECONDITION",
      "The search finds nothing now, so there is nothing to de-identify. Change it.",
    );
  return found;
}

async function foundResources(reader: Reader, { store, type, query }: SavedSearch): Promise<string[]> {
  const parameters = searchParameters(parseSearchText(`${type}?${query}`)).filter(([name]) => !SHAPE.test(name));
  const names = new Set<string>();
  let token: string | undefined = "";
  while (token !== undefined) {
    const page = await searchPage(reader, {
      store,
      type,
      count: PAGE,
      token,
      parameters: [...parameters.map(([name, value]) => [name, value] as const), ["_elements", "id"]],
    });
    for (const { place } of page.items) names.add(place.split("/").slice(-2).join("/"));
    if (names.size > MOST_IN_SCOPE) throw tooMany("resources");
    token = page.next;
  }
  return [...names];
}

async function foundStudies(reader: Reader, { store, query }: SavedSearch): Promise<string[]> {
  const filter = readStudyFilter(query);
  // A selection: QIDO-RS of the API knows no lists of UIDs (contract 10.5).
  if (filter.studyUid.includes(",")) return [...new Set(filter.studyUid.split(",").filter(Boolean))];
  const uids = new Set<string>();
  for (let offset = 0; ; offset += PAGE) {
    const keys = new URLSearchParams({ ...qidoKeys(filter), limit: String(PAGE), offset: String(offset) });
    const rows = await askRows(reader, `/v1/${encodeURI(store)}/dicomWeb/studies?${keys.toString()}`);
    for (const row of rows) uids.add(uidOf(row, "0020000D"));
    if (uids.size > MOST_IN_SCOPE) throw tooMany("studies");
    if (rows.length < PAGE) return [...uids];
  }
}

function tooMany(what: string): Error {
  return problem(
    "FAILED_PRECONDITION",
    `The search finds more than ${MOST_IN_SCOPE} ${what}. Narrow it, or de-identify the whole store.`,
  );
}
