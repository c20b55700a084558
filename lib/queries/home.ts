import { queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { homeSchema } from "#lib/contract/console/recents.ts";
import { askConsole } from "./gateway.ts";

/** The projects to show and what this person opened lately. */
export const homeQueries = {
  home: () =>
    queryOptions({
      queryKey: ["home"],
      queryFn: ({ signal }) => askConsole("home", homeSchema, { signal }),
      staleTime: 60_000,
    }),
};

/** Remembers that this person opened a dataset or store. */
export async function rememberRecent(name: string): Promise<void> {
  await askConsole("recents", z.unknown(), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name }),
  });
}
