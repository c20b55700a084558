import { itemsOf, numberOf, textOf, type DicomAttributes } from "./attributes.ts";

/** An instance that a store took. */
export interface StoredInstance {
  readonly instance: string;
  /** What the store changed of it, in words; undefined when it is stored as sent. */
  readonly warning: string | undefined;
}

/** An instance that a store refused. */
export interface FailedInstance {
  /** Undefined when the store could not read it. */
  readonly instance: string | undefined;
  /** An instance with these UIDs and other bytes is in the store: it stays as it was. */
  readonly isConflict: boolean;
  readonly reason: string;
}

/** What a store says of the instances that were sent to it. */
export interface StoreAnswer {
  readonly stored: readonly StoredInstance[];
  readonly failed: readonly FailedInstance[];
}

/** google.rpc.Code ALREADY_EXISTS */
const ALREADY_EXISTS = 6;
/** PS3.7 C.5.6 */
const DUPLICATE_INSTANCE = 0x0111;

/** Reads the Store Instances Response Module of a STOW-RS answer (PS3.18 I.2) with the details that the API adds (contract 10.6). */
export function readStoreAnswer(answer: DicomAttributes): StoreAnswer {
  return {
    stored: itemsOf(answer, "00081199").map((item) => ({
      instance: textOf(item, "00081155") ?? "",
      warning: warningOf(numberOf(item, "00081196")),
    })),
    failed: itemsOf(answer, "00081198").map(readFailure),
  };
}

/** Warning reasons of PS3.18 table I.2-1, in words. */
function warningOf(reason: number | undefined): string | undefined {
  if (reason === undefined) return undefined;
  const words: Readonly<Record<number, string>> = {
    0xb000: "The store changed values of it (coercion of data elements).",
    0xb006: "The store left some of its elements out.",
    0xb007: "It is stored, although it does not fit its SOP class.",
  };
  return words[reason] ?? `Stored with a warning (${hex(reason)}).`;
}

function readFailure(item: DicomAttributes): FailedInstance {
  const reason = numberOf(item, "00081197");
  const detail = readDetail(item);
  return {
    instance: textOf(item, "00081155"),
    isConflict: detail.code === ALREADY_EXISTS || reason === DUPLICATE_INSTANCE,
    reason: [failureWords(reason, detail.message !== ""), detail.message].filter(Boolean).join(" "),
  };
}

/** The private detail: (0009,1097) as JSON, or (0009,0097) as text. */
function readDetail(item: DicomAttributes): { readonly code: number | undefined; readonly message: string } {
  const json = textOf(item, "00091097");
  const text = textOf(item, "00090097") ?? "";
  if (json === undefined) return { code: undefined, message: text };
  try {
    const parsed = JSON.parse(json) as { code?: unknown; message?: unknown } | null;
    const code = typeof parsed?.code === "number" ? parsed.code : undefined;
    return { code, message: typeof parsed?.message === "string" ? parsed.message : text };
  } catch {
    return { code: undefined, message: json };
  }
}

const FAILURES: Readonly<Record<number, string>> = {
  [DUPLICATE_INSTANCE]: "The store has an instance with this UID already.",
  0x0117: "The SOP Instance UID is not valid.",
  0x0122: "The store does not take this SOP class.",
  0x0124: "The store does not allow it.",
  0xc122: "The store does not take this transfer syntax.",
};

/**
 * Failure reasons of PS3.18 table I.2-2, in words.
 * @param hasDetail "processing failure" says nothing beside what failed
 */
function failureWords(reason: number | undefined, hasDetail: boolean): string {
  if (reason === undefined || reason === 0x0110)
    return hasDetail ? "" : "The store could not process it and does not say why.";
  const known = FAILURES[reason];
  if (known !== undefined) return known;
  if (reason >> 8 === 0xa7) return "The store is out of resources.";
  if (reason >> 8 === 0xa9) return "The data set does not fit its SOP class.";
  if (reason >> 12 === 0xc) return "The store cannot understand it.";
  return `Failure reason ${hex(reason)}.`;
}

function hex(reason: number): string {
  return `0x${reason.toString(16).padStart(4, "0").toUpperCase()}`;
}
