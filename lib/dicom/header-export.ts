import type { HeaderRow } from "./header-rows.ts";
import { tagText } from "./header-rows.ts";

/** The attributes as a table, RFC 4180. `cover` gives what stands in place of a value that is not to be told. */
export function headerCsv(
  rows: readonly HeaderRow[],
  cover: (row: HeaderRow) => string = ({ value }) => value,
): string {
  const lines = rows.map((row) => [row.path, tagText(row.tag), row.vr, row.keyword || row.name, cover(row)]);
  return [["Path", "Tag", "VR", "Attribute", "Value"], ...lines]
    .map((cells) => `${cells.map(csvCell).join(",")}\r\n`)
    .join("");
}

/** What a spreadsheet would run as a formula gets a leading apostrophe (OWASP "CSV Injection"); plain numbers stay numbers. */
function csvCell(text: string): string {
  const isFormula = /^[=+\-@\t\r]/.test(text) && !/^[+-]?\d+(?:\.\d+)?$/.test(text);
  const safe = isFormula ? `'${text}` : text;
  return /[",\r\n]/.test(safe) || safe.startsWith("'") ? `"${safe.replaceAll('"', '""')}"` : safe;
}
