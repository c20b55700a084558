import { randomBytes } from "node:crypto";
import { GoogleError, rpcCode } from "#emulator/http/errors.ts";
import { logProblem } from "#emulator/http/log.ts";
import type { Database } from "#emulator/store/database.ts";
import { BucketError } from "#emulator/store/bucket-uri.ts";
import type { DatasetAddress } from "#emulator/services/stores/rows.ts";
import { datasetName } from "#emulator/services/stores/require-store.ts";
import { operationJson, type OperationRow } from "./operation-json.ts";
import { OperationRun } from "./operation-run.ts";
import type { CancelOutcome, Json, Operations, OperationStart, Worker } from "./runner.ts";

export interface OperationEngine extends Operations {
  /** Runs what a former process left unfinished. Once, after all workers are registered. */
  resume(): Promise<void>;
  /** Tells all workers to stop and waits for them. What they had not finished goes on at the next resume(). */
  close(): Promise<void>;
}

export interface OperationSetting {
  readonly database: Database;
  readonly now: () => number;
  readonly origin: () => string;
}

/** "Retention about 30 days" (contract section 5). */
const RETENTION_MILLISECONDS = 30 * 24 * 60 * 60 * 1000;
const CANCELLED = { code: 1, message: "The operation was cancelled." };

/** Operations as rows of the database, and their workers as promises of this process. */
export function createOperations(setting: OperationSetting): OperationEngine {
  return new Engine(setting);
}

interface Active {
  readonly run: OperationRun;
  readonly settled: Promise<void>;
}

class Engine implements OperationEngine {
  readonly #setting: OperationSetting;
  readonly #database: Database;
  readonly #workers = new Map<string, Worker>();
  readonly #active = new Map<number, Active>();
  #isClosing = false;

  constructor(setting: OperationSetting) {
    this.#setting = setting;
    this.#database = setting.database;
  }

