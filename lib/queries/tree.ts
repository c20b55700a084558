import { queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { ProblemError, type Problem } from "#lib/contract/problem.ts";
import { STORE_KINDS, type StoreKind } from "#lib/contract/resource-name.ts";
import { apiPath } from "./api-path.ts";
import { inTurn } from "./in-turn.ts";
import { listAll } from "./list-all.ts";
import { mapAtMost } from "./map-at-most.ts";

/** A browser opens six connections to one host; more calls would only wait in front of what the person clicks next. */
const LIST_CALLS_AT_ONCE = 4;

const namedSchema = z.looseObject({ name: z.string() });

export interface TreeLocation {
  /** `projects/p/locations/l` */
  readonly name: string;
  /** Full names, sorted. */
  readonly datasets: readonly string[];
  /** Set when this location could not be read; the others still can. */
  readonly problem: Problem | undefined;
}

export interface TreeStore {
  readonly name: string;
  readonly kind: StoreKind;
}

/** What the resource tree shows, level by level. The API has no list across locations, so a project fans out. */
export const treeQueries = {
  project: (project: string) =>
    queryOptions({
      queryKey: ["tree", "project", project],
      queryFn: ({ signal }) => listLocations(project, signal),
      staleTime: 60_000,
    }),
  stores: (dataset: string) =>
    queryOptions({
      queryKey: ["tree", "stores", dataset],
      queryFn: ({ signal }) => inTurn(signal, () => listStores(dataset, signal)),
      staleTime: 60_000,
    }),
};

async function listLocations(project: string, signal: AbortSignal): Promise<TreeLocation[]> {
  const locations = await listAll(apiPath(project, "/locations"), "locations", namedSchema, signal);
  return mapAtMost(LIST_CALLS_AT_ONCE, locations.map((location) => location.name).toSorted(), (name) =>
    listDatasets(name, signal),
  );
}

/** One location that cannot be read (no access, region off) must not hide the others. */
async function listDatasets(name: string, signal: AbortSignal): Promise<TreeLocation> {
  try {
    const datasets = await listAll(apiPath(name, "/datasets"), "datasets", namedSchema, signal);
    return { name, datasets: datasets.map((dataset) => dataset.name).toSorted(), problem: undefined };
  } catch (error) {
    if (!(error instanceof ProblemError) || error.problem.hop === "console") throw error;
    return { name, datasets: [], problem: error.problem };
  }
}

async function listStores(dataset: string, signal: AbortSignal): Promise<TreeStore[]> {
  const lists = await Promise.all(
    STORE_KINDS.map(async (kind) => {
      const stores = await listAll(apiPath(dataset, `/${kind}`), kind, namedSchema, signal);
      return stores.map((store) => ({ name: store.name, kind })).toSorted((a, b) => a.name.localeCompare(b.name));
    }),
  );
  return lists.flat();
}
