import { z } from "zod";

/**
 * GET /api/console/operation-errors?name=projects/…/operations/…: what failed inside a long-running operation, item by item.
 * The API itself writes these to Cloud Logging (Operation.metadata.logsUrl); only the emulator can be asked for them.
 */
export const operationErrorsInputSchema = z.object({
  name: z.string().max(1200),
  pageToken: z.string().max(2000).optional(),
});
export const operationErrorsSchema = z.looseObject({});
