import { hash, randomBytes } from "node:crypto";
import { z } from "zod";
import { deidLaunchSchema, deidListInputSchema, type DeidLaunch } from "#lib/contract/console/deid-runs.ts";
import { withoutKeys } from "#lib/deid/config-keys.ts";
import type { Call } from "#lib/server/call.ts";
import { deidMethod, type DeidMethod } from "#lib/server/deid/deid-method.ts";
import { configSha256Of } from "#lib/server/deid/dry-run/dry-run-rows.ts";
import { destinationOf, launchGate, readDeidRequest } from "#lib/server/deid/launch-gate.ts";
import { actOnRecord } from "#lib/server/deid/on-record.ts";
import { beginEvidence } from "#lib/server/deid/make-evidence.ts";
import { requireRun } from "#lib/server/deid/require-run.ts";
import { rowsOfSource, toRun, type DeidRunRow } from "#lib/server/deid/run-rows.ts";
import { authorizeMethod } from "#lib/server/gateway/authorize.ts";
import { guardEnvironment, UNLOCK_HEADER } from "#lib/server/gateway/guard-environment.ts";
import { problem } from "#lib/server/problems.ts";
import { deidRuns } from "#lib/server/schema.ts";
import type { Session } from "#lib/server/sessions.ts";
import { consoleQuestion, LAUNCH_BYTES, type Asked } from "./console-question.ts";

const NEWEST = 20;
const operationSchema = z.object({ name: z.string() });
/** Launches by the same guards as the gateway, and puts down what was launched in the same step: nobody else can say it later. */
export const launchDeid = consoleQuestion(
  {
    method: "POST",
    path: "deid-runs",
    input: deidLaunchSchema,
    permissions: [],
    resource: ({ source }) => source,
    bodyLimit: LAUNCH_BYTES,
  },
  async (asked) => {
    const { input, session, runtime, call } = asked;
    const launched = deidMethod(input.source);
    authorizeMethod(session, launched.method);
    const request = readDeidRequest(input.request);
    const destination = destinationOf(request);
    if ((request.config === undefined) === (request.gcsConfigUri === undefined))
      throw problem("INVALID_ARGUMENT", "request: either config or gcsConfigUri has to be given.");
    const unlock = call.request.headers[UNLOCK_HEADER];
    for (const resource of [input.source, destination])
      await guardEnvironment(runtime.labels, launched, {
        resource,
        unlock: typeof unlock === "string" ? unlock : undefined,
      });
    const { blocker, dryRun } = await launchGate(runtime, input.source, request);
    if (blocker !== "") throw problem("FAILED_PRECONDITION", blocker);
    const operation = await deidentify(asked, launched);
    const row = newRow({ input, session, call }, { launched, destination, operation, dryRun: dryRun?.id ?? null });
    await runtime.database.state.insert(deidRuns).values(row);
    return { body: await toRun(runtime, row) };
  },
);

export const listDeidRuns = consoleQuestion(
  {
    method: "GET",
    path: "deid-runs",
    input: deidListInputSchema,
    permissions: ["healthcare.operations.list"],
    resource: ({ source }) => source,
  },
  async ({ input, session, runtime }) => {
    authorizeMethod(session, deidMethod(input.source).method);
    await runtime.audit.settle();
    const rows = await rowsOfSource(runtime, input.source, NEWEST);
    return { body: { runs: await Promise.all(rows.map((row) => toRun(runtime, row))) } };
  },
);

const idSchema = z.object({ id: z.string().max(64) });

export const askDeidRun = consoleQuestion(
  { method: "GET", path: "deid-runs/{id}", input: idSchema, permissions: ["healthcare.operations.get"] },
  async ({ input, session, runtime }) => {
    const row = await requireRun(runtime, session, input.id);
    await runtime.audit.settle();
    return { body: await toRun(runtime, row) };
  },
);

/** Begins the scan of the output, which ends in sealed evidence; asked again while it runs, it only tells how far it is. */
export const makeDeidEvidence = consoleQuestion(
  { method: "POST", path: "deid-runs/{id}/evidence", input: idSchema, permissions: ["healthcare.operations.get"] },
  async ({ input, session, runtime, call }) => {
    const row = await requireRun(runtime, session, input.id);
    await beginEvidence({ runtime, session, call, row });
    return { body: await toRun(runtime, await requireRun(runtime, session, input.id)) };
  },
);

/** Calls the API with the request as it was given, on record before and after. Answers the operation's name. */
async function deidentify(
  { input, session, runtime, call }: Asked<DeidLaunch>,
  { method, params }: DeidMethod,
): Promise<string> {
  const answer = await actOnRecord(
    { runtime, session, call },
    { method: method.id, params, resource: input.source, body: input.request },
  );
  return operationSchema.parse(JSON.parse(answer)).name;
}

interface Launched {
  readonly launched: DeidMethod;
  readonly destination: string;
  readonly operation: string;
  readonly dryRun: string | null;
}

function newRow(
  { input, session, call }: { readonly input: DeidLaunch; readonly session: Session; readonly call: Call },
  { launched, destination, operation, dryRun }: Launched,
): DeidRunRow {
  const fingerprint = (key: string) => `sha256:${hash("sha256", key, "hex")}`;
  return {
    id: randomBytes(16).toString("base64url"),
    operation,
    source: input.source,
    destination,
    method: launched.method.id,
    configName: input.configName,
    request: withoutKeys(input.request, fingerprint) as DeidRunRow["request"],
    configSha256: configSha256Of(input.request),
    issuer: session.issuer,
    subject: session.subject,
    name: session.name,
    requestId: call.requestId,
    launchedAt: new Date(),
    dryRun,
    scan: null,
    evidence: null,
    sealedAt: null,
    releasedBy: null,
    releasedAt: null,
  };
}