  registerWorker(method: string, worker: Worker): void {
    if (this.#workers.has(method)) throw new Error(`Two workers for ${method}`);
    this.#workers.set(method, worker);
  }

  async start(start: OperationStart): Promise<Json> {
    const row = await this.#database.write(() => {
      start.alongside?.();
      return this.#insert(start);
    });
    this.#launch(row, start.dataset);
    return this.#json(row, start.dataset);
  }

  recordDone(start: OperationStart, response: Json): Json {
    const row = { ...this.#insert(start), ended: this.#setting.now(), response: JSON.stringify(response) };
    this.#database.run("UPDATE operations SET ended = ?, response = ? WHERE id = ?", row.ended, row.response, row.id);
    return this.#json(row, start.dataset);
  }

  async cancel(dataset: DatasetAddress, operation: string): Promise<CancelOutcome> {
    const row = findOperation(this.#database, dataset, operation);
    if (!row) return "missing";
    if (row.ended !== null) return "finished";
    await this.#database.write(() =>
      this.#database.run("UPDATE operations SET cancel_requested = 1 WHERE id = ?", row.id),
    );
    this.#active.get(row.id)?.run.abort();
    return "cancelled";
  }

  async resume(): Promise<void> {
    await this.#database.write(() => {
      this.#forgetOld();
    });
    const unfinished = this.#database.all<OperationRow & { project: string; location: string; dataset: string }>(
      "SELECT operations.*, project, location, datasets.dataset_id AS dataset FROM operations JOIN datasets ON datasets.id = operations.dataset_id WHERE ended IS NULL ORDER BY operations.id",
    );
    for (const row of unfinished) {
      const { project, location, dataset } = row;
      if (row.cancel_requested === 0) this.#launch(row, { project, location, dataset });
      else await this.#end(row.id, { error: CANCELLED });
    }
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    for (const { run } of this.#active.values()) run.abort();
    await Promise.all([...this.#active.values()].map(({ settled }) => settled));
  }

  #launch(row: OperationRow, dataset: DatasetAddress): void {
    const run = new OperationRun({ ...this.#setting, row, dataset });
    this.#active.set(row.id, { run, settled: this.#work(row, run) });
  }

  async #work(row: OperationRow, run: OperationRun): Promise<void> {
    try {
      await this.#database.write(() => {
        run.rewind(row);
      });
      const worker = this.#workers.get(row.method);
      if (!worker) throw new GoogleError("UNIMPLEMENTED", `The emulator does not implement ${row.method}.`);
      const response = await worker(run);
      await this.#end(row.id, { response }, run);
    } catch (error) {
      await this.#fail(row, run, error);
    } finally {
      this.#active.delete(row.id);
    }
  }

  async #fail(row: OperationRow, run: OperationRun, error: unknown): Promise<void> {
    try {
      const isCancelled =
        this.#database.get("SELECT 1 FROM operations WHERE id = ? AND cancel_requested = 1", row.id) !== undefined;
      // Closing is no end: the operation stays unfinished and goes on with the next process.
      if (run.signal.aborted && this.#isClosing && !isCancelled) {
        run.settle();
        return;
      }
      await this.#end(row.id, { error: isCancelled && run.signal.aborted ? CANCELLED : statusOf(error, row) }, run);
    } catch (failure) {
      logProblem(`the end of operation ${row.operation_id} was not written`, failure);
    }
  }

  /** The request of a de-identification goes with its checkpoint: both may hold a key. */
  async #end(id: number, end: { response?: Json; error?: object }, run?: OperationRun): Promise<void> {
    await this.#database.write(() => {
      run?.settle();
      run?.writePending();
      this.#database.run(
        "UPDATE operations SET ended = ?, response = ?, error = ?, checkpoint = NULL, request = CASE WHEN method LIKE '%eidentify%' THEN '{}' ELSE request END WHERE id = ?",
        this.#setting.now(),
        end.response ? JSON.stringify(end.response) : null,
        end.error ? JSON.stringify(end.error) : null,
        id,
      );
    });
  }

  #insert(start: OperationStart): OperationRow {
    const { project, location, dataset } = start.dataset;
    const found = this.#database.get<{ id: number }>(
      "SELECT id FROM datasets WHERE project = ? AND location = ? AND dataset_id = ?",
      project,
      location,
      dataset,
    );
    if (!found) {
      const name = datasetName(start.dataset);
      throw new GoogleError(
        "PERMISSION_DENIED",
        `Permission 'healthcare.datasets.get' denied on resource '${name}' (or it may not exist).`,
      );
    }
    this.#forgetOld();
    const operationId = String(randomBytes(8).readBigUInt64BE() >> 1n);
    this.#database.run(
      "INSERT INTO operations (dataset_id, operation_id, method, api_version, request, created) VALUES (?, ?, ?, ?, ?, ?)",
      found.id,
      operationId,
      start.method,
      start.apiVersion,
      JSON.stringify(start.request),
      this.#setting.now(),
    );
    const row = this.#database.get<OperationRow>("SELECT * FROM operations WHERE operation_id = ?", operationId);
    if (!row) throw new Error("The operation just written is not there");
    return row;
  }

  #forgetOld(): void {
    this.#database.run(
      "DELETE FROM operations WHERE ended IS NOT NULL AND created < ?",
      this.#setting.now() - RETENTION_MILLISECONDS,
    );
  }

  #json(row: OperationRow, dataset: DatasetAddress): Json {
    return operationJson(row, datasetName(dataset), this.#setting.origin());
  }
}

/** The row of an operation by its name, or undefined. */
export function findOperation(
  database: Database,
  { project, location, dataset }: DatasetAddress,
  operation: string,
): OperationRow | undefined {
  return database.get<OperationRow>(
    "SELECT operations.* FROM operations JOIN datasets ON datasets.id = operations.dataset_id WHERE project = ? AND location = ? AND datasets.dataset_id = ? AND operation_id = ?",
    project,
    location,
    dataset,
    operation,
  );
}

function statusOf(error: unknown, row: OperationRow): { code: number; message: string } {
  if (error instanceof GoogleError || error instanceof BucketError)
    return { code: rpcCode(error.status), message: error.message };
  logProblem(`operation ${row.operation_id} failed`, error);
  return { code: rpcCode("INTERNAL"), message: "Internal error encountered." };
}
