import type { AuditEntry, ChainHead } from "./audit-chain.ts";
import { openCheckpoints, type Checkpoints } from "./audit-checkpoints.ts";
import { openAuditJournal, parseLine, type AuditJournal } from "./audit-journal.ts";
import { chainEntries, insertRecords, readHead } from "./audit-rows.ts";
import type { AuditLog, AuditPlace } from "./audit-log.ts";
import type { Database } from "./database.ts";
import { errorFields, log } from "./log.ts";

/** How long a record stays in the journal alone. */
const MOVE_EVERY_MS = 250;
const ROWS_PER_INSERT = 1000;

interface Waiting {
  readonly entry: AuditEntry;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** The audit log of the embedded database: append() waits for the journal, and the table follows within a quarter of a second. */
export async function openJournaledAuditLog(place: AuditPlace): Promise<AuditLog> {
  const journal = openAuditJournal(place.dataDir);
  const checkpoints = openCheckpoints(place);
  const moved = await moveLeftOver(place.database, journal);
  // Only what this installation wrote itself is ever signed: not whatever head the table happens to show.
  if (moved) checkpoints.reached(moved);
  const head = moved ?? (await readHead(place.database));
  return new JournaledAuditLog({ database: place.database, journal, checkpoints, head });
}

/** Brings in what a killed process left in the journal; returns its last record, or undefined when nothing was missing. */
async function moveLeftOver(database: Database, journal: AuditJournal): Promise<ChainHead | undefined> {
  const head = await readHead(database);
  const missing = journal.leftOver.filter(({ seq }) => seq > head.seq);
  for (let from = 0; from < missing.length; from += ROWS_PER_INSERT) {
    const lines = missing.slice(from, from + ROWS_PER_INSERT).map((record) => JSON.stringify(record));
    await insertRecords(database, lines);
  }
  journal.clear();
  return missing.at(-1);
}

class JournaledAuditLog implements AuditLog {
  readonly #database: Database;
  readonly #journal: AuditJournal;
  readonly #checkpoints: Checkpoints;
  readonly #timer: NodeJS.Timeout;
  #head: ChainHead;
  #waiting: Waiting[] = [];
  /** The active journal file has records that are not yet in the table. */
  #hasJournaled = false;
  /** Of the resting journal file, what is still on its way into the table; kept on disk till then, so that memory need not hold it. */
  #moving: readonly string[] = [];
  #move: Promise<void> | undefined;
  /** Set while the table takes nothing: then nothing new is recorded either, so that the fault cannot go unnoticed. */
  #fault: unknown;

  constructor(place: { database: Database; journal: AuditJournal; checkpoints: Checkpoints; head: ChainHead }) {
    this.#database = place.database;
    this.#journal = place.journal;
    this.#checkpoints = place.checkpoints;
    this.#head = place.head;
    this.#timer = setInterval(() => {
      void this.#moveAll();
    }, MOVE_EVERY_MS).unref();
  }

  append(entry: AuditEntry): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ entry, resolve, reject });
      // All records of one turn of the event loop go out in one write.
      if (this.#waiting.length === 1) {
        setImmediate(() => {
          this.#write();
        });
      }
    });
  }

  async settle(): Promise<void> {
    this.#write();
    // A move that is under way may have begun before the last records came.
    await this.#moveAll();
    await this.#moveAll();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.settle();
    await this.#checkpoints.close();
    this.#journal.close();
  }

  #write(): void {
    const batch = this.#waiting;
    this.#waiting = [];
    if (batch.length === 0) return;
    try {
      if (this.#fault !== undefined) throw new Error("The audit table takes no records", { cause: this.#fault });
      const entries = batch.map(({ entry }) => entry);
      const records = chainEntries(this.#head, entries, new Date().toISOString());
      this.#journal.append(records);
      this.#head = records.at(-1) ?? this.#head;
      this.#hasJournaled = true;
      for (const { resolve } of batch) resolve();
    } catch (error) {
      log.error("audit.write-failed", { rows: batch.length, ...errorFields(error) });
      for (const { reject } of batch) reject(error);
    }
  }

  #moveAll(): Promise<void> {
    this.#move ??= this.#moveJournaled().finally(() => {
      this.#move = undefined;
    });
    return this.#move;
  }

  async #moveJournaled(): Promise<void> {
    try {
      if (this.#moving.length === 0) {
        if (!this.#hasJournaled) return;
        this.#moving = this.#journal.turn();
        this.#hasJournaled = false;
      }
      while (this.#moving.length > 0) {
        const lines = this.#moving.slice(0, ROWS_PER_INSERT);
        await insertRecords(this.#database, lines);
        this.#moving = this.#moving.slice(lines.length);
        const last = lines.at(-1);
        if (last !== undefined) this.#checkpoints.reached(parseLine(last));
      }
      this.#journal.clearResting();
      this.#fault = undefined;
    } catch (error) {
      this.#fault = error;
      log.error("audit.table-failed", { rows: this.#moving.length, ...errorFields(error) });
    }
  }
}
