import type { DeidPlan } from "#lib/deid/plan.ts";
import type { Context } from "#emulator/http/route.ts";
import type { InstanceRow } from "#emulator/services/dicomweb/retrieve/find-instances.ts";
import type { FrameBoxes } from "./redacted-pixels.ts";

/** Placeholder until text in pictures is read: nothing is blacked out. */
export async function findTextBoxes(
  _context: Context,
  _plan: DeidPlan,
  _row: InstanceRow,
): Promise<FrameBoxes | undefined> {
  return Promise.resolve(undefined);
}
