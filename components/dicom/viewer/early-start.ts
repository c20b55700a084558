import { holdOthersBack, releaseOthers } from "#components/ui/first-things.ts";
import { textOf } from "#lib/dicom/attributes.ts";
import { firstSeries, seriesList } from "#lib/dicom/series-list.ts";
import { imageStack } from "#lib/dicom/image-stack.ts";
import { outward } from "#lib/dicom/nearest.ts";
import { askFramesEarly, type AheadFrame } from "#lib/queries/frames-ahead.ts";
import { askEarly, seriesPath, studyPath, type StudyAddress } from "#lib/queries/dicom-study.ts";
import { engineCode } from "./engine-code.ts";
import { startIndex } from "./start-index.ts";
import { readAddress } from "./viewer-address.ts";

/**
 * Asks for the first pictures as soon as this code runs in a study's page: series, attributes and frames are under way before the
 * page's own frame knows who is signed in, and go on while the engine starts. The page's queries take the answers when they come to ask.
 */
export function startEarly(location: Location): void {
  const study = studyOf(location.pathname);
  const address = readAddress(new URLSearchParams(location.search));
  if (!study || new URLSearchParams(location.search).get("tab") === "headers") return;
  holdOthersBack();
  void openFirstPictures(study, address)
    // There is no picture to wait for; the page's own queries tell why.
    .catch(releaseOthers)
    .then(engineCode)
    .catch(() => undefined);
}

async function openFirstPictures(study: StudyAddress, address: ReturnType<typeof readAddress>): Promise<void> {
  const listed = askEarly(`${studyPath(study)}/series?includefield=all`);
  const wanted = address.series[address.active] ?? "";
  const series = wanted === "" ? firstSeries(seriesList(await listed, []))?.series : wanted;
  if (series === undefined) {
    releaseOthers();
    return;
  }
  const { images } = imageStack(await askEarly(`${seriesPath({ ...study, series })}/metadata`));
  const frames = outward(images, startIndex(images, address)).map(({ instance, frame, attributes }): AheadFrame => {
    return { ...study, series, instance, frame, syntax: textOf(attributes, "00083002") };
  });
  if (frames.length === 0) releaseOthers();
  askFramesEarly(frames);
}

function studyOf(pathname: string): StudyAddress | undefined {
  const match = /^\/(projects\/.+\/dicomStores\/[^/]+)\/dicomWeb\/studies\/([^/]+)\/?$/.exec(pathname);
  if (!match) return undefined;
  const [store = "", study = ""] = match.slice(1).map((part) => part.split("/").map(decodeURIComponent).join("/"));
  return { store, study };
}
