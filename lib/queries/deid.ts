import { queryOptions } from "@tanstack/react-query";
import { deidRunListSchema, deidRunSchema, type DeidLaunch, type DeidRun } from "#lib/contract/console/deid-runs.ts";
import { deidGateSchema, type DeidGate } from "#lib/contract/console/deid-dry-runs.ts";
import { askConsole } from "./gateway.ts";

const JSON_BODY = { "content-type": "application/json" } as const;
const SCAN_POLL_MS = 1_000;
const AWAIT_POLL_MS = 2_000;

/** De-identification that this console launched, and what proves how it went. */
export const deidQueries = {
  /** The newest runs of a dataset or store. */
  ofSource: (source: string) =>
    queryOptions({
      queryKey: ["deid-runs", source],
      queryFn: async ({ signal }) =>
        (await askConsole(`deid-runs?${new URLSearchParams({ source }).toString()}`, deidRunListSchema, { signal }))
          .runs,
      // The server begins a scan by itself, and another process may work on it: both are followed.
      refetchInterval: ({ state: { data } }) =>
        data?.some(isScanning) === true ? SCAN_POLL_MS : data?.some(isAwaited) === true && AWAIT_POLL_MS,
    }),
  /** One run by its id. */
  run: (id: string) =>
    queryOptions({
      queryKey: ["deid-run", id],
      queryFn: ({ signal }) => askConsole(`deid-runs/${encodeURIComponent(id)}`, deidRunSchema, { signal }),
    }),
};

/** The operation has not ended, or nobody has looked at its output yet. */
function isAwaited({ evidence, scan }: DeidRun): boolean {
  return evidence === null && scan === null;
}

/** A scan is under way: it has begun, has not ended, and its process was alive a moment ago. */
export function isScanning({ scan, evidence }: DeidRun): boolean {
  return evidence === null && scan !== null && scan.problem === undefined && !isStale(scan.beatAt);
}

const STALE_MS = 30_000;

function isStale(beatAt: string): boolean {
  return Date.now() - Date.parse(beatAt) > STALE_MS;
}

/** Starts a de-identification and has the console put down what was started. */
export function launchDeid(launch: DeidLaunch, headers: Readonly<Record<string, string>>): Promise<DeidRun> {
  return askConsole("deid-runs", deidRunSchema, {
    method: "POST",
    headers: { ...JSON_BODY, ...headers },
    body: JSON.stringify(launch),
  });
}

/** Begins the scan of a run's output, or joins the one under way. */
export function makeEvidence(id: string): Promise<DeidRun> {
  return askConsole(`deid-runs/${id}/evidence`, deidRunSchema, { method: "POST", headers: JSON_BODY, body: "{}" });
}

/** What stands against a launch, by the server that would refuse it. */
export function askDeidGate(source: string, request: Readonly<Record<string, unknown>>): Promise<DeidGate> {
  return askConsole("deid-gate", deidGateSchema, {
    method: "POST",
    headers: JSON_BODY,
    body: JSON.stringify({ source, request }),
  });
}
