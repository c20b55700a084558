import { queryOptions } from "@tanstack/react-query";
import { deidConfigListSchema, type SavedDeidConfig } from "#lib/contract/console/deid-configs.ts";
import { deidReviewSchema, type Decision, type DeidReview } from "#lib/contract/console/deid-review.ts";
import { apiPath } from "./api-path.ts";
import { askConsole, callGateway } from "./gateway.ts";

const JSON_BODY = { "content-type": "application/json" } as const;

/** What people decided about the output of a run, and configurations that they keep under a name. */
export const deidReviewQueries = {
  ofRun: (id: string) =>
    queryOptions({
      queryKey: ["deid-review", id],
      queryFn: ({ signal }) => askConsole(`deid-runs/${id}/review`, deidReviewSchema, { signal }),
    }),
  configs: () =>
    queryOptions({
      queryKey: ["deid-configs"],
      queryFn: async ({ signal }) => (await askConsole("deid-configs", deidConfigListSchema, { signal })).configs,
      staleTime: 60_000,
    }),
};

export function decideItem(run: string, item: string, decision: Decision, reason: string): Promise<DeidReview> {
  return askConsole(`deid-runs/${run}/review`, deidReviewSchema, {
    method: "PUT",
    headers: JSON_BODY,
    body: JSON.stringify({ item, decision, reason }),
  });
}

/** Opens the gate; refused while anything stands against it. */
export function releaseRun(run: string): Promise<DeidReview> {
  return askConsole(`deid-runs/${run}/release`, deidReviewSchema, { method: "POST", headers: JSON_BODY, body: "{}" });
}

/** Takes a resource or a study out of the output; one that is gone already is fine. */
export async function removeFromOutput(resource: string, headers: Readonly<Record<string, string>>): Promise<void> {
  await callGateway(apiPath(resource), { method: "DELETE", headers, readsStatus: 404 });
}

/** Keeps a configuration as the next version of its name, without keys. */
export async function saveConfig(name: string, config: string): Promise<readonly SavedDeidConfig[]> {
  const body = JSON.stringify({ name, config });
  return (await askConsole("deid-configs", deidConfigListSchema, { method: "POST", headers: JSON_BODY, body })).configs;
}
