import { ProblemError } from "#lib/contract/problem.ts";
import type { FailedInstance, StoreAnswer, StoredInstance } from "#lib/dicom/store-answer.ts";
import { storeInstances } from "./dicom-store.ts";
import type { ImageUpload, ImageVerdict, ReadyImage } from "./image-upload.ts";
import { KnownInstances } from "./known-instances.ts";
import { replaceInstance } from "./replace-instance.ts";

/** Small files share a request; a large one goes alone. */
const BATCH_FILES = 20;
const BATCH_BYTES = 8_000_000;
/** A browser opens six connections to one host; the person wants to look at something meanwhile. */
const REQUESTS_AT_ONCE = 3;
type Judgement = Pick<ImageVerdict, "outcome" | "reason" | "study">;

/** Packs DICOM files into STOW-RS requests, keeps a few under way and says of every file what became of it. */
export class ImageSender {
  private readonly upload: ImageUpload;
  private readonly known: KnownInstances;
  private batch: ReadyImage[] = [];
  private batchBytes = 0;
  private readonly underWay = new Set<Promise<void>>();
  private readonly instancesUnderWay = new Set<string>();
  private failure: Error | undefined;

  constructor(upload: ImageUpload) {
    this.upload = upload;
    this.known = new KnownInstances(upload.store);
  }

  /** Returns as soon as another file may be prepared. Rejects when the upload cannot go on. */
  async take(image: ReadyImage): Promise<void> {
    // An answer names files by their instance: one without a readable UID, or with the same, goes in a request of its own.
    const isAlone = image.uids === undefined || image.file.size > BATCH_BYTES;
    // Of two files with the same UIDs the first is to win.
    if (image.uids && this.instancesUnderWay.has(image.uids.instance)) await this.settle();
    if (isAlone) return this.send([image]);
    const isTwice = this.batch.some(({ uids }) => uids?.instance === image.uids?.instance);
    if (isTwice) {
      await this.flush();
      await this.settle();
    }
    if (this.batchBytes + image.file.size > BATCH_BYTES || this.batch.length >= BATCH_FILES) await this.flush();
    this.batch.push(image);
    this.batchBytes += image.file.size;
  }

  /** Sends what waits for company. */
  async flush(): Promise<void> {
    const { batch } = this;
    this.batch = [];
    this.batchBytes = 0;
    if (batch.length > 0) await this.send(batch);
  }

  /** Waits for what is under way. Rejects with what ended the upload. */
  async settle(): Promise<void> {
    while (this.underWay.size > 0) await Promise.race(this.underWay);
    if (this.failure) throw this.failure;
  }

  private async send(images: readonly ReadyImage[]): Promise<void> {
    await this.upload.untilGo();
    while (this.underWay.size >= REQUESTS_AT_ONCE) await Promise.race(this.underWay);
    if (this.failure) throw this.failure;
    if (this.upload.signal.aborted) return;
    const instances = images.flatMap(({ uids }) => uids?.instance ?? []);
    for (const instance of instances) this.instancesUnderWay.add(instance);
    const request: Promise<void> = this.perform(images)
      .catch((error: unknown) => {
        this.failure ??= error instanceof Error ? error : new Error("The upload stopped.", { cause: error });
      })
      .finally(() => {
        this.underWay.delete(request);
        for (const instance of instances) this.instancesUnderWay.delete(instance);
      });
    this.underWay.add(request);
  }

  private async perform(images: readonly ReadyImage[]): Promise<void> {
    const weight = images.reduce((sum, image) => sum + image.weight, 0);
    const meter = new Meter(weight, (bytes) => this.upload.onEvent({ kind: "sent", bytes }));
    let answer: StoreAnswer;
    try {
      // Before the request: afterwards they are all there.
      for (const { uids } of images) if (uids) await this.known.of(uids.study);
      answer = await this.post(images, meter);
    } catch (error) {
      return await this.fail(images, error);
    } finally {
      meter.end();
    }
    const unnamed: ReadyImage[] = [];
    for (const image of images) {
      const judgement = await this.judge(image, answer, images.length === 1);
      if (judgement) this.report(image, judgement);
      else unnamed.push(image);
    }
    await this.performEach(unnamed);
  }

  private post(images: readonly ReadyImage[], meter: Meter): Promise<StoreAnswer> {
    const { store, headers, signal } = this.upload;
    const files = images.map(({ file }) => file);
    return storeInstances(store, files, {
      headers,
      signal: images.length === 1 ? signal : NEVER,
      onSent: (share) => meter.at(share),
    });
  }

