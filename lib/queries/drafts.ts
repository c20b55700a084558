import { queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { draftSchema } from "#lib/contract/console/drafts.ts";
import { askConsole } from "./gateway.ts";

/** A longer draft stays in the page's memory only. */
export const LONGEST_KEPT_DRAFT = 48_000;

export const draftQueries = {
  /** The draft that the console's server keeps of this person for a store. */
  ofStore: (store: string) =>
    queryOptions({
      queryKey: ["draft", store],
      queryFn: ({ signal }) =>
        askConsole(`drafts?${new URLSearchParams({ store }).toString()}`, draftSchema, { signal }),
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 0,
    }),
};

/** Keeps a draft on the server, sealed; an empty one is forgotten. */
export async function keepDraft(store: string, text: string): Promise<void> {
  await askConsole("drafts", z.object({}), {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ store, text }),
  });
}
