import { queryOptions } from "@tanstack/react-query";
import { numberOf, textOf, type DicomAttributes } from "#lib/dicom/attributes.ts";
import { firstSeries, seriesList } from "#lib/dicom/series-list.ts";
import { framePath } from "./dicom-frames.ts";
import { fetchAttributes, seriesPath, type StudyAddress } from "./dicom-study.ts";
import { callGateway } from "./gateway.ts";

/** Pixels of the longer side; shown at half of it. */
const SIZE = 80;

/**
 * A small picture of a study: of the middle instance of its first series with pictures. Null when it has none. Kept in memory only: what
 * the gateway sends is never stored by the browser.
 * @param series of the study, as QIDO tells them
 */
export function thumbnailQuery(study: StudyAddress, series: readonly DicomAttributes[]) {
  const entry = firstSeries(seriesList(series, []));
  const uid = entry?.kind === "image" ? entry.series : undefined;
  const row = series.find((each) => textOf(each, "0020000E") === uid);
  return queryOptions({
    queryKey: ["dicom-thumbnail", study.store, study.study, uid],
    queryFn: async ({ signal }): Promise<Blob | null> => {
      if (uid === undefined) return null;
      const address = { ...study, series: uid };
      const middle = (numberOf(row ?? {}, "00201209") ?? 1) >> 1;
      const [found] = await fetchAttributes(`${seriesPath(address)}/instances?limit=1&offset=${middle}`, signal);
      const instance = found && textOf(found, "00080018");
      if (instance === undefined) return null;
      const path = `${framePath({ ...address, instance, frame: 1 })}/rendered?viewport=${SIZE},${SIZE}`;
      return (await callGateway(path, { headers: { accept: "image/jpeg" }, signal })).blob();
    },
    staleTime: 10 * 60_000,
    // What cannot be drawn stays so.
    retry: false,
  });
}
