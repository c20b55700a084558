import { ProblemError } from "#lib/contract/problem.ts";
import { batchText, type UploadEntry, type UploadPiece } from "#lib/fhir/plan-upload.ts";
import {
  readVerdicts,
  refusedTransaction,
  refusedVerdict,
  withoutBatchPlace,
  type EntryVerdict,
} from "#lib/fhir/upload-verdict.ts";
import { apiPath } from "./api-path.ts";
import { callGateway } from "./gateway.ts";
import type { FileVerdict, Upload } from "./upload-events.ts";

const BATCH_ENTRIES = 100;
/** Characters of one batch; a single larger resource goes alone. */
const BATCH_LENGTH = 4_000_000;
const REQUESTS_AT_ONCE = 2;
/** After HTTP 429 or 503, milliseconds; the API did nothing then, so sending again is safe. */
const RETRY_DELAYS = [1_000, 3_000, 8_000];

interface Placed {
  readonly file: string;
  readonly entry: UploadEntry;
}

interface SendTask {
  readonly body: string;
  readonly entries: readonly Placed[];
  readonly type: "batch" | "transaction";
  /** Packed here: a place such as `entry[64]` in the server's words is none of the file's. */
  readonly isPacked: boolean;
  /** What is refused for now gets another turn when all else is in. */
  readonly mayDefer: boolean;
}

/** What waits for its second turn, with the verdict it has if there is none. */
interface Deferred {
  readonly task: SendTask;
  readonly verdicts: readonly EntryVerdict[];
}

/** Packs entries into batches and keeps at most two requests under way. */
export class UploadSender {
  private readonly upload: Upload;
  private batch: Placed[] = [];
  private batchLength = 0;
  private deferred: Deferred[] = [];
  private storedCount = 0;
  private readonly underWay = new Set<Promise<void>>();
  private failure: Error | undefined;

  constructor(upload: Upload) {
    this.upload = upload;
  }

  async take(file: string, piece: UploadPiece): Promise<void> {
    switch (piece.kind) {
      case "entry":
        return this.add({ file, entry: piece.entry });
      case "bundle": {
        await this.flush();
        const entries = piece.entries.map((entry) => ({ file, entry }));
        return this.send({ body: piece.text, entries, type: piece.type, isPacked: false, mayDefer: true });
      }
      case "note":
        return this.upload.onEvent({ kind: "note", file, message: piece.message });
      case "refused": {
        const placed = { file, entry: { name: "", line: piece.line, text: piece.text } };
        return this.report([placed], [refusedVerdict(0, piece.message)]);
      }
    }
  }

  /**
   * Sends what is left; then, as long as it helps, what waited for something it refers to. Files of a bulk export come in any order, and
   * Synthea's patients name hospitals that another file brings.
   */
  async finish(): Promise<void> {
    await this.flush();
    await this.settle();
    let isWorthIt = this.storedCount > 0;
    while (this.deferred.length > 0) {
      const waiting = this.deferred;
      this.deferred = [];
      const storedBefore = this.storedCount;
      for (const { task, verdicts } of waiting) {
        if (this.upload.signal.aborted || !isWorthIt) this.report(task.entries, verdicts);
        else await this.send(task);
      }
      await this.settle();
      isWorthIt = this.storedCount > storedBefore;
    }
  }

  async settle(): Promise<void> {
    while (this.underWay.size > 0) await Promise.race(this.underWay);
    if (this.failure) throw this.failure;
  }

  private async add(placed: Placed): Promise<void> {
    this.batch.push(placed);
    this.batchLength += placed.entry.text.length;
    if (this.batch.length >= BATCH_ENTRIES || this.batchLength >= BATCH_LENGTH) await this.flush();
  }

  private async flush(): Promise<void> {
    const entries = this.batch;
    this.batch = [];
    this.batchLength = 0;
    if (entries.length > 0) await this.send(batchTask(entries));
  }

  /** Returns as soon as another request may be prepared. */
  private async send(task: SendTask): Promise<void> {
    while (this.underWay.size >= REQUESTS_AT_ONCE) await Promise.race(this.underWay);
    if (this.failure) throw this.failure;
    if (this.upload.signal.aborted) return;
    const request: Promise<void> = this.perform(task)
      .catch((error: unknown) => {
        this.failure ??= error instanceof Error ? error : new Error("The upload stopped.", { cause: error });
      })
      .finally(() => this.underWay.delete(request));
    this.underWay.add(request);
  }

  private async perform(task: SendTask): Promise<void> {
    try {
      const response = await postBundle(this.upload, task.body);
      const verdicts = readVerdicts(await response.json(), task.entries.length);
      this.judge(task, task.isPacked ? verdicts.map(withoutBatchPlace) : verdicts);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      const { status, message } = error.problem;
      const count = task.entries.length;
      const refusals = Array.from({ length: count }, () => refusedVerdict(status, message));
      const verdicts = task.type === "transaction" ? refusedTransaction(status, message, count) : refusals;
      // A transaction refused whole has stored nothing, so sending it again is safe.
      if (task.type === "transaction" && task.mayDefer && !endsUpload(error)) this.deferred.push({ task, verdicts });
      else this.report(task.entries, verdicts);
      if (endsUpload(error)) throw error;
    }
  }

  private judge(task: SendTask, verdicts: readonly EntryVerdict[]): void {
    const isDeferred = (_: unknown, index: number): boolean =>
      task.mayDefer && verdicts[index]?.isMissingReference === true;
    const isFinal = (_: unknown, index: number): boolean => !isDeferred(_, index);
    const waiting = task.entries.filter(isDeferred);
    if (waiting.length > 0) this.deferred.push({ task: batchTask(waiting), verdicts: verdicts.filter(isDeferred) });
    this.report(task.entries.filter(isFinal), verdicts.filter(isFinal));
  }

  private report(entries: readonly Placed[], verdicts: readonly EntryVerdict[]): void {
    const placed = entries.flatMap(({ file, entry }, index): FileVerdict[] => {
      const verdict = verdicts[index];
      const source = verdict?.outcome === "refused" && entry.name !== "" ? entry.text : undefined;
      return verdict ? [{ ...verdict, file, line: entry.line, name: entry.name, source }] : [];
    });
    this.storedCount += placed.filter((verdict) => verdict.outcome !== "refused").length;
    this.upload.onEvent({ kind: "verdicts", verdicts: placed });
  }
}

function batchTask(entries: readonly Placed[]): SendTask {
  return {
    body: batchText(entries.map((placed) => placed.entry)),
    entries,
    type: "batch",
    isPacked: true,
    mayDefer: true,
  };
}

async function postBundle(upload: Upload, body: string): Promise<Response> {
  const call = { method: "POST", headers: { "content-type": "application/fhir+json", ...upload.headers }, body };
  for (const delay of RETRY_DELAYS) {
    try {
      return await callGateway(apiPath(upload.store, "/fhir"), call);
    } catch (error) {
      if (!(error instanceof ProblemError) || ![429, 503].includes(error.problem.status)) throw error;
      await new Promise((resolve) => setTimeout(resolve, delay));
    }
  }
  return callGateway(apiPath(upload.store, "/fhir"), call);
}

/** The next request would meet the same: the door is shut, not this content refused. An OperationOutcome (`at`) speaks of content. */
function endsUpload(error: ProblemError): boolean {
  const { hop, status, code, at } = error.problem;
  if (status === 404) return at === undefined;
  return hop === "browser" || code === "FAILED_PRECONDITION" || [401, 403, 502, 503, 504].includes(status);
}
