import { queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { environmentListSchema, type Environment } from "#lib/contract/console/environments.ts";
import { askConsole } from "./gateway.ts";

/** Which projects and datasets are production, research or sandbox. */
export const environmentQueries = {
  list: () =>
    queryOptions({
      queryKey: ["environments"],
      queryFn: async ({ signal }) => (await askConsole("environments", environmentListSchema, { signal })).environments,
      staleTime: 60_000,
    }),
};

/** Labels a project or dataset; null clears the label. Admin only. */
export async function setEnvironment(name: string, environment: Environment | null): Promise<void> {
  await askConsole("environments", z.unknown(), {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name, environment }),
  });
}
