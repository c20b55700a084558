import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { z } from "zod";
import type { Connection } from "./connection.ts";
import { lockFolder } from "./folder-lock.ts";
import type { PgliteJob } from "./pglite-worker.ts";

const answerSchema = z.object({
  id: z.number(),
  rows: z.array(z.array(z.unknown())).optional(),
  error: z.string().optional(),
  code: z.string().optional(),
});

/** A statement the database refused; `code` is PostgreSQL's SQLSTATE. The message can quote values: never log or show it. */
export class PgliteError extends Error {
  override readonly name = "PgliteError";
  readonly code: string;
  constructor(message: string, code: string) {
    super(message);
    this.code = code;
  }
}

interface Pending {
  readonly resolve: (rows: unknown[][]) => void;
  readonly reject: (error: Error) => void;
}

/** Opens the embedded database in `folder`, which one process may use at a time; a lock left by a killed one is taken over. */
export async function openPglite(folder: string): Promise<Connection> {
  mkdirSync(folder, { recursive: true });
  const unlock = lockFolder(folder);
  const worker = new Worker(new URL("./pglite-worker.ts", import.meta.url), {
    workerData: { folder: join(folder, "pgdata") },
    // Flags of this process, such as --watch or --input-type, are not for the thread.
    execArgv: [],
  });
  const pending = new Map<number, Pending>();
  let lastId = 0;
  let fault: Error | undefined;

  const fail = (error: Error): void => {
    fault ??= error;
    for (const waiting of pending.values()) waiting.reject(fault);
    pending.clear();
  };
  const ask = (job: Omit<PgliteJob, "id">): Promise<unknown[][]> =>
    new Promise((resolve, reject) => {
      if (fault) {
        reject(fault);
        return;
      }
      lastId += 1;
      pending.set(lastId, { resolve, reject });
      worker.postMessage({ ...job, id: lastId });
    });
  const opened = new Promise<unknown[][]>((resolve, reject) => pending.set(0, { resolve, reject }));
  worker.on("message", (message: unknown) => {
    const answer = answerSchema.parse(message);
    const waiting = pending.get(answer.id);
    pending.delete(answer.id);
    if (answer.error === undefined) waiting?.resolve(answer.rows ?? []);
    else waiting?.reject(new PgliteError(answer.error, answer.code ?? ""));
  });
  worker.on("error", fail);
  worker.on("exit", () => {
    fail(new Error("The embedded database has stopped."));
    unlock();
  });
  await opened;

  return {
    query: (sql, params) => ask({ kind: "query", name: "", sql, params: [...params] }),
    runPrepared: async (name, sql, values) => {
      await ask({ kind: "prepared", name, sql, params: [...values] });
    },
    exclusive: (work) => work((sql, params) => ask({ kind: "query", name: "", sql, params: [...params] })),
    close: async () => {
      const exited = new Promise((resolve) => worker.once("exit", resolve));
      await ask({ kind: "close", name: "", sql: "", params: [] });
      await exited;
    },
  };
}
