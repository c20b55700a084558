import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { fhirChangeListSchema, type FhirChangeList } from "#lib/contract/console/fhir-changes.ts";
import { isJsonObject, parseJson, type JsonValue } from "#lib/fhir/lossless-json.ts";
import { summariseResource, type ResourceSummary } from "#lib/fhir/resource-summary.ts";
import { apiPath } from "./api-path.ts";
import { askConsole, callGateway } from "./gateway.ts";
import { missingTargets } from "./missing-targets.ts";
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
  /** Who changed resources of a type, or one of them, through this console. */
  changes: (store: string, type: string, id?: string) =>
    infiniteQueryOptions({
      queryKey: ["fhir-changes", store, type, id ?? ""],
      queryFn: ({ pageParam, signal }): Promise<FhirChangeList> => {
        const asked = {
          store,
          type,
          ...(id === undefined ? {} : { id }),
          ...(pageParam === 0 ? {} : { before: String(pageParam) }),
        };
        return askConsole(`fhir-changes?${new URLSearchParams(asked).toString()}`, fhirChangeListSchema, { signal });
      },
      initialPageParam: 0,
      getNextPageParam: (page: FhirChangeList) => page.nextBefore,
      staleTime: 10_000,
    }),
  /** Of the targets (`Patient/p1`), those that the store does not have. */
  missing: (store: string, targets: readonly string[]) =>
    queryOptions({
      queryKey: ["fhir-missing", store, targets],
      queryFn: ({ signal }) => missingTargets(store, new Set(targets), signal),
      staleTime: 30_000,
      retry: false,
    }),
  /** What the store itself says about a resource as it is kept: an OperationOutcome (contract section 8.11). */
  validation: (address: ResourceAddress, text: string) =>
    queryOptions({
      queryKey: ["fhir-validation", address.store, address.type, address.id, address.version ?? "", text.length],
      queryFn: async ({ signal }): Promise<JsonValue> => {
        const path = `${apiPath(address.store)}/fhir/${encodeURIComponent(address.type)}/$validate`;
        const headers = { ...FHIR_JSON, "content-type": "application/fhir+json" };
        return parseJson(await (await callGateway(path, { method: "POST", headers, body: text, signal })).text());
      },
      staleTime: 60_000,
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
