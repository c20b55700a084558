import { queryOptions, type QueryClient } from "@tanstack/react-query";
import { likelyDuplicates, qualityFacts, type QualityFacts } from "#lib/fhir/quality-rules.ts";
import type { Searchset } from "#lib/fhir/read-searchset.ts";
import { fhirSearchQueries } from "./fhir-search.ts";
import { mapAtMost } from "./map-at-most.ts";
import { missingTargets } from "./missing-targets.ts";
import { searchStore } from "./search-store.ts";
import { resourceQueries } from "./stores.ts";

/** Cases of one type, and the search that shows them. */
export interface QualityCases {
  readonly type: string;
  readonly count: number;
  /** What follows `Type?`; may hold ids, so it travels as a kept search only. */
  readonly query: string;
  /** What is wrong here, more exactly: "birthdate", "2 groups". Empty when there is nothing to add. */
  readonly detail: string;
}

export interface QualityFinding {
  readonly cases: readonly QualityCases[];
  /** How many resources were looked at, of how many. Equal where the store's own index answered for all. */
  readonly looked: number;
  readonly of: number;
}

/** Checks that the store's index answers for everything. */
const COUNTED: ReadonlySet<QualityCheckId> = new Set(["identifiers", "dates"]);

export type QualityCheckId = "identifiers" | "references" | "systems" | "dates" | "duplicates";

/** How much of each type the checks read that no search answers: the newest thousand, or everything. */
export type QualityReach = "newest" | "all";

/** Resources of one type that a scan reads at most, the newest first. */
const SCAN_LIMIT: Readonly<Record<QualityReach, number>> = { newest: 1000, all: Number.POSITIVE_INFINITY };
const SCAN_PAGE = 500;
const AT_ONCE = 3;
/** Ids that one kept search shows. */
const SHOWN_CASES = 200;

export const fhirQualityQueries = {
  /** Computes one card by searches of the API. Scanned types are read once for all cards. A check that nobody looks at any more stops. */
  check: (client: QueryClient, store: string, id: QualityCheckId, reach: QualityReach) =>
    queryOptions({
      queryKey: ["fhir-quality", store, id, COUNTED.has(id) ? "index" : reach],
      queryFn: ({ signal }) => CHECKS[id]({ client, store, signal, reach }),
      staleTime: Number.POSITIVE_INFINITY,
      retry: false,
    }),
  /** Resources read so far by a scan of this reach; told by the scan itself. */
  progress: (store: string, reach: QualityReach) =>
    queryOptions({
      queryKey: ["fhir-quality-progress", store, reach],
      queryFn: () => 0,
      enabled: false,
      initialData: 0,
    }),
};

/** Forgets what was found and read, so that the next look is at the store as it is. */
export async function forgetQuality(client: QueryClient, store: string): Promise<void> {
  client.removeQueries({ queryKey: ["fhir-quality-scan", store] });
  client.removeQueries({ queryKey: ["fhir-quality-progress", store] });
  await client.invalidateQueries({ queryKey: ["fhir-quality", store] });
}

interface Run {
  readonly client: QueryClient;
  readonly store: string;
  readonly signal: AbortSignal;
  readonly reach: QualityReach;
}

/** What other systems know by a number; a ward or a clinic needs none. */
const IDENTIFIED = ["Patient", "Practitioner", "Encounter"];
/** Dates of what has happened: planned things may lie ahead. */
const PAST_DATES: readonly (readonly [type: string, parameter: string])[] = [
  ["Patient", "birthdate"],
  ["Patient", "death-date"],
  ["Observation", "date"],
  ["Condition", "recorded-date"],
  ["Condition", "onset-date"],
  ["DiagnosticReport", "date"],
  ["Immunization", "date"],
  ["AllergyIntolerance", "date"],
  ["DocumentReference", "date"],
];

