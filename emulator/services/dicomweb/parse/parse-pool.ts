import { Worker } from "node:worker_threads";
import { DicomError, type DicomProblem } from "#lib/dicom/data-set.ts";
import type { IndexedInstance } from "./index-instance.ts";

export interface ParseJob {
  readonly id: number;
  readonly path: string;
  /** A file name the thread may use meanwhile. */
  readonly scratch: string;
}

export interface ParseAnswer {
  readonly id: number;
  readonly indexed?: IndexedInstance;
  readonly refused?: { readonly problem: DicomProblem; readonly message: string };
}

export interface ParsePool {
  /** Reads and indexes a file. Rejects with DicomError, also when the file takes the thread down or takes too long. */
  index(path: string, scratch: string): Promise<IndexedInstance>;
  close(): Promise<void>;
}

const THREADS = 2;
/** Longer than any real header takes on a slow disk; a deflated gigabyte needs some seconds. */
const DEADLINE_MILLISECONDS = 30_000;
const LIMITS = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 };

interface Waiting extends ParseJob {
  resolve(indexed: IndexedInstance): void;
  reject(error: Error): void;
}

/** Threads that start with the first file. */
export function openParsePool(): ParsePool {
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

  return {
    index: (path, scratch) =>
      new Promise((resolve, reject) => {
        lastId += 1;
        queue.push({ id: lastId, path, scratch, resolve, reject });
        next();
      }),
    close: async () => {
      isClosed = true;
      await Promise.all([...threads].map((thread) => thread.stop()));
    },
  };
}

class Thread {
  readonly #worker = new Worker(new URL("./parse-worker.ts", import.meta.url), {
    execArgv: [],
    resourceLimits: LIMITS,
  });
  readonly #onIdle: () => void;
  #job: Waiting | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(onIdle: () => void, onEnd: () => void) {
    this.#onIdle = onIdle;
    this.#worker.unref();
    this.#worker.on("message", (answer: ParseAnswer) => {
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
    const { id, path, scratch } = job;
    this.#worker.postMessage({ id, path, scratch } satisfies ParseJob);
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #settle({ id, indexed, refused }: ParseAnswer): void {
    const job = this.#job;
    if (job?.id !== id) return;
    clearTimeout(this.#timer);
    this.#job = undefined;
    if (indexed) job.resolve(indexed);
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
