import { queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import type { DicomAttributes } from "#lib/dicom/attributes.ts";
import { apiPath } from "./api-path.ts";
import { callGateway } from "./gateway.ts";

/** A study of a store. */
export interface StudyAddress {
  /** Resource name of the DICOM store. */
  readonly store: string;
  /** Study Instance UID. */
  readonly study: string;
}

export interface SeriesAddress extends StudyAddress {
  /** Series Instance UID. */
  readonly series: string;
}

const INSTANCES_AT_MOST = 50_000;
const attributesSchema = z.array(z.custom<DicomAttributes>((value) => typeof value === "object" && value !== null));

/** What DICOMweb tells about a study: its series, its instances in short, and all attributes of a series. */
export const dicomStudyQueries = {
  series: (study: StudyAddress) =>
    queryOptions({
      queryKey: ["dicom-series", study.store, study.study],
      queryFn: ({ signal }) => readAttributes(`${studyPath(study)}/series?includefield=all`, signal),
    }),
  instances: (study: StudyAddress) =>
    queryOptions({
      queryKey: ["dicom-instances", study.store, study.study],
      queryFn: ({ signal }) => readAttributes(`${studyPath(study)}/instances?limit=${INSTANCES_AT_MOST}`, signal),
    }),
  /** Instances do not change, so what is known of a series stays known until one is stored or deleted. */
  metadata: (series: SeriesAddress) =>
    queryOptions({
      queryKey: ["dicom-metadata", series.store, series.study, series.series],
      queryFn: ({ signal }) => readAttributes(`${seriesPath(series)}/metadata`, signal),
      staleTime: 10 * 60_000,
    }),
};

/** `/v1/…/dicomWeb/studies/1.2.3`, for the gateway and for "Copy as". */
export function studyPath({ store, study }: StudyAddress): string {
  return apiPath(`${store}/dicomWeb/studies/${study}`);
}

export function seriesPath(address: SeriesAddress): string {
  return `${studyPath(address)}/series/${encodeURIComponent(address.series)}`;
}

export function instancePath(address: SeriesAddress, instance: string): string {
  return `${seriesPath(address)}/instances/${encodeURIComponent(instance)}`;
}

const early = new Map<string, Promise<readonly DicomAttributes[]>>();

/** Asks before the page stands; the query that wants the same answer takes it. Failures are left to the query to meet again. */
export function askEarly(path: string): Promise<readonly DicomAttributes[]> {
  const answer = early.get(path) ?? fetchAttributes(path);
  early.set(path, answer);
  answer.catch(() => early.delete(path));
  return answer;
}

function readAttributes(path: string, signal: AbortSignal): Promise<readonly DicomAttributes[]> {
  const asked = early.get(path);
  early.delete(path);
  return asked ?? fetchAttributes(path, signal);
}

/** 204 is the API's empty answer. */
export async function fetchAttributes(path: string, signal?: AbortSignal): Promise<readonly DicomAttributes[]> {
  const response = await callGateway(path, {
    headers: { accept: "application/dicom+json" },
    ...(signal ? { signal } : {}),
  });
  return response.status === 204 ? [] : attributesSchema.parse(await response.json());
}
