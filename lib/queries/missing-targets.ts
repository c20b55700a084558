import { memberText } from "#lib/fhir/member-text.ts";
import { mapAtMost } from "./map-at-most.ts";
import { searchStore } from "./search-store.ts";

const AT_ONCE = 3;
/** Ids asked for in one search. */
const IDS_A_SEARCH = 100;

/** Of the names (`Patient/p1`), those that the store has no resource of, by searches for their ids. Rejects with the API's refusal. */
export async function missingTargets(
  store: string,
  names: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const byType = Map.groupBy(names, (name) => name.split("/")[0] ?? "");
  const chunks = [...byType].flatMap(([type, all]) =>
    Array.from({ length: Math.ceil(all.length / IDS_A_SEARCH) }, (_, at) => ({
      type,
      ids: all.slice(at * IDS_A_SEARCH, (at + 1) * IDS_A_SEARCH).map((name) => name.slice(type.length + 1)),
    })),
  );
  const found = await mapAtMost(AT_ONCE, chunks, async ({ type, ids }) => {
    const form = new URLSearchParams({ _id: ids.join(","), _count: String(IDS_A_SEARCH), _elements: "id" });
    const page = await searchStore(store, type, form, signal);
    return page.matches.map((row) => `${type}/${memberText(row, "id")}`);
  });
  return names.difference(new Set(found.flat()));
}
