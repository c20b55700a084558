import { queryOptions } from "@tanstack/react-query";
import { readConformance } from "#lib/fhir/store-conformance.ts";
import { apiPath } from "./api-path.ts";
import { callGateway } from "./gateway.ts";

/** The store's CapabilityStatement, read against R4. R4's own table comes with its code when this is asked for. */
export function conformanceQuery(store: string) {
  return queryOptions({
    queryKey: ["fhir-conformance", store],
    queryFn: async ({ signal }) => {
      const [response, { publishedParams }] = await Promise.all([
        callGateway(apiPath(store, "/fhir/metadata"), { signal }),
        import("#lib/fhir/published-params.ts"),
      ]);
      return readConformance(await response.json(), publishedParams);
    },
    staleTime: 10 * 60_000,
  });
}
