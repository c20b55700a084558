import { createReadStream, existsSync } from "node:fs";
import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { checkpointSchema, signCheckpoint, type ChainHead, type Checkpoint } from "./audit-chain.ts";
import { errorFields, log } from "./log.ts";

const EVERY_ROWS = 1000;
const EVERY_MS = 60_000;

export interface Checkpoints {
  /** Says how far the table has come. */
  reached(head: ChainHead): void;
  /** Signs the last head that was reached. */
  close(): Promise<void>;
}

export function checkpointFile(dataDir: string): string {
  return join(dataDir, "audit-checkpoints.jsonl");
}

/** Signs the chain's head every 1,000 rows, every minute in which rows came, and at the end; one JSON object a line, outside the database. */
export function openCheckpoints(place: { readonly dataDir: string; readonly auditKey: string }): Checkpoints {
  let head: ChainHead | undefined;
  let signedSeq = 0;
  let writing = Promise.resolve();

  const sign = (): void => {
    if (!head || head.seq <= signedSeq) return;
    signedSeq = head.seq;
    const checkpoint = signCheckpoint(place.auditKey, head, new Date().toISOString());
    writing = writing
      .then(() =>
        appendFile(checkpointFile(place.dataDir), `${JSON.stringify(checkpoint)}\n`, { flush: true, mode: 0o600 }),
      )
      .catch((error: unknown) => {
        log.error("audit.checkpoint-failed", errorFields(error));
      });
  };
  const timer = setInterval(sign, EVERY_MS).unref();

  return {
    reached: ({ seq, hash }) => {
      head = { seq, hash };
      if (seq - signedSeq >= EVERY_ROWS) sign();
    },
    close: async () => {
      clearInterval(timer);
      sign();
      await writing;
    },
  };
}

/** All checkpoints of a data folder, in the order written; a line that is none comes as undefined. */
export async function* readCheckpoints(dataDir: string): AsyncGenerator<Checkpoint | undefined> {
  const file = checkpointFile(dataDir);
  if (!existsSync(file)) return;
  for await (const line of createInterface({ input: createReadStream(file) })) yield parseLine(line);
}

function parseLine(line: string): Checkpoint | undefined {
  try {
    return checkpointSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
