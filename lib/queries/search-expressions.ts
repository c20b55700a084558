import { queryOptions } from "@tanstack/react-query";
import { searchExpressionsSchema } from "#lib/contract/console/search-expressions.ts";
import { askConsole } from "./gateway.ts";

/** Where the search parameters of a resource type look; they never change while the page is open. */
export const searchExpressionQueries = {
  ofType: (type: string) =>
    queryOptions({
      queryKey: ["search-expressions", type],
      queryFn: ({ signal }) =>
        askConsole(`search-expressions?type=${encodeURIComponent(type)}`, searchExpressionsSchema, { signal }).then(
          ({ parameters }) => parameters,
        ),
      staleTime: Infinity,
    }),
};
