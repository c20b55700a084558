import { queryOptions, type QueryClient } from "@tanstack/react-query";
import { z } from "zod";
import type { DicomAttributes } from "#lib/dicom/attributes.ts";
import { qidoKeys, type StudyFilter } from "#lib/dicom/study-filter.ts";
import { summariseStudy, type StudySummary } from "#lib/dicom/study-summary.ts";
import { apiPath } from "./api-path.ts";
import { seriesPath, studyPath, type SeriesAddress, type StudyAddress } from "./dicom-study.ts";
import { callGateway } from "./gateway.ts";

/** A list of studies as it is asked for. */
export interface StudyList {
  /** Resource name of the DICOM store. */
  readonly store: string;
  readonly filter: StudyFilter;
  readonly pageSize: number;
  /** Tags to ask for beside what every list shows. */
  readonly fields: readonly string[];
}

export interface StudyPage {
  readonly studies: readonly StudySummary[];
  /** Studies on the pages before this one. */
  readonly before: number;
  readonly hasNext: boolean;
  /** From sending to the last byte of the answer, in milliseconds, as this browser saw it. */
  readonly milliseconds: number;
}

/** How much a study holds. */
export interface StudyMetrics {
  readonly series: number;
  readonly instances: number;
  /** Of pixels and attributes together. */
  readonly bytes: number;
}

const rowsSchema = z.array(z.custom<DicomAttributes>((value) => typeof value === "object" && value !== null));
/** Google writes 64-bit numbers as text, and leaves zeros out. */
const countSchema = z.coerce.number().default(0);
const metricsSchema = z.object({
  seriesCount: countSchema,
  instanceCount: countSchema,
  structuredStorageSizeBytes: countSchema,
  blobStorageSizeBytes: countSchema,
});

export const dicomStudiesQueries = {
  /** Page `page`, from 1. QIDO-RS counts nothing: one row more than the page shows whether there is a next one. */
  page: (list: StudyList, page: number) =>
    queryOptions({
      queryKey: [...studiesKey(list.store), list.filter, list.pageSize, list.fields, page],
      queryFn: ({ signal }) => fetchPage(list, page, signal),
      staleTime: 30_000,
    }),
  metrics: (study: StudyAddress) =>
    queryOptions({
      queryKey: [...studiesKey(study.store), "metrics", study.study],
      queryFn: async ({ signal }): Promise<StudyMetrics> => {
        const response = await callGateway(`${studyPath(study)}:getStudyMetrics`, { signal });
        return readMetrics(await response.json());
      },
      staleTime: 60_000,
    }),
  seriesMetrics: (series: SeriesAddress) =>
    queryOptions({
      queryKey: [...studiesKey(series.store), "metrics", series.study, series.series],
      queryFn: async ({ signal }): Promise<StudyMetrics> => {
        const response = await callGateway(`${seriesPath(series)}:getSeriesMetrics`, { signal });
        return { ...readMetrics(await response.json()), series: 1 };
      },
      staleTime: 60_000,
    }),
};

function readMetrics(json: unknown): StudyMetrics {
  const answer = metricsSchema.parse(json);
  return {
    series: answer.seriesCount,
    instances: answer.instanceCount,
    bytes: answer.structuredStorageSizeBytes + answer.blobStorageSizeBytes,
  };
}

/** Everything that is remembered of a store's studies. */
export function studiesKey(store: string): readonly string[] {
  return ["dicom-studies", store];
}

/** Asks again for everything of a store's images that is on screen, after some were stored or deleted. */
export async function refreshImages(client: QueryClient, store: string): Promise<void> {
  // First what there is: views of a series that is gone close, and do not ask for it once more.
  await client.invalidateQueries({ queryKey: ["dicom-series", store] });
  const keys = ["metrics", "dicom-studies", "dicom-instances", "dicom-metadata", "dicom-thumbnail"];
  await Promise.all(keys.map((key) => client.invalidateQueries({ queryKey: [key, store] })));
}

/** The call as the API receives it. */
export function studiesApiPath(list: StudyList, page: number): string {
  return `${studiesPath(list.store)}?${formOf(list, page).toString()}`;
}

/** A filter may name a patient, so it travels in the body to the console, whose gateway puts it where the API wants it. */
async function fetchPage(list: StudyList, page: number, signal: AbortSignal): Promise<StudyPage> {
  const started = performance.now();
  const response = await callGateway(studiesPath(list.store), {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "x-http-method-override": "GET",
      accept: "application/dicom+json",
    },
    body: formOf(list, page).toString(),
    signal,
  });
  // 204 is the API's empty answer.
  const rows = response.status === 204 ? [] : rowsSchema.parse(await response.json());
  return {
    studies: rows.slice(0, list.pageSize).map((row) => summariseStudy(row, list.fields)),
    before: (page - 1) * list.pageSize,
    hasNext: rows.length > list.pageSize,
    milliseconds: performance.now() - started,
  };
}

function studiesPath(store: string): string {
  return apiPath(store, "/dicomWeb/studies");
}

function formOf(list: StudyList, page: number): URLSearchParams {
  return new URLSearchParams({
    ...qidoKeys(list.filter),
    includefield: ["StudyDescription", ...list.fields].join(","),
    limit: String(list.pageSize + 1),
    offset: String((page - 1) * list.pageSize),
  });
}
