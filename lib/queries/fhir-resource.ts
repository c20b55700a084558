import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { isJsonObject, parseJson } from "#lib/fhir/lossless-json.ts";
import { summariseResource, type ResourceSummary } from "#lib/fhir/resource-summary.ts";
import { apiPath } from "./api-path.ts";
import { callGateway } from "./gateway.ts";
import { takeTurns } from "./take-turns.ts";

/** One resource of a store, or one version of it. */
export interface ResourceAddress {
  /** Resource name of the FHIR store. */
  readonly store: string;
  readonly type: string;
  readonly id: string;
  /** Undefined for the current version. */
  readonly version?: string | undefined;
}

export interface ResourceText {
  /** As the API sent it: decimals keep their spelling. */
  readonly text: string;
  /** `W/"…"`; undefined when the API sent none. */
  readonly etag: string | undefined;
}

/** One row of a resource's history. */
export interface ResourceVersion {
  readonly versionId: string;
  /** RFC 3339, or an HTTP date when the entry is a deletion; empty when the API does not tell. */
  readonly at: string;
  readonly isDeletion: boolean;
}

export interface VersionPage {
  readonly versions: readonly ResourceVersion[];
  readonly nextToken: string | undefined;
}

const metaSchema = z.object({ versionId: z.string().optional(), lastUpdated: z.string().optional() });
const historySchema = z.object({
  entry: z
    .array(
      z.object({
        resource: z.object({ meta: metaSchema.optional() }).optional(),
        request: z.object({ method: z.string() }).optional(),
        response: z.object({ etag: z.string().optional(), lastModified: z.string().optional() }).optional(),
        fullUrl: z.string().optional(),
      }),
    )
    .default([]),
  link: z.array(z.object({ relation: z.string(), url: z.string() })).default([]),
});

const VERSIONS_A_PAGE = 50;
/** Summaries of referenced resources asked for at the same time. */
const SUMMARIES_AT_ONCE = 4;
const inTurn = takeTurns(SUMMARIES_AT_ONCE);

/** FHIR resources as text, their versions, and one-line summaries of what they refer to. */
export const fhirResourceQueries = {
  read: (address: ResourceAddress) =>
    queryOptions({
      queryKey: ["fhir-resource", address.store, address.type, address.id, address.version ?? ""],
      queryFn: ({ signal }) => readText(address, signal),
      // A version never changes; the current one may.
      staleTime: address.version === undefined ? 30_000 : Infinity,
    }),
  history: (address: ResourceAddress) =>
    infiniteQueryOptions({
      queryKey: ["fhir-history", address.store, address.type, address.id],
      queryFn: ({ pageParam, signal }) => readHistory(address, pageParam, signal),
      initialPageParam: "",
      getNextPageParam: (page: VersionPage) => page.nextToken,
      staleTime: 30_000,
    }),
  summary: (address: ResourceAddress) =>
    queryOptions({
      queryKey: ["fhir-summary", address.store, address.type, address.id],
      queryFn: ({ signal }): Promise<ResourceSummary> =>
        inTurn(async () => {
          const resource = parseJson((await readText(address, signal)).text);
          return isJsonObject(resource)
            ? summariseResource(resource)
            : { type: address.type, text: "", isIdentifying: false };
        }),
      staleTime: 5 * 60_000,
    }),
};

/** `/v1/…/fhir/Patient/p1`, or one version of it: for the gateway and for "Copy as". */
export function resourcePath({ store, type, id, version }: ResourceAddress): string {
  const path = apiPath(`${store}/fhir/${type}/${id}`);
  return version === undefined ? path : `${path}/_history/${encodeURIComponent(version)}`;
}

/** `/v1/…/fhir/Patient/p1/_history`. */
export function historyPath(address: ResourceAddress): string {
  return `${resourcePath({ ...address, version: undefined })}/_history`;
}

async function readText(address: ResourceAddress, signal: AbortSignal): Promise<ResourceText> {
  const response = await callGateway(resourcePath(address), { headers: FHIR_JSON, signal });
  return { text: await response.text(), etag: response.headers.get("etag") ?? undefined };
}

const FHIR_JSON = { accept: "application/fhir+json" } as const;

async function readHistory(address: ResourceAddress, token: string, signal: AbortSignal): Promise<VersionPage> {
  const query = new URLSearchParams({
    _count: String(VERSIONS_A_PAGE),
    ...(token === "" ? {} : { _page_token: token }),
  });
  const response = await callGateway(`${historyPath(address)}?${query.toString()}`, { headers: FHIR_JSON, signal });
  const bundle = historySchema.parse(await response.json());
  const next = bundle.link.find(({ relation }) => relation === "next")?.url;
  return {
    versions: bundle.entry.map(readVersion),
    nextToken:
      next === undefined ? undefined : (new URL(next, "http://link").searchParams.get("_page_token") ?? undefined),
  };
}

/** Google's entries carry only the resource; a deletion carries request and response. Contract section 8.4. */
function readVersion({ resource, request, response }: z.infer<typeof historySchema>["entry"][number]): ResourceVersion {
  const { versionId, lastUpdated } = resource?.meta ?? {};
  return {
    versionId: versionId ?? versionOfEtag(response?.etag),
    at: lastUpdated ?? response?.lastModified ?? "",
    isDeletion: request?.method === "DELETE" || resource === undefined,
  };
}

function versionOfEtag(etag = ""): string {
  return /^(?:W\/)?"(.*)"$/.exec(etag)?.[1] ?? "";
}
