import type { Context, Routes } from "#emulator/http/route.ts";
import { FHIR_OPERATION_METHOD } from "#emulator/services/operations/fhir-operation.ts";
import { BULK_DELETE_METHOD, bulkDelete } from "./delete-worker.ts";
import { cancelExport, exportStatus, startExport } from "./export-handlers.ts";
import { bulkExport } from "./export-worker.ts";
import { bulkDeleteHandler, rollbackHandler } from "./handlers.ts";
import { ROLLBACK_METHOD, rollback } from "./rollback-worker.ts";

/** Work on many resources at once: bulk deletion, rollback, FHIR `$export` (contract sections 7.5, 7.6 and 8.8). */
export const bulkRoutes: Routes = {
  "datasets.fhirStores.bulkDelete": bulkDeleteHandler,
  "datasets.fhirStores.rollback": rollbackHandler,
  "datasets.fhirStores.bulkExportGroup": startExport,
  "datasets.fhirStores.fhir.bulkExport": startExport,
  "datasets.fhirStores.operations.getFhirOperationStatus": exportStatus,
  "datasets.fhirStores.operations.deleteFhirOperation": cancelExport,
};

/** What runs behind them. Call once, before `operations.resume()`. */
export function registerBulkWorkers(context: Context): void {
  context.operations.registerWorker(BULK_DELETE_METHOD, (job) => bulkDelete(context, job));
  context.operations.registerWorker(ROLLBACK_METHOD, (job) => rollback(context, job));
  context.operations.registerWorker(FHIR_OPERATION_METHOD, (job) => bulkExport(context, job));
}
