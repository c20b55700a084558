import type { Context, Routes } from "#emulator/http/route.ts";
import { EXPORT_METHOD, exportResources } from "./export-worker.ts";
import { exportHandler, importHandler } from "./handlers.ts";
import { IMPORT_METHOD, importResources } from "./import-worker.ts";

/** Import and export of whole FHIR stores (contract sections 7.3 and 7.4). */
export const transferRoutes: Routes = {
  "datasets.fhirStores.import": importHandler,
  "datasets.fhirStores.export": exportHandler,
};

/** What runs behind them. Call once, before `operations.resume()`. */
export function registerTransferWorkers(context: Context): void {
  context.operations.registerWorker(IMPORT_METHOD, (job) => importResources(context, job));
  context.operations.registerWorker(EXPORT_METHOD, (job) => exportResources(context, job));
}
