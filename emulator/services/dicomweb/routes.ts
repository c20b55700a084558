import type { Handler, Routes } from "#emulator/http/route.ts";
import { retrieveFrames } from "./retrieve/frames-handler.ts";
import { retrieveInstances } from "./retrieve/instance-handlers.ts";
import { retrieveMetadata } from "./retrieve/metadata-handler.ts";
import { search } from "./search/search-handlers.ts";
import type { Level } from "./search/search-query.ts";
import { storeInstances } from "./store/store-handlers.ts";

const searchFor =
  (level: Level): Handler =>
  (request, context) =>
    search(level, request, context);

const STUDIES = "datasets.dicomStores.studies";
const SERIES = `${STUDIES}.series`;
const INSTANCES = `${SERIES}.instances`;

/** DICOMweb (contract section 10). */
export const DICOMWEB_ROUTES: Routes = {
  "datasets.dicomStores.storeInstances": storeInstances,
  [`${STUDIES}.storeInstances`]: storeInstances,
  "datasets.dicomStores.searchForStudies": searchFor("study"),
  "datasets.dicomStores.searchForSeries": searchFor("series"),
  "datasets.dicomStores.searchForInstances": searchFor("instance"),
  [`${STUDIES}.searchForSeries`]: searchFor("series"),
  [`${STUDIES}.searchForInstances`]: searchFor("instance"),
  [`${SERIES}.searchForInstances`]: searchFor("instance"),
  [`${STUDIES}.retrieveStudy`]: retrieveInstances,
  [`${SERIES}.retrieveSeries`]: retrieveInstances,
  [`${INSTANCES}.retrieveInstance`]: retrieveInstances,
  [`${STUDIES}.retrieveMetadata`]: retrieveMetadata,
  [`${SERIES}.retrieveMetadata`]: retrieveMetadata,
  [`${INSTANCES}.retrieveMetadata`]: retrieveMetadata,
  [`${INSTANCES}.frames.retrieveFrames`]: retrieveFrames,
};
