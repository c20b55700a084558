import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Claims a folder for this process: two processes writing one embedded database would ruin it.
 * A lock whose process is gone (killed, power cut, container replaced) is taken over.
 * @returns the release
 * @throws Error naming the other process and the lock file
 */
export function lockFolder(folder: string): () => void {
  const file = join(folder, "lock");
  const owner = readOwner(file);
  if (owner !== undefined && owner !== process.pid && isAlive(owner)) {
    throw new Error(
      `DATA_DIR: process ${owner} is using ${folder}. Stop it, or choose another DATA_DIR; if that process is not Careplane, remove ${file}.`,
    );
  }
  rmSync(file, { force: true });
  writeFileSync(file, String(process.pid), { flag: "wx" });
  return () => {
    if (readOwner(file) === process.pid) rmSync(file, { force: true });
  };
}

function readOwner(file: string): number | undefined {
  try {
    const owner = Number(readFileSync(file, "utf8"));
    return Number.isInteger(owner) && owner > 0 ? owner : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
