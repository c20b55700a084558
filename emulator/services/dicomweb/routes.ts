import type { Context, Handler, Routes } from "#emulator/http/route.ts";
import {
  DELETE_SERIES_METHOD,
  DELETE_STUDY_METHOD,
  deleteInstance,
  deleteMarked,
  deleteScope,
} from "./admin/delete-handlers.ts";
import { getSeriesMetrics, getStorageInfo, getStudyMetrics } from "./admin/metrics-handlers.ts";
import { retrieveBulkdata } from "./retrieve/bulkdata-handler.ts";
import { retrieveFrames } from "./retrieve/frames-handler.ts";
import { retrieveInstances } from "./retrieve/instance-handlers.ts";
import { retrieveMetadata } from "./retrieve/metadata-handler.ts";
import { retrieveRendered } from "./retrieve/rendered-handlers.ts";
import { search } from "./search/search-handlers.ts";
import type { Level } from "./search/search-query.ts";
import { storeInstances } from "./store/store-handlers.ts";
import { EXPORT_METHOD, exportInstances } from "./transfer/export-instances.ts";
import { IMPORT_METHOD, importInstances } from "./transfer/import-instances.ts";
import { SET_STORAGE_METHOD, setStorageClass } from "./transfer/set-storage-class.ts";
import { exportHandler, importHandler, setStorageHandler } from "./transfer/transfer-handlers.ts";

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
  [`${INSTANCES}.retrieveRendered`]: retrieveRendered,
  [`${INSTANCES}.frames.retrieveFrames`]: retrieveFrames,
  [`${INSTANCES}.frames.retrieveRendered`]: retrieveRendered,
  [`${INSTANCES}.bulkdata.retrieveBulkdata`]: retrieveBulkdata,
  [`${STUDIES}.delete`]: deleteScope,
  [`${SERIES}.delete`]: deleteScope,
  [`${INSTANCES}.delete`]: deleteInstance,
  "datasets.dicomStores.dicomWeb.studies.getStudyMetrics": getStudyMetrics,
  "datasets.dicomStores.dicomWeb.studies.series.getSeriesMetrics": getSeriesMetrics,
  "datasets.dicomStores.dicomWeb.studies.series.instances.getStorageInfo": getStorageInfo,
  "datasets.dicomStores.dicomWeb.studies.setBlobStorageSettings": setStorageHandler,
  "datasets.dicomStores.setBlobStorageSettings": setStorageHandler,
  "datasets.dicomStores.import": importHandler,
  "datasets.dicomStores.export": exportHandler,
};

/** What runs behind the operations of DICOM stores. Call once, before `operations.resume()`. */
export function registerDicomWorkers(context: Context): void {
  const { operations } = context;
  operations.registerWorker(DELETE_STUDY_METHOD, (job) => deleteMarked(context, job));
  operations.registerWorker(DELETE_SERIES_METHOD, (job) => deleteMarked(context, job));
  operations.registerWorker(IMPORT_METHOD, (job) => importInstances(context, job));
  operations.registerWorker(EXPORT_METHOD, (job) => exportInstances(context, job));
  operations.registerWorker(SET_STORAGE_METHOD, (job) => setStorageClass(context, job));
}