const CHECKS: Readonly<Record<QualityCheckId, (run: Run) => Promise<QualityFinding>>> = {
  identifiers: async (run) =>
    countAll(
      run,
      IDENTIFIED.map((type) => ({ type, query: "identifier:missing=true", detail: "" })),
    ),
  dates: async (run) => {
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    return countAll(
      run,
      PAST_DATES.map(([type, parameter]) => ({ type, query: `${parameter}=gt${tomorrow}`, detail: parameter })),
    );
  },
  systems: async (run) => scanFinding(await scanAll(run), (row) => row.hasCodeWithoutSystem),
  references: async (run) => {
    const scans = await scanAll(run);
    const seen = new Set(scans.flatMap(({ type, rows }) => rows.map(({ id }) => `${type}/${id}`)));
    const targets = new Set(scans.flatMap(({ rows }) => rows.flatMap((row) => row.targets)));
    const missing = await missingTargets(run.store, targets.difference(seen), run.signal);
    return scanFinding(scans, (row) => row.targets.some((target) => missing.has(target)));
  },
  duplicates: async (run) => {
    const present = await presentTypes(run);
    const of = present.get("Patient") ?? 0;
    const scan = await scanType(run, "Patient");
    const groups = likelyDuplicates(scan.rows);
    const ids = groups.flat();
    const detail = groups.length === 1 ? "1 group" : `${groups.length} groups`;
    return { looked: scan.rows.length, of, cases: ids.length === 0 ? [] : [casesOf("Patient", ids, detail)] };
  },
};

async function presentTypes({ client, store }: Run): Promise<ReadonlyMap<string, number>> {
  const metrics = await client.ensureQueryData(resourceQueries.metrics(store, "fhirStores"));
  return new Map(metrics.rows.filter(({ count }) => count > 0).map(({ label, count }) => [label, count]));
}

/** The index answers for every resource of the types, so what is counted is all there is. */
async function countAll(run: Run, asked: readonly Omit<QualityCases, "count">[]): Promise<QualityFinding> {
  const present = await presentTypes(run);
  const capability = await run.client.ensureQueryData(fhirSearchQueries.capability(run.store));
  const known = asked.filter(({ type, query }) => {
    const parameter = query.split(/[:=]/u)[0];
    return present.has(type) && capability.get(type)?.params.some(({ name }) => name === parameter);
  });
  const counted = await mapAtMost(AT_ONCE, known, async (each) => {
    const form = new URLSearchParams(each.query);
    form.set("_count", "1");
    form.set("_elements", "id");
    const { total = 0 } = await searchStore(run.store, each.type, form, run.signal);
    return { ...each, count: total };
  });
  const looked = [...new Set(known.map(({ type }) => type))].reduce((sum, type) => sum + (present.get(type) ?? 0), 0);
  return { looked, of: looked, cases: counted.filter(({ count }) => count > 0) };
}

interface Scan {
  readonly type: string;
  readonly rows: readonly QualityFacts[];
  readonly of: number;
}

async function scanAll(run: Run): Promise<readonly Scan[]> {
  const present = await presentTypes(run);
  return mapAtMost(AT_ONCE, [...present], async ([type, of]) => ({ ...(await scanType(run, type)), of }));
}

/** The newest resources of a type, or all, read once for every card that needs them. */
function scanType({ client, store, signal, reach }: Run, type: string): Promise<Omit<Scan, "of">> {
  const { queryKey: progress } = fhirQualityQueries.progress(store, reach);
  return client.ensureQueryData({
    queryKey: ["fhir-quality-scan", store, reach, type],
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    queryFn: async () => {
      const rows: QualityFacts[] = [];
      for (let token: string | undefined = ""; token !== undefined && rows.length < SCAN_LIMIT[reach];) {
        const form = new URLSearchParams({
          _count: String(SCAN_PAGE),
          ...(token === "" ? {} : { _page_token: token }),
        });
        const page: Searchset = await searchStore(store, type, form, signal);
        rows.push(...page.matches.map(qualityFacts));
        client.setQueryData(progress, (read = 0) => read + page.matches.length);
        token = page.nextToken;
      }
      return { type, rows };
    },
  });
}

function scanFinding(scans: readonly Scan[], isCase: (row: QualityFacts) => boolean): QualityFinding {
  return {
    looked: scans.reduce((sum, { rows }) => sum + rows.length, 0),
    of: scans.reduce((sum, { of }) => sum + of, 0),
    cases: scans.flatMap(({ type, rows }) => {
      const ids = rows.filter(isCase).map(({ id }) => id);
      return ids.length === 0 ? [] : [casesOf(type, ids, "")];
    }),
  };
}

function casesOf(type: string, ids: readonly string[], detail: string): QualityCases {
  const more = ids.length > SHOWN_CASES ? `the first ${SHOWN_CASES} are shown` : "";
  return {
    type,
    count: ids.length,
    query: `_id=${ids.slice(0, SHOWN_CASES).join(",")}`,
    detail: [detail, more].filter(Boolean).join(", "),
  };
}
