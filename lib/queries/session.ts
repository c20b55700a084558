import { queryOptions } from "@tanstack/react-query";
import { consoleSessionSchema } from "#lib/contract/console/session.ts";
import { askConsole } from "./gateway.ts";

/** Who is signed in, with which permissions, against which API. Rejects with UNAUTHENTICATED when nobody is. */
export const sessionQueries = {
  current: () =>
    queryOptions({
      queryKey: ["session"],
      queryFn: ({ signal }) => askConsole("session", consoleSessionSchema, { signal }),
      staleTime: 5 * 60_000,
    }),
};
