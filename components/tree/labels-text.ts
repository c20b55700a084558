/** Keys and values of labels (Cloud Healthcare API, *Stores.labels): small letters, digits, `_`, `-`. */
const KEY = /^[\p{Ll}\p{Lo}][\p{Ll}\p{Lo}\p{N}_-]{0,62}$/u;
const VALUE = /^[\p{Ll}\p{Lo}\p{N}_-]{0,63}$/u;
const MAX_LABELS = 64;

export type LabelsText =
  | { readonly isValid: true; readonly labels: Readonly<Record<string, string>> }
  | { readonly isValid: false; readonly problem: string };

/** Reads labels as people type them: one `key=value` a line; the value may be missing. */
export function parseLabels(text: string): LabelsText {
  const lines = text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
  const labels = new Map<string, string>();
  for (const line of lines) {
    const [key = "", value = ""] = line.split(/=(.*)/s).map((part) => part.trim());
    if (!KEY.test(key))
      return invalid(`“${key}” is no label key: begin with a small letter; small letters, digits, _ and - follow.`);
    if (!VALUE.test(value)) return invalid(`“${value}” is no label value: at most 63 small letters, digits, _ and -.`);
    if (labels.has(key)) return invalid(`“${key}” is given twice.`);
    labels.set(key, value);
  }
  return labels.size > MAX_LABELS
    ? invalid(`${labels.size} labels are too many; a store takes ${MAX_LABELS}.`)
    : { isValid: true, labels: Object.fromEntries(labels) };
}

/** The inverse of parseLabels. */
export function formatLabels(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([key, value]) => (value === "" ? key : `${key}=${value}`))
    .join("\n");
}

function invalid(problem: string): LabelsText {
  return { isValid: false, problem };
}