  /** Whatever the answer to several does not tell, the answers to each do. */
  private async performEach(images: readonly ReadyImage[]): Promise<void> {
    for (const image of images) await this.perform([{ ...image, weight: 0 }]);
  }

  private async fail(images: readonly ReadyImage[], error: unknown): Promise<void> {
    if (isBrokenOff(error)) {
      for (const image of images) this.report(image, refusal("Stopped on its way: nothing of it is stored."));
      return;
    }
    if (!(error instanceof ProblemError)) throw error;
    if (images.length > 1 && !endsUpload(error)) return this.performEach(images);
    for (const image of images) this.report(image, refusal(error.problem.message));
    if (endsUpload(error)) throw error;
  }

  /** Undefined when an answer to several files does not name this one. */
  private async judge(image: ReadyImage, answer: StoreAnswer, isAlone: boolean): Promise<Judgement | undefined> {
    const isIt = (item: StoredInstance | FailedInstance): boolean => item.instance === image.uids?.instance;
    const stored = answer.stored.find(isIt) ?? (isAlone ? answer.stored[0] : undefined);
    const failed = answer.failed.find(isIt) ?? (isAlone ? answer.failed[0] : undefined);
    if (failed) {
      if (!failed.isConflict) return refusal(failed.reason);
      const isReplacing = this.upload.isReplacing === true && image.uids !== undefined;
      return isReplacing
        ? this.replace(image.file, image.uids)
        : { outcome: "conflict", reason: failed.reason, study: image.uids?.study };
    }
    if (!stored) return isAlone ? refusal("The store's answer does not tell what became of it.") : undefined;
    return this.judgeStored(image, stored);
  }

  private async judgeStored({ uids }: ReadyImage, { warning }: StoredInstance): Promise<Judgement> {
    const known = uids && (await this.known.of(uids.study));
    const wasKnown = uids !== undefined && known?.has(uids.instance) === true;
    if (uids) known?.add(uids.instance);
    if (warning !== undefined) return { outcome: "changed", reason: warning, study: uids?.study };
    return wasKnown
      ? { outcome: "known", reason: "The store had the same bytes already.", study: uids.study }
      : { outcome: "stored", reason: "", study: uids?.study };
  }

  private async replace(file: Blob, uids: NonNullable<ReadyImage["uids"]>): Promise<Judgement> {
    const { store, headers } = this.upload;
    const series = { store, study: uids.study, series: uids.series };
    const { kind, reason } = await replaceInstance({ series, instance: uids.instance, file, headers });
    if (kind === "done")
      return { outcome: "replaced", reason: "What was stored under its UIDs is deleted.", study: uids.study };
    const fate =
      kind === "back"
        ? "What was stored before is there again."
        : "What was stored before is deleted, and could not be stored again.";
    return refusal(`${reason} ${fate}`);
  }

  private report({ path, file }: ReadyImage, { outcome, reason, study }: Judgement): void {
    const verdict = {
      path,
      outcome,
      reason,
      study,
      source: outcome === "refused" || outcome === "conflict" ? { path, file } : undefined,
    };
    this.upload.onEvent({ kind: "verdict", verdict });
  }
}

/** Of a request with several files some may be stored already; it is short, and finishes. */
const NEVER = new AbortController().signal;

/** Tells the bytes of one request as they leave, in all never more or less than its weight. */
class Meter {
  private told = 0;
  private readonly weight: number;
  private readonly tell: (bytes: number) => void;

  constructor(weight: number, tell: (bytes: number) => void) {
    this.weight = weight;
    this.tell = tell;
  }

  at(share: number): void {
    const now = Math.round(this.weight * Math.min(1, share));
    if (now > this.told) this.tell(now - this.told);
    this.told = Math.max(this.told, now);
  }

  end(): void {
    this.at(1);
  }
}

function refusal(reason: string): Judgement {
  return { outcome: "refused", reason, study: undefined };
}

function isBrokenOff(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}

/** The next request would meet the same: the door is shut, not this file refused. */
function endsUpload({ problem: { hop, status, code } }: ProblemError): boolean {
  return hop === "browser" || code === "FAILED_PRECONDITION" || [401, 403, 404, 502, 503, 504].includes(status);
}
