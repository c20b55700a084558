import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { logProblem } from "#emulator/http/log.ts";
import type { Context } from "#emulator/http/route.ts";

const INTERVAL_MILLISECONDS = 10_000;

type Swept = Pick<Context, "database" | "blobs">;

/**
 * Removes blobs that no instance names any more: those of instances that went, and at the start those that a killed process had kept
 * without writing their row. Returns what stops it.
 */
export function startSweeping(context: Swept): () => Promise<void> {
  let isStopped = false;
  let current = sweepOrphans(context, () => isStopped).catch(report);
  const timer = setInterval(() => {
    current = current.then(() => sweepGarbage(context)).catch(report);
  }, INTERVAL_MILLISECONDS);
  timer.unref();
  return async () => {
    isStopped = true;
    clearInterval(timer);
    await current;
  };
}

function report(error: unknown): void {
  logProblem("files that nobody needs were not removed", error);
}

export async function sweepGarbage(context: Swept): Promise<void> {
  const gone = context.database
    .all<{ digest: string }>("SELECT digest FROM dicom_garbage LIMIT 1000")
    .filter(({ digest }) => removeUnnamed(context, digest));
  if (gone.length === 0) return;
  await context.database.write(() => {
    for (const { digest } of gone) context.database.run("DELETE FROM dicom_garbage WHERE digest = ?", digest);
  });
}

async function sweepOrphans(context: Swept, isStopped: () => boolean): Promise<void> {
  for (const folder of await readdir(context.blobs.root)) {
    if (!/^[0-9a-f]{2}$/.test(folder)) continue;
    const names = await readdir(join(context.blobs.root, folder));
    if (isStopped()) return;
    for (const name of names) removeUnnamed(context, folder + name);
  }
}

/**
 * Removes a blob that no instance names. Looks and removes in one turn of the event loop, so that no instance can come between.
 * Returns false for one that is just being stored, which stays.
 */
export function removeUnnamed({ database, blobs }: Swept, digest: string): boolean {
  const isNamed = database.get("SELECT 1 FROM dicom_instances WHERE digest = ? LIMIT 1", digest) !== undefined;
  return isNamed || blobs.remove(digest);
}
