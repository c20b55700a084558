import { logProblem } from "#emulator/http/log.ts";
import type { Database } from "#emulator/store/database.ts";
import type { DatasetAddress } from "#emulator/services/stores/rows.ts";
import type { OperationRow } from "./operation-json.ts";
import type { ApiVersion, Job, JobError, Json, Progress } from "./runner.ts";

/** Counts reach the disk this often; a poll sees them at most so late. */
const FLUSH_MILLISECONDS = 250;
/** "Row count is capped per operation" (contract section 17.2); the counters stay exact. */
const MOST_ERROR_ROWS = 10_000;

interface Checkpoint {
  readonly state: unknown;
  readonly counter: Progress;
  /** Error rows beyond this id belong to work that will be done again. */
  readonly lastErrorId: number;
}

export interface RunStart {
  readonly database: Database;
  readonly now: () => number;
  readonly row: OperationRow;
  readonly dataset: DatasetAddress;
}

/** One run of one operation's worker: the worker's `Job`, and what it left to be written. */
export class OperationRun implements Job {
  readonly dataset: DatasetAddress;
  readonly request: Json;
  readonly apiVersion: ApiVersion;
  readonly state: unknown;
  readonly #database: Database;
  readonly #now: () => number;
  readonly #id: number;
  readonly #abort = new AbortController();
  #counter: Progress;
  #errors: JobError[] = [];
  #errorRows: number;
  #timer: NodeJS.Timeout | undefined;

  constructor({ database, now, row, dataset }: RunStart) {
    this.#database = database;
    this.#now = now;
    this.#id = row.id;
    this.dataset = dataset;
    this.request = JSON.parse(row.request) as Json;
    this.apiVersion = row.api_version === "v1beta1" ? "v1beta1" : "v1";
    const checkpoint = row.checkpoint === null ? undefined : (JSON.parse(row.checkpoint) as Checkpoint);
    this.state = checkpoint?.state;
    this.#counter = checkpoint?.counter ?? {};
    this.#errorRows = 0;
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  get counter(): Progress {
    return this.#counter;
  }

  abort(): void {
    this.#abort.abort();
  }

  progress(counts: Progress): void {
    this.#counter = { ...this.#counter, ...counts };
    this.#scheduleFlush();
  }

  reportError(error: JobError): void {
    if (this.#errorRows >= MOST_ERROR_ROWS) return;
    this.#errorRows += 1;
    this.#errors.push(error);
    this.#scheduleFlush();
  }

  async checkpoint(state: unknown, alongside?: () => void): Promise<void> {
    await this.#database.write(() => {
      alongside?.();
      this.writePending();
      const row = this.#database.get<{ last: number | null }>(
        "SELECT max(id) AS last FROM operation_errors WHERE operation = ?",
        this.#id,
      );
      const checkpoint: Checkpoint = { state, counter: this.#counter, lastErrorId: row?.last ?? 0 };
      this.#database.run("UPDATE operations SET checkpoint = ? WHERE id = ?", JSON.stringify(checkpoint), this.#id);
    });
  }

  /** Takes back what a former process wrote behind its last checkpoint, as this run does that work again. Call inside a write. */
  rewind(row: OperationRow): void {
    const lastErrorId = row.checkpoint === null ? 0 : (JSON.parse(row.checkpoint) as Checkpoint).lastErrorId;
    this.#database.run("DELETE FROM operation_errors WHERE operation = ? AND id > ?", this.#id, lastErrorId);
    this.#errorRows = this.#database.all("SELECT 1 FROM operation_errors WHERE operation = ?", this.#id).length;
    this.#database.run("UPDATE operations SET counter = ? WHERE id = ?", JSON.stringify(this.#counter), this.#id);
  }

  /** Writes counts and error rows. Call inside a write. When the operation is gone with its dataset, the worker is told to stop. */
  writePending(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const isThere =
      this.#database.run("UPDATE operations SET counter = ? WHERE id = ?", JSON.stringify(this.#counter), this.#id) > 0;
    if (!isThere) {
      this.abort();
      return;
    }
    const errors = this.#errors;
    this.#errors = [];
    for (const { source, resourceId, error } of errors) {
      this.#database.run(
        "INSERT INTO operation_errors (operation, source, resource_id, code, message, time) VALUES (?, ?, ?, ?, ?, ?)",
        this.#id,
        source,
        resourceId ?? null,
        error.code,
        error.message,
        this.#now(),
      );
    }
  }

  /** No more timers: the worker has returned. */
  settle(): void {
    clearTimeout(this.#timer);
    this.#counter = { ...this.#counter, pending: 0 };
  }

  #scheduleFlush(): void {
    this.#timer ??= setTimeout(() => {
      this.#database
        .write(() => {
          this.writePending();
        })
        .catch((error: unknown) => {
          logProblem("the progress of an operation was not written", error);
        });
    }, FLUSH_MILLISECONDS);
  }
}
