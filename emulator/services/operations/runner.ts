import type { DatasetAddress } from "#emulator/services/stores/rows.ts";

export type ApiVersion = "v1" | "v1beta1";
export type Json = Readonly<Record<string, unknown>>;

/** Absolute counts so far; a field left out keeps its last value. */
export interface Progress {
  readonly success?: number;
  readonly failure?: number;
  readonly pending?: number;
  readonly secondarySuccess?: number;
  readonly secondaryFailure?: number;
}

/** What went wrong with one input: the row that Google writes to Cloud Logging (contract section 17.2). */
export interface JobError {
  /** Where the input came from, e.g. `gs://bucket/file.ndjson:17`. Never patient data. */
  readonly source: string;
  readonly resourceId?: string;
  /** google.rpc.Code number and text. */
  readonly error: { readonly code: number; readonly message: string };
}

/** One run of a worker. After a restart the same operation runs again with the `state` of its last checkpoint. */
export interface Job {
  readonly dataset: DatasetAddress;
  readonly request: Json;
  readonly apiVersion: ApiVersion;
  /** What the last checkpoint saved, undefined in the first run. */
  readonly state: unknown;
  /** Counts as last persisted; a resumed worker goes on from them. */
  readonly counter: Progress;
  /** Aborts on cancel, when the dataset is deleted, and when the emulator closes. Stop soon and throw or return. */
  readonly signal: AbortSignal;
  /** Remembers counts; written to disk at most a few times a second, and with every checkpoint and at the end. */
  progress(counts: Progress): void;
  /** Keeps an error row. Rows are written with the next checkpoint or progress flush. */
  reportError(error: JobError): void;
  /**
   * Saves `state` (JSON), the counts and the error rows in one durable commit. Work before it is not done again.
   * @param alongside rows of the work itself, written in the same commit: either both are there after a crash or neither is
   */
  checkpoint(state: unknown, alongside?: () => void): Promise<void>;
}

/** Does the work and returns the fields of the operation's `response` (without `@type`). Throws to fail the operation. */
export type Worker = (job: Job) => Promise<Json>;

export interface OperationStart {
  readonly dataset: DatasetAddress;
  /** `google.cloud.healthcare.v1.fhir.FhirService.ImportResources` */
  readonly method: string;
  readonly request: Json;
  readonly apiVersion: ApiVersion;
  /** Rows that come into being together with the operation, in one commit: what it works on exists when it does, or neither does. */
  readonly alongside?: () => void;
}

export type CancelOutcome = "cancelled" | "missing" | "finished";

/** Long-running operations (contract section 5). */
export interface Operations {
  /** The worker of one method name, e.g. `google.cloud.healthcare.v1.fhir.FhirService.ImportResources`. Once per method. */
  registerWorker(method: string, worker: Worker): void;
  /** Records the operation durably, starts its worker and returns the operation's JSON. Missing dataset: 403. */
  start(start: OperationStart): Promise<Json>;
  /** Records an operation that is done already, for work that takes no time. Call it inside `database.write` of that work. */
  recordDone(start: OperationStart, response: Json): Json;
  /** Asks the worker to stop. The operation ends with error code 1 when the worker has stopped. */
  cancel(dataset: DatasetAddress, operation: string): Promise<CancelOutcome>;
}
