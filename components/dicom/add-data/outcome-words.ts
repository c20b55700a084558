import { token } from "#components/ui/tokens.ts";
import type { ImageOutcome } from "#lib/queries/image-upload.ts";

/** In the order in which they are listed. */
export const OUTCOMES = ["stored", "replaced", "known", "changed", "conflict", "refused", "skipped"] as const;

export const OUTCOME_WORDS: Readonly<Record<ImageOutcome, string>> = {
  stored: "stored",
  replaced: "replaced",
  known: "already there",
  changed: "stored, changed",
  conflict: "differs",
  refused: "refused",
  skipped: "not sent",
};

export const OUTCOME_INK: Readonly<Record<ImageOutcome, string>> = {
  stored: token.ok,
  replaced: token.ok,
  known: token.accent,
  changed: token.warn,
  conflict: token.warn,
  refused: token.err,
  skipped: token.dim,
};
