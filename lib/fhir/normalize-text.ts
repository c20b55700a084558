const ASCII_WORD = /^[a-z0-9]*$/u;
const NOT_ASCII = /[^ -~\s]/u;
const NOT_ASCII_WORD = /[^a-z0-9]+/gu;
const MARKS = /\p{M}/gu;
const NOT_WORD = /[^\p{L}\p{N}]+/gu;

/** For comparing: without case, accents and punctuation, words parted by single spaces. "Smith-Jörg " → "smith jorg". FHIR R4 §3.1.1.4.8. */
export function normalizeText(text: string): string {
  const lower = text.toLowerCase();
  if (ASCII_WORD.test(lower)) return lower;
  if (!NOT_ASCII.test(lower)) return lower.replace(NOT_ASCII_WORD, " ").trim();
  return lower.normalize("NFD").replace(MARKS, "").replace(NOT_WORD, " ").trim();
}
