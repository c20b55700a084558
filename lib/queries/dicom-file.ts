import { queryOptions } from "@tanstack/react-query";
import { holdFile } from "#lib/dicom/bulk-values.ts";
import { bodyParts } from "#lib/dicom/multipart.ts";
import { instancePath, type SeriesAddress } from "./dicom-study.ts";
import { callGateway } from "./gateway.ts";

/** An instance as a file, as it is stored, for the values that its metadata leaves apart: documents, traces, videos. */
export function dicomFileQuery(series: SeriesAddress, instance: string) {
  return queryOptions({
    queryKey: ["dicom-file", series.store, series.study, series.series, instance],
    queryFn: async ({ signal }) => {
      const response = await callGateway(instancePath(series, instance), {
        headers: { accept: 'multipart/related; type="application/dicom"; transfer-syntax=*' },
        signal,
      });
      const body = new Uint8Array(await response.arrayBuffer());
      const part = bodyParts(response.headers.get("content-type") ?? "", body)[0];
      return holdFile(part?.bytes ?? body);
    },
    staleTime: 10 * 60_000,
    gcTime: 60_000,
  });
}
