import type { Context, Routes } from "#emulator/http/route.ts";
import { EXPORT_METHOD, exportMessages } from "./export-messages.ts";
import { IMPORT_METHOD, importMessages } from "./import-messages.ts";
import { ROLLBACK_METHOD, rollbackMessages } from "./rollback-messages.ts";
import { exportHandler, importHandler, rollbackHandler } from "./transfer-handlers.ts";

/** Import, export and rollback of whole HL7v2 stores (contract 11.8). */
export const HL7V2_TRANSFER_ROUTES: Routes = {
  "datasets.hl7V2Stores.import": importHandler,
  "datasets.hl7V2Stores.export": exportHandler,
  "datasets.hl7V2Stores.rollback": rollbackHandler,
};

/** What runs behind them. Call once, before `operations.resume()`. */
export function registerHl7v2TransferWorkers(context: Context): void {
  context.operations.registerWorker(IMPORT_METHOD, (job) => importMessages(context, job));
  context.operations.registerWorker(EXPORT_METHOD, (job) => exportMessages(context, job));
  context.operations.registerWorker(ROLLBACK_METHOD, (job) => rollbackMessages(context, job));
}
