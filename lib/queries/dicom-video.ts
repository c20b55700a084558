import { queryOptions } from "@tanstack/react-query";
import { videoContainer } from "#lib/dicom/video.ts";
import { instancePath, type SeriesAddress } from "./dicom-study.ts";
import { callGateway } from "./gateway.ts";

const HEAD = 256;

/** The video of an instance. The browser may keep it on disk: it is never one array in memory. */
export function dicomVideoQuery(series: SeriesAddress, instance: string) {
  return queryOptions({
    queryKey: ["dicom-video", series.store, series.study, series.series, instance],
    queryFn: async ({ signal }) => {
      const response = await callGateway(`${instancePath(series, instance)}/bulkdata/root/7FE00010`, {
        headers: { accept: "application/octet-stream; transfer-syntax=*" },
        signal,
      });
      const bytes = await response.blob();
      const container = videoContainer(new Uint8Array(await bytes.slice(0, HEAD).arrayBuffer()));
      return { container, blob: container === "mp4" ? new Blob([bytes], { type: "video/mp4" }) : bytes };
    },
    staleTime: 10 * 60_000,
    gcTime: 60_000,
  });
}
