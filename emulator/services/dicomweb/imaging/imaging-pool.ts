import { Worker } from "node:worker_threads";
import { DicomError, type DicomProblem } from "#lib/dicom/data-set.ts";
import type { ScreenImage } from "#lib/dicom/render-pixels.ts";
import type { Window } from "#lib/dicom/grey-levels.ts";
import type { DecodedFrame } from "#emulator/services/dicomweb/pixels/decode-frame.ts";
import type { RewriteTask, RewrittenFile } from "#emulator/services/deid/dicom/rewrite-file.ts";
import type { IndexedInstance } from "./index-instance.ts";
import type { BulkLocation } from "./locate-bulk.ts";

/** What a thread can do with a file. Frames count from 1. */
export type ImagingTask =
  | { readonly kind: "index" }
  | { readonly kind: "render"; readonly frame: number; readonly window?: Window | undefined }
  | { readonly kind: "decode"; readonly frame: number }
  | { readonly kind: "locate"; readonly element: readonly string[] }
  | { readonly kind: "transcode"; readonly transferSyntax: string; readonly target: string }
  | { readonly kind: "deidentify"; readonly rewrite: RewriteTask };

export type ImagingResults = IndexedInstance | ScreenImage | DecodedFrame | BulkLocation | RewrittenFile | number;

export interface ImagingJob {
  readonly id: number;
  readonly task: ImagingTask;
  readonly path: string;
  /** A file name the thread may use meanwhile. */
  readonly scratch: string;
}

export interface ImagingAnswer {
  readonly id: number;
  readonly result?: ImagingResults;
  readonly refused?: { readonly problem: DicomProblem; readonly message: string };
}

/** Every function reads the file at `path` and rejects with DicomError, also when the file takes the thread down or takes too long. */
export interface ImagingPool {
  index(path: string): Promise<IndexedInstance>;
  render(path: string, frame: number, window?: Window): Promise<ScreenImage>;
  /** A frame without compression, little endian. */
  decode(path: string, frame: number): Promise<DecodedFrame>;
  /** @param element tag and item number (from 1) of each sequence around an element, and its tag */
  locate(path: string, element: readonly string[]): Promise<BulkLocation>;
  /** Writes the file in another transfer syntax to `target`, which is the caller's to remove. Resolves with its size. */
  transcode(path: string, transferSyntax: string, target: string): Promise<number>;
  /** Writes the file de-identified to the task's target, which is the caller's to remove or adopt. */
  deidentify(path: string, rewrite: RewriteTask): Promise<RewrittenFile>;
  close(): Promise<void>;
}

const THREADS = 2;
/** Longer than any real header takes on a slow disk; a deflated gigabyte needs some seconds. */
const DEADLINE_MILLISECONDS = 30_000;
const LIMITS = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 };

interface Waiting extends ImagingJob {
  resolve(result: ImagingResults): void;
  reject(error: Error): void;
}

/** Threads that start with the first file. @param scratchPath gives a new file name at each call */
export function openImagingPool(scratchPath: () => string): ImagingPool {
  const queue: Waiting[] = [];
  const threads = new Set<Thread>();
  let lastId = 0;
  let isClosed = false;

  const next = (): void => {
    if (isClosed || queue.length === 0) return;
    let idle = [...threads].find((thread) => !thread.isBusy);
    if (!idle && threads.size < THREADS) {
      const started = new Thread(next, () => threads.delete(started));
      threads.add(started);
      idle = started;
    }
    const job = idle && queue.shift();
    if (job) idle?.run(job);
  };
  const ask = <T extends ImagingResults>(path: string, task: ImagingTask): Promise<T> =>
    new Promise((resolve, reject) => {
      lastId += 1;
      // The worker answers each kind of task with its own kind of result.
      const settle = resolve as (result: ImagingResults) => void;
      queue.push({ id: lastId, task, path, scratch: scratchPath(), resolve: settle, reject });
      next();
    });

  return {
    index: (path) => ask(path, { kind: "index" }),
    render: (path, frame, window) => ask(path, { kind: "render", frame, window }),
    decode: (path, frame) => ask(path, { kind: "decode", frame }),
    locate: (path, element) => ask(path, { kind: "locate", element }),
    transcode: (path, transferSyntax, target) => ask(path, { kind: "transcode", transferSyntax, target }),
    deidentify: (path, rewrite) => ask(path, { kind: "deidentify", rewrite }),
    close: async () => {
      isClosed = true;
      await Promise.all([...threads].map((thread) => thread.stop()));
    },
  };
}

class Thread {
  readonly #worker = new Worker(new URL("./imaging-worker.ts", import.meta.url), {
    execArgv: [],
    resourceLimits: LIMITS,
  });
  readonly #onIdle: () => void;
  #job: Waiting | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(onIdle: () => void, onEnd: () => void) {
    this.#onIdle = onIdle;
    this.#worker.unref();
    this.#worker.on("message", (answer: ImagingAnswer) => {
      this.#settle(answer);
    });
    this.#worker.on("error", () => {
      this.#fail("The file cannot be read: it overtaxes the reader.");
    });
    this.#worker.once("exit", () => {
      onEnd();
      this.#fail("The file cannot be read: reading it took too long or too much memory.");
      onIdle();
    });
  }

  get isBusy(): boolean {
    return this.#job !== undefined;
  }

  run(job: Waiting): void {
    this.#job = job;
    this.#timer = setTimeout(() => void this.#worker.terminate(), DEADLINE_MILLISECONDS);
    const { id, task, path, scratch } = job;
    this.#worker.postMessage({ id, task, path, scratch } satisfies ImagingJob);
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #settle({ id, result, refused }: ImagingAnswer): void {
    const job = this.#job;
    if (job?.id !== id) return;
    clearTimeout(this.#timer);
    this.#job = undefined;
    if (result !== undefined) job.resolve(result);
    else job.reject(new DicomError(refused?.problem ?? "not-dicom", refused?.message ?? ""));
    this.#onIdle();
  }

  #fail(message: string): void {
    const job = this.#job;
    if (!job) return;
    clearTimeout(this.#timer);
    this.#job = undefined;
    job.reject(new DicomError("unreadable", message));
  }
}
