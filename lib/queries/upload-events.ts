import type { EntryVerdict } from "#lib/fhir/upload-verdict.ts";

/** What became of one entry, with its place. */
export interface FileVerdict extends EntryVerdict {
  readonly file: string;
  /** Line of the file, from 1. */
  readonly line: number;
  /** `Patient/p-1`, or the type alone when the store gave the id. */
  readonly name: string;
  /** The entry as `Bundle.entry[…]` text, kept only when it was refused and is an entry at all. */
  readonly source: string | undefined;
}

export type UploadEvent =
  | { readonly kind: "read"; readonly bytes: number }
  | { readonly kind: "verdicts"; readonly verdicts: readonly FileVerdict[] }
  /** Something was done differently from what a file says, and why. */
  | { readonly kind: "note"; readonly file: string; readonly message: string };

export interface Upload {
  readonly store: string;
  readonly files: readonly File[];
  /** Of every request: the unlock header. */
  readonly headers: Readonly<Record<string, string>>;
  /** Aborted: no further request is sent; those under way finish, so that every entry sent has its verdict. */
  readonly signal: AbortSignal;
  readonly onEvent: (event: UploadEvent) => void;
}
