import { z } from "zod";
import type { DeidGate } from "#lib/contract/console/deid-dry-runs.ts";
import type { Runtime } from "#lib/server/runtime.ts";
import { configSha256Of, passingDryRun, selectionOf } from "./dry-run/dry-run-rows.ts";

/** Body of `:deidentify` as far as the gate reads it. */
const requestSchema = z.looseObject({
  destinationDataset: z.string().optional(),
  destinationStore: z.string().optional(),
  config: z.unknown().optional(),
  gcsConfigUri: z.string().optional(),
  resourceFilter: z
    .object({ resources: z.object({ resources: z.array(z.string()).default([]) }).optional() })
    .optional(),
  filterConfig: z.object({ resourcePathsGcsUri: z.string().default("") }).optional(),
});
export type DeidRequestBody = z.infer<typeof requestSchema>;

/** @throws ZodError when it has not the shape of a request */
export function readDeidRequest(request: unknown): DeidRequestBody {
  return requestSchema.parse(request);
}

/** Full name of what receives the copy. */
export function destinationOf({ destinationDataset, destinationStore }: DeidRequestBody): string {
  return destinationDataset ?? destinationStore ?? "";
}

/**
 * What stands against a launch. Out of production into anything that is not, a dry run of this very configuration on this very source has to
 * have passed, and the console has to know the configuration: a file in a bucket can change after it was tried.
 */
export async function launchGate(runtime: Runtime, source: string, request: DeidRequestBody): Promise<DeidGate> {
  const selection = selectionOf(
    request.resourceFilter?.resources?.resources ?? [],
    request.filterConfig?.resourcePathsGcsUri,
  );
  const dryRun = await passingDryRun(runtime, { source, selection, configSha256: configSha256Of(request) });
  if (!(await leavesProduction(runtime, source, destinationOf(request)))) return { blocker: "", dryRun };
  if (request.config === undefined)
    return {
      blocker:
        "Out of production the configuration has to be in the request: a file in a bucket can change after it was tried.",
      dryRun: null,
    };
  return dryRun
    ? { blocker: "", dryRun }
    : {
        blocker:
          "Out of production: first a dry run of this very configuration has to pass on this source, with everything come out and no known identifier left.",
        dryRun,
      };
}

async function leavesProduction({ labels }: Runtime, source: string, destination: string): Promise<boolean> {
  if ((await labels.nearest(source))?.environment !== "production") return false;
  return (await labels.nearest(destination))?.environment !== "production";
}
