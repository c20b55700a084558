import { STANDARD_DELIMITERS } from "#lib/hl7v2/delimiters.ts";
import { escapeText } from "#lib/hl7v2/escape.ts";

/** Text of a field with its delimiters in place; plain strings are escaped before they get here. */
export type FieldText = string;

/** One value, with delimiters in it escaped. Absent values are empty. */
export function value(text: string | number | undefined): FieldText {
  const written = text === undefined ? "" : String(text);
  return /[|^~&\\\r\n]/.test(written) ? escapeText(written, STANDARD_DELIMITERS) : written;
}

/** Components of a field, each escaped; empty ones at the end are left out. */
export function components(...parts: readonly (string | number | undefined)[]): FieldText {
  return trimEnd(parts.map(value), "^");
}

/** Repetitions of a field; empty ones are left out. */
export function repeated(...repetitions: readonly FieldText[]): FieldText {
  return repetitions.filter((repetition) => repetition !== "").join("~");
}

/** Free text of several lines, for FT and TX: `\.br\` between them. */
export function lines(texts: readonly string[]): FieldText {
  return texts.map(value).join("\\.br\\");
}

/** A segment from its fields by number: `segment("PV1", { 1: "1", 2: "I" })`. Empty fields at the end are left out. */
export function segment(id: string, fields: Readonly<Record<number, FieldText | undefined>>): string {
  const last = Math.max(0, ...Object.keys(fields).map(Number));
  const texts = Array.from({ length: last }, (_, index) => fields[index + 1] ?? "");
  return trimEnd([id, ...texts], "|");
}

/** A message from its segments; what is undefined is left out. */
export function message(...segments: readonly (string | undefined)[]): string {
  return segments
    .filter((text) => text !== undefined)
    .map((text) => `${text}\r`)
    .join("");
}

function trimEnd(parts: readonly string[], delimiter: string): string {
  const end = parts.findLastIndex((part) => part !== "");
  return parts.slice(0, end + 1).join(delimiter);
}
