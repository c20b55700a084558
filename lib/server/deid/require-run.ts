import { authorizeMethod } from "#lib/server/gateway/authorize.ts";
import { problem } from "#lib/server/problems.ts";
import type { Runtime } from "#lib/server/runtime.ts";
import type { Session } from "#lib/server/sessions.ts";
import { deidMethod } from "./deid-method.ts";
import { rowOf, type DeidRunRow } from "./run-rows.ts";

/** @throws ProblemError when there is none, or the person may not de-identify its source */
export async function requireRun(runtime: Runtime, session: Session, id: string): Promise<DeidRunRow> {
  const row = await rowOf(runtime, id);
  if (!row) throw problem("NOT_FOUND", "The console has launched no such de-identification.");
  authorizeMethod(session, deidMethod(row.source).method);
  return row;
}
