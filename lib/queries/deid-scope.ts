import { queryOptions } from "@tanstack/react-query";
import { deidScopeListSchema, deidScopeSchema } from "#lib/contract/console/deid-scope.ts";
import { askConsole } from "./gateway.ts";

/** What a kept search of a store finds now, as names for a de-identification. */
export function deidScopeQuery(source: string, search: string) {
  return queryOptions({
    queryKey: ["deid-scope", source, search],
    queryFn: ({ signal }) => askConsole("deid-scope", deidScopeSchema, { ...posted({ source, search }), signal }),
    // What is taken up must not change while the person reviews it.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
}

/** Has the server write the studies of a kept search as a list into Cloud Storage. @param folder `gs://bucket/folder` */
export function writeDeidScope(list: Readonly<Record<"source" | "search" | "folder", string>>) {
  return askConsole("deid-scope/list", deidScopeListSchema, posted(list));
}

function posted(body: object) {
  return { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}
