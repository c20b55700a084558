/**
 * The embedded database, in a thread of its own: a commit takes a third of a millisecond of computing, which would otherwise stop every
 * request in flight. Started by database.ts; one message is one statement, answered in the order sent.
 */
import { parentPort, workerData } from "node:worker_threads";
import { PGlite, protocol } from "@electric-sql/pglite";
import { z } from "zod";

const { folder } = z.object({ folder: z.string() }).parse(workerData);

/** timestamptz, timestamp and date stay text: Drizzle's columns parse them. */
const AS_TEXT = Object.fromEntries([1184, 1114, 1082].map((oid) => [oid, (value: string) => value]));

const jobSchema = z.object({
  id: z.number(),
  kind: z.enum(["query", "prepared", "close"]),
  /** Name of the prepared statement. */
  name: z.string(),
  sql: z.string(),
  params: z.array(z.unknown()),
});
export type PgliteJob = z.infer<typeof jobSchema>;

const opening = PGlite.create({ dataDir: folder, parsers: AS_TEXT });
const prepared = new Set<string>();
let last: Promise<void> = Promise.resolve();

parentPort?.on("message", (message: unknown) => {
  last = last.then(() => answer(jobSchema.parse(message)));
});
await opening;
parentPort?.postMessage({ id: 0, rows: [] });

async function answer(job: PgliteJob): Promise<void> {
  try {
    parentPort?.postMessage({ id: job.id, rows: await run(job) });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    parentPort?.postMessage({ id: job.id, error: error instanceof Error ? error.message : String(error), code });
  }
  if (job.kind === "close") parentPort?.close();
}

async function run(job: PgliteJob): Promise<unknown[]> {
  const database = await opening;
  if (job.kind === "query") return (await database.query<unknown[]>(job.sql, job.params, { rowMode: "array" })).rows;
  await (job.kind === "prepared" ? runPrepared(database, job) : database.close());
  return [];
}

/** Bind and execute alone, in one call into the engine: half the time of PGlite's own query(), which parses and describes each time. */
async function runPrepared(database: PGlite, job: PgliteJob): Promise<void> {
  const { serialize } = protocol;
  if (!prepared.has(job.name)) {
    await database.execProtocol(concat(serialize.parse({ name: job.name, text: job.sql }), serialize.sync()));
    prepared.add(job.name);
  }
  const bind = serialize.bind({ statement: job.name, values: job.params.map(String) });
  await database.execProtocol(concat(bind, serialize.execute({}), serialize.sync()));
}

function concat(...messages: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(messages));
}
