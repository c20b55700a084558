import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { AuditRecord } from "./audit-chain.ts";

const recordSchema = z.object({
  seq: z.number().int().positive(),
  recordedAt: z.string(),
  requestId: z.string(),
  phase: z.enum(["announced", "completed"]),
  issuer: z.string(),
  subject: z.string(),
  name: z.string(),
  roles: z.string(),
  action: z.string(),
  resource: z.string(),
  status: z.number(),
  /** A journal written before reasons were kept has none. */
  reason: z.string().default(""),
  hash: z.string(),
});

/** Two files that take turns: one receives new records while those of the other go into the table. */
export interface AuditJournal {
  /** What the files held when they were opened, by number. */
  readonly leftOver: readonly AuditRecord[];
  /** Writes records before it returns; throws when the disk does not take them, and then none of them is in. */
  append(records: readonly AuditRecord[]): void;
  /** New records go into the other file, which must be empty. Returns those of this one, each as JSON; when it cannot be read, nothing turns. */
  turn(): string[];
  /** Empties the file that receives nothing now. */
  clearResting(): void;
  /** Empties both. */
  clear(): void;
  close(): void;
}

interface JournalFile {
  readonly path: string;
  readonly descriptor: number;
  size: number;
}

export function openAuditJournal(dataDir: string): AuditJournal {
  const [pathA, pathB] = [join(dataDir, "audit-journal-a.jsonl"), join(dataDir, "audit-journal-b.jsonl")];
  let [active, resting] = [openFile(pathA), openFile(pathB)];
  const leftOver = [...readLines(pathA), ...readLines(pathB)].map(parseLine).toSorted((a, b) => a.seq - b.seq);
  const empty = (file: JournalFile): void => {
    ftruncateSync(file.descriptor, 0);
    file.size = 0;
  };

  return {
    leftOver,
    append: (records) => {
      const bytes = Buffer.from(records.map((record) => `${JSON.stringify(record)}\n`).join(""));
      try {
        if (writeSync(active.descriptor, bytes) !== bytes.length)
          throw new Error("The disk took part of the journal only");
        active.size += bytes.length;
      } catch (error) {
        // Half a line would make the next one unreadable.
        ftruncateSync(active.descriptor, active.size);
        throw error;
      }
    },
    turn: () => {
      const lines = readLines(active.path);
      [active, resting] = [resting, active];
      return lines;
    },
    clearResting: () => {
      empty(resting);
    },
    clear: () => {
      empty(active);
      empty(resting);
    },
    close: () => {
      closeSync(active.descriptor);
      closeSync(resting.descriptor);
    },
  };
}

function openFile(path: string): JournalFile {
  return { path, descriptor: openSync(path, "a+", 0o600), size: 0 };
}

/** The whole lines of a file; a process killed while writing leaves a last half line, whose answer never left. */
function readLines(path: string): string[] {
  const lines = readFileSync(path, "utf8").split("\n");
  return lines.slice(0, -1).filter((line) => line !== "");
}

/** A record as the journal has it. */
export function parseLine(line: string): AuditRecord {
  return recordSchema.parse(JSON.parse(line));
}
