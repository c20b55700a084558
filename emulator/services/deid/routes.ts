import type { Context, Routes } from "#emulator/http/route.ts";
import {
  deidentify,
  DEIDENTIFY_DATASET_METHOD,
  DEIDENTIFY_DICOM_STORE_METHOD,
  DEIDENTIFY_FHIR_STORE_METHOD,
} from "./deidentify-worker.ts";
import { deidentifyDataset, deidentifyDicomStoreHandler, deidentifyFhirStoreHandler } from "./handlers.ts";

/** De-identification by copy (contract section 13). HL7v2 messages are not covered, as in the service. */
export const DEID_ROUTES: Routes = {
  "datasets.deidentify": deidentifyDataset,
  "datasets.fhirStores.deidentify": deidentifyFhirStoreHandler,
  "datasets.dicomStores.deidentify": deidentifyDicomStoreHandler,
};

/** What runs behind them. Call once, before `operations.resume()`. */
export function registerDeidWorkers(context: Context): void {
  for (const method of [DEIDENTIFY_DATASET_METHOD, DEIDENTIFY_FHIR_STORE_METHOD, DEIDENTIFY_DICOM_STORE_METHOD])
    context.operations.registerWorker(method, (job) => deidentify(context, job));
}
