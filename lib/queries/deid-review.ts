import { queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { deidConfigListSchema, type SavedDeidConfig } from "#lib/contract/console/deid-configs.ts";
import {
  deidReviewSchema,
  type Decision,
  type DeidReview,
  type RejectLevel,
} from "#lib/contract/console/deid-review.ts";
import { inParts } from "#lib/deid/in-parts.ts";
import { numberOf, textOf, type DicomAttributes } from "#lib/dicom/attributes.ts";
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
  /** How many instances go with an instance, its series and its study. */
  blastRadius: (place: ImagePlace) =>
    queryOptions({
      queryKey: ["deid-blast", place.root, place.study, place.series],
      queryFn: ({ signal }) => countInstances(place, signal),
    }),
  configs: () =>
    queryOptions({
      queryKey: ["deid-configs"],
      queryFn: async ({ signal }) => (await askConsole("deid-configs", deidConfigListSchema, { signal })).configs,
      staleTime: 60_000,
    }),
};

export interface DecisionCall {
  readonly items: readonly string[];
  readonly decision: Decision;
  readonly reason: string;
  readonly level: RejectLevel;
}

/** As many as one call takes: the console's server reads 64 KiB, and a place in DICOM is a name of 300 letters. */
const ONE_CALL = { items: 500, bytes: 48 * 1024 };

/** Decides some places, never none; what is rejected is deleted from the output first. */
export async function decideItems(
  run: string,
  { items, ...call }: DecisionCall,
  headers: Readonly<Record<string, string>>,
): Promise<DeidReview> {
  const [first = [], ...rest] = inParts(items, ONE_CALL);
  let review = await decideSome(run, { ...call, items: first }, headers);
  for (const part of rest) review = await decideSome(run, { ...call, items: part }, headers);
  return review;
}

function decideSome(run: string, call: DecisionCall, headers: Readonly<Record<string, string>>): Promise<DeidReview> {
  return askConsole(`deid-runs/${run}/review`, deidReviewSchema, {
    method: "PUT",
    headers: { ...JSON_BODY, ...headers },
    body: JSON.stringify(call),
  });
}

/** Opens the gate; refused while anything stands against it. */
export function releaseRun(run: string): Promise<DeidReview> {
  return askConsole(`deid-runs/${run}/release`, deidReviewSchema, { method: "POST", headers: JSON_BODY, body: "{}" });
}

/** Keeps a configuration as the next version of its name, without keys. */
export async function saveConfig(name: string, config: string): Promise<readonly SavedDeidConfig[]> {
  const body = JSON.stringify({ name, config });
  return (await askConsole("deid-configs", deidConfigListSchema, { method: "POST", headers: JSON_BODY, body })).configs;
}

/** An instance in the output. */
export interface ImagePlace {
  /** `{store}/dicomWeb` */
  readonly root: string;
  readonly study: string;
  readonly series: string;
}

async function countInstances(
  { root, study, series }: ImagePlace,
  signal: AbortSignal,
): Promise<Readonly<Record<RejectLevel, number>>> {
  const response = await callGateway(apiPath(`${root}/studies/${study}/series`, "?includefield=00201209"), {
    headers: { accept: "application/dicom+json" },
    signal,
  });
  const rows = response.status === 204 ? [] : rowsSchema.parse(await response.json());
  const sizes = rows.map((row) => ({ uid: textOf(row, "0020000E"), count: numberOf(row, "00201209") ?? 0 }));
  return {
    instance: 1,
    series: sizes.find(({ uid }) => uid === series)?.count ?? 0,
    study: sizes.reduce((sum, { count }) => sum + count, 0),
  };
}

const rowsSchema = z.array(z.custom<DicomAttributes>((value) => typeof value === "object" && value !== null));
