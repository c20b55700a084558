import { firstSeries, seriesList } from "#lib/dicom/series-list.ts";
import { imageStack } from "#lib/dicom/image-stack.ts";
import { askFrameEarly } from "#lib/queries/dicom-frames.ts";
import { askEarly, seriesPath, studyPath, type StudyAddress } from "#lib/queries/dicom-study.ts";
import { engineCode } from "./engine-code.ts";
import { startIndex } from "./start-index.ts";
import { readAddress } from "./viewer-address.ts";

/**
 * Asks for the first picture as soon as this code runs in a study's page: series, attributes and frame are under way before the page's
 * own frame knows who is signed in. The page's queries take the answers when they come to ask. The engine's code comes after the
 * question for the frame: running it takes the page longer than the picture needs.
 */
export function startEarly(location: Location): void {
  const study = studyOf(location.pathname);
  if (!study) return;
  void openFirstPicture(study, location.search)
    .catch(() => undefined)
    .then(engineCode)
    .catch(() => undefined);
}

async function openFirstPicture(study: StudyAddress, search: string): Promise<void> {
  const address = readAddress(new URLSearchParams(search));
  const listed = askEarly(`${studyPath(study)}/series?includefield=all`);
  const wanted = address.series[address.active] ?? "";
  const series = wanted === "" ? firstSeries(seriesList(await listed, []))?.series : wanted;
  if (series === undefined) return;
  const { images } = imageStack(await askEarly(`${seriesPath({ ...study, series })}/metadata`));
  const image = images[startIndex(images, address)];
  // Whoever takes it hears of what goes wrong.
  if (image)
    void askFrameEarly({ ...study, series, instance: image.instance, frame: image.frame }).catch(() => undefined);
}

function studyOf(pathname: string): StudyAddress | undefined {
  const match = /^\/(projects\/.+\/dicomStores\/[^/]+)\/dicomWeb\/studies\/([^/]+)\/?$/.exec(pathname);
  if (!match) return undefined;
  const [store = "", study = ""] = match.slice(1).map((part) => part.split("/").map(decodeURIComponent).join("/"));
  return { store, study };
}
