/**
 * A table as CSV, or more rows of one without a header (RFC 4180: comma, CRLF, quotes doubled). A cell that a spreadsheet would run as a formula gets a leading apostrophe
 * (OWASP "CSV Injection"); plain numbers stay numbers.
 */
export function csvText(header: readonly string[] | undefined, rows: readonly (readonly string[])[]): string {
  return [...(header ? [header] : []), ...rows].map((cells) => `${cells.map(csvCell).join(",")}\r\n`).join("");
}

function csvCell(text: string): string {
  const isFormula = /^[=+\-@\t\r]/.test(text) && !/^[+-]?\d+(?:\.\d+)?$/.test(text);
  const safe = isFormula ? `'${text}` : text;
  return /[",\r\n]/.test(safe) || safe.startsWith("'") ? `"${safe.replaceAll('"', '""')}"` : safe;
}
