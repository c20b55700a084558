import { ProblemError } from "#lib/contract/problem.ts";
import { declareUtf8 } from "#lib/hl7v2/check-draft.ts";
import { decodeBytes } from "#lib/hl7v2/decode-bytes.ts";
import { createFeedSplitter, type FeedPiece } from "#lib/hl7v2/feed-splitter.ts";
import { draftBytes, type Terminator } from "#lib/hl7v2/inspect-draft.ts";
import { summariseMessage } from "#lib/hl7v2/message-summary.ts";
import { sendMessage, type SendOutcome } from "./hl7v2-send.ts";

export type MessageOutcome = "stored" | "known" | "refused";

/** What became of one message of a file. */
export interface MessageVerdict {
  readonly file: string;
  /** Line where it begins, from 1. */
  readonly line: number;
  readonly controlId: string;
  readonly outcome: MessageOutcome;
  /** Why it was refused, or what was changed on the way in. */
  readonly reason: string;
  /** Id in the store; undefined when refused. */
  readonly id: string | undefined;
  /** As it stood in the file, kept of refused ones: the store keeps nothing of them. */
  readonly source: Uint8Array<ArrayBuffer> | undefined;
}

export type FeedUploadEvent =
  | { readonly kind: "read"; readonly bytes: number }
  | { readonly kind: "verdict"; readonly verdict: MessageVerdict }
  | { readonly kind: "note"; readonly text: string };

export interface FeedUpload {
  readonly store: string;
  readonly files: readonly File[];
  /** What the store's parser reads; undefined sends every byte as it stands. */
  readonly terminator: Terminator | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** Aborted: nothing more is sent; what is under way finishes, so that every message sent has its verdict. */
  readonly signal: AbortSignal;
  /** Resolves when sending may go on. */
  readonly untilGo: () => Promise<void>;
  readonly onEvent: (event: FeedUploadEvent) => void;
}

/** A browser opens six connections to one host: two are left for the person. */
const AT_ONCE = 4;
/** After HTTP 429 or 503, milliseconds; the API did nothing then, so sending again is safe. */
const RETRY_DELAYS = [1_000, 3_000, 8_000];
/** Clocks of browser and API may differ so much before a message passes for one that was there before. */
const CLOCK_SLACK_MS = 60_000;

/**
 * Ingests the messages of files, streaming, four at a time. Rejects with ProblemError when the whole upload cannot go on (signed out, no
 * permission, production locked, server not reachable).
 */
export async function uploadFeed(upload: FeedUpload): Promise<void> {
  const underWay = new Set<Promise<void>>();
  const state: { failure?: Error } = {};
  const startedAt = Date.now();
  const send = async (file: File, piece: FeedPiece): Promise<void> => {
    await upload.untilGo();
    while (underWay.size >= AT_ONCE) await Promise.race(underWay);
    if (state.failure) throw state.failure;
    if (upload.signal.aborted) return;
    const task: Promise<void> = sendPiece(upload, { file, piece, startedAt })
      .catch((error: unknown) => {
        state.failure ??= error instanceof Error ? error : new Error("The upload stopped.", { cause: error });
      })
      .finally(() => underWay.delete(task));
    underWay.add(task);
  };
  try {
    for (const file of upload.files) await readFile(upload, file, send);
  } finally {
    await Promise.all(underWay);
  }
  if (state.failure) throw state.failure;
}

async function readFile(
  upload: FeedUpload,
  file: File,
  send: (file: File, piece: FeedPiece) => Promise<void>,
): Promise<void> {
  const splitter = createFeedSplitter();
  const reader = file.stream().getReader();
  let count = 0;
  /** Bytes that were read and not yet told: they count as their messages are sent. */
  let untold = 0;
  const tell = (bytes: number) => {
    const told = Math.min(untold, bytes);
    untold -= told;
    upload.onEvent({ kind: "read", bytes: told });
  };
  try {
    while (!upload.signal.aborted) {
      const { done, value } = await reader.read();
      untold += value?.length ?? 0;
      for (const piece of done ? splitter.end() : splitter.push(value)) {
        count += 1;
        await send(file, piece);
        tell(piece.bytes.length);
      }
      if (done) break;
    }
  } finally {
    await reader.cancel();
  }
  tell(untold);
  for (const problem of splitter.problems) upload.onEvent({ kind: "note", text: `${file.name}: ${problem}` });
  if (count === 0 && !upload.signal.aborted)
    upload.onEvent({ kind: "note", text: `${file.name}: no line begins with MSH, so there is no message in it.` });
}

interface PlacedPiece {
  readonly file: File;
  readonly piece: FeedPiece;
  readonly startedAt: number;
}

async function sendPiece(upload: FeedUpload, { file, piece, startedAt }: PlacedPiece): Promise<void> {
  const place = { file: file.name, line: piece.line };
  const { text, encoding } = decodeBytes(piece.bytes);
  const { controlId } = summariseMessage(text);
  const verdict = (rest: Omit<MessageVerdict, "file" | "line" | "controlId">) =>
    upload.onEvent({ kind: "verdict", verdict: { ...place, controlId, ...rest } });
  if (piece.kind === "stray") {
    verdict({
      outcome: "refused",
      reason: "This line belongs to no message: it stands before any MSH.",
      id: undefined,
      source: undefined,
    });
    return;
  }
  const { bytes, change } = prepared(piece.bytes, { text, encoding }, upload.terminator);
  const outcome = await sendPatiently(upload, bytes);
  if (outcome.kind === "refused") {
    verdict({ outcome: "refused", reason: outcome.problem.message, id: undefined, source: piece.bytes });
    return;
  }
  const isKnown = Date.parse(outcome.createTime) < startedAt - CLOCK_SLACK_MS;
  verdict({
    outcome: isKnown ? "known" : "stored",
    reason: isKnown ? "The store had these bytes already." : change,
    id: outcome.id,
    source: undefined,
  });
}

/** The bytes as the store reads them, and what was done to them. */
function prepared(
  bytes: Uint8Array<ArrayBuffer>,
  { text, encoding }: { readonly text: string; readonly encoding: string },
  terminator: Terminator | undefined,
): { readonly bytes: Uint8Array<ArrayBuffer>; readonly change: string } {
  if (terminator === undefined) return { bytes, change: "" };
  const isUtf8 = encoding === "UTF-8";
  const lines = text.replace(/\r\n|\r|\n/g, "\n");
  const sent = draftBytes(isUtf8 ? lines : declareUtf8(lines), terminator);
  const isSame = sent.length === bytes.length && sent.every((byte, at) => byte === bytes[at]);
  if (isSame) return { bytes, change: "" };
  return {
    bytes: sent,
    change: isUtf8
      ? "Line ends changed to what the store reads."
      : `Changed from ${encoding} to UTF-8, MSH-18 with it.`,
  };
}

async function sendPatiently({ store, headers }: FeedUpload, bytes: Uint8Array): Promise<SendOutcome> {
  for (const delay of RETRY_DELAYS) {
    try {
      return await sendMessage(store, { bytes, verb: "ingest" }, headers);
    } catch (error) {
      if (!(error instanceof ProblemError) || ![429, 503].includes(error.problem.status)) throw error;
      await new Promise((resolve) => setTimeout(resolve, delay));
    }
  }
  return sendMessage(store, { bytes, verb: "ingest" }, headers);
}
