import { z } from "zod";
import { methodById } from "#lib/contract/match-method.ts";
import { deidDryRunInputSchema, deidGateInputSchema } from "#lib/contract/console/deid-dry-runs.ts";
import { deidMethod } from "#lib/server/deid/deid-method.ts";
import { beginDryRun } from "#lib/server/deid/dry-run/begin-dry-run.ts";
import { changeDryRun, dryRunRow, toDryRun, type DryRunRow } from "#lib/server/deid/dry-run/dry-run-rows.ts";
import { removeTemporaryStores } from "#lib/server/deid/dry-run/temporary-stores.ts";
import { launchGate, readDeidRequest } from "#lib/server/deid/launch-gate.ts";
import { authorizeMethod } from "#lib/server/gateway/authorize.ts";
import { guardEnvironment, UNLOCK_HEADER } from "#lib/server/gateway/guard-environment.ts";
import { problem } from "#lib/server/problems.ts";
import type { Runtime } from "#lib/server/runtime.ts";
import type { Session } from "#lib/server/sessions.ts";
import { consoleQuestion, LAUNCH_BYTES } from "./console-question.ts";

const READ = ["healthcare.operations.get"];
const STORES = "healthcare.projects.locations.datasets";
const idSchema = z.object({ id: z.string().max(64) });

/** Begins one, by the same guards as the calls that it makes: stores are made and removed beside the source. */
export const startDeidDryRun = consoleQuestion(
  {
    method: "POST",
    path: "deid-dry-runs",
    input: deidDryRunInputSchema,
    permissions: [],
    resource: ({ source }) => source,
    bodyLimit: LAUNCH_BYTES,
  },
  async ({ input, session, runtime, call }) => {
    const tried = deidMethod(input.source);
    authorizeMethod(session, tried.method);
    for (const kind of ["fhirStores", "dicomStores"])
      for (const verb of ["create", "delete"]) authorizeMethod(session, methodById(`${STORES}.${kind}.${verb}`));
    if ((input.configuration["config"] === undefined) === (input.configuration["gcsConfigUri"] === undefined))
      throw problem("INVALID_ARGUMENT", "configuration: either config or gcsConfigUri has to be given.");
    const unlock = call.request.headers[UNLOCK_HEADER];
    await guardEnvironment(runtime.labels, tried, {
      resource: input.source,
      unlock: typeof unlock === "string" ? unlock : undefined,
    });
    return { body: toDryRun(runtime, await beginDryRun({ runtime, session, call }, input)) };
  },
);

export const askDeidDryRun = consoleQuestion(
  { method: "GET", path: "deid-dry-runs/{id}", input: idSchema, permissions: READ },
  async ({ input, session, runtime }) => ({
    body: toDryRun(runtime, await requireDryRun(runtime, session, input.id)),
  }),
);

/** Removes the temporary stores and forgets what was sampled; how it ended stays. */
export const endDeidDryRun = consoleQuestion(
  { method: "DELETE", path: "deid-dry-runs/{id}", input: idSchema, permissions: READ },
  async ({ input, session, runtime, call }) => {
    const row = await requireDryRun(runtime, session, input.id);
    await removeTemporaryStores({ runtime, session, call }, row.temporary);
    await changeDryRun(runtime, row.id, { temporary: [], sealedSamples: null });
    return {};
  },
);

export const askDeidGate = consoleQuestion(
  {
    method: "POST",
    path: "deid-gate",
    input: deidGateInputSchema,
    permissions: READ,
    resource: ({ source }) => source,
    bodyLimit: LAUNCH_BYTES,
  },
  async ({ input, session, runtime }) => {
    authorizeMethod(session, deidMethod(input.source).method);
    return { body: await launchGate(runtime, input.source, readDeidRequest(input.request)) };
  },
);

/** @throws ProblemError when there is none, or somebody else started it: what it sampled is for that person to see */
async function requireDryRun(runtime: Runtime, session: Session, id: string): Promise<DryRunRow> {
  const row = await dryRunRow(runtime, id);
  if (!row || row.issuer !== session.issuer || row.subject !== session.subject)
    throw problem("NOT_FOUND", "You have started no such dry run.");
  authorizeMethod(session, deidMethod(row.source).method);
  return row;
}
