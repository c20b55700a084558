/** Splits at `separator` where no backslash stands before it; the parts keep their escapes. FHIR R4 §3.1.1.4.0.1. */
export function splitEscaped(text: string, separator: "," | "|" | "$"): string[] {
  if (!text.includes("\\")) return text.split(separator);
  const parts: string[] = [];
  let start = 0;
  for (let i = 0; i < text.length; i += 1) {
    if (text[i] === "\\") i += 1;
    else if (text[i] === separator) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  return [...parts, text.slice(start)];
}

/** `\,` `\|` `\$` `\\` become the second character; any other backslash stays. */
export function unescapeSearch(text: string): string {
  return text.replaceAll(/\\([,|$\\])/gu, "$1");
}

/** Makes a literal value safe to stand in a query. */
export function escapeSearch(text: string): string {
  return text.replaceAll(/[,|$\\]/gu, String.raw`\$&`);
}
