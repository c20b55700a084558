import { z } from "zod";
import type { DeidEvidence } from "#lib/contract/console/deid-runs.ts";
import { callApi } from "#lib/server/call-api.ts";
import { problem } from "#lib/server/problems.ts";
import type { Reader } from "./read-stores.ts";

const count = z.coerce.number().default(0);
const operationSchema = z.object({
  done: z.boolean().default(false),
  metadata: z
    .object({
      endTime: z.string().optional(),
      logsUrl: z.string().optional(),
      counter: z.object({ success: count, failure: count, pending: count }).optional(),
    })
    .default({}),
  error: z.object({ code: z.number().default(0), message: z.string().default("") }).optional(),
});
const errorPageSchema = z.object({
  errors: z
    .array(
      z.object({
        resourceId: z.string().optional(),
        source: z.string().default(""),
        error: z.object({ message: z.string().default("") }),
      }),
    )
    .default([]),
  nextPageToken: z.string().optional(),
});

/** Resources that are listed under one cause, to be tried again. */
const MOST_LISTED = 1000;
const MOST_PAGES = 100;

type Facts = Pick<DeidEvidence, "counts" | "failures" | "endedAt" | "operationError">;

/** google.rpc.Code CANCELLED */
const CANCELLED = 1;

/** True for an operation that somebody cancelled; what it had copied until then is in its destination. */
export async function wasCancelled(reader: Reader, name: string): Promise<boolean> {
  const { done, error } = await askOperation(reader, name);
  return done && error?.code === CANCELLED;
}

/** How the operation ended, by the API itself. @throws ProblemError while it runs */
export async function operationFacts(reader: Reader, name: string): Promise<Facts> {
  const { runtime } = reader;
  const { done, metadata, error } = await askOperation(reader, name);
  if (!done) throw problem("FAILED_PRECONDITION", "The operation still runs; evidence is of what it has done.");
  const { counter = { success: 0, failure: 0, pending: 0 }, endTime, logsUrl } = metadata;
  return {
    endedAt: endTime ?? "",
    counts: counter,
    ...(error ? { operationError: error.message } : {}),
    failures:
      runtime.config.api.credentials === "emulator"
        ? await emulatorFailures(reader, name)
        : { isComplete: counter.failure === 0, byCause: [], ...(logsUrl === undefined ? {} : { logsUrl }) },
  };
}

async function askOperation({ runtime, session }: Reader, name: string): Promise<z.infer<typeof operationSchema>> {
  const answer = await callApi(runtime, session, { verb: "GET", target: `/v1/${encodeURI(name)}` });
  return operationSchema.parse(JSON.parse(answer));
}

/** The emulator's list of what failed; Google writes it to Cloud Logging. */
async function emulatorFailures({ runtime }: Reader, name: string): Promise<DeidEvidence["failures"]> {
  const causes = new Map<string, { count: number; resources: string[] }>();
  let pageToken: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = pageToken === undefined ? "" : `?${new URLSearchParams({ pageToken }).toString()}`;
    const answer = await runtime.upstream.send({
      verb: "GET",
      target: `/__emulator/v1/${encodeURI(name)}/errors${query}`,
      headers: ["accept", "application/json"],
      body: undefined,
      caller: undefined,
    });
    const { errors, nextPageToken } = errorPageSchema.parse(JSON.parse(await answer.text()));
    for (const { error, resourceId, source } of errors) {
      const cause = causes.get(error.message) ?? { count: 0, resources: [] };
      cause.count += 1;
      if (cause.resources.length < MOST_LISTED) cause.resources.push(resourceId ?? source);
      causes.set(error.message, cause);
    }
    if (!nextPageToken) return { isComplete: true, byCause: byCount(causes) };
    pageToken = nextPageToken;
  }
  return { isComplete: false, byCause: byCount(causes) };
}

function byCount(
  causes: ReadonlyMap<string, { count: number; resources: string[] }>,
): DeidEvidence["failures"]["byCause"] {
  return [...causes].map(([cause, rest]) => ({ cause, ...rest })).toSorted((a, b) => b.count - a.count);
}
