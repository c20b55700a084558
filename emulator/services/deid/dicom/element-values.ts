import type { ByteSource } from "#lib/dicom/byte-source.ts";
import { ascii, decodeText } from "#lib/dicom/character-set.ts";
import type { DataElement, DataSet } from "#lib/dicom/data-set.ts";
import { vrForm, type Vr } from "#lib/dicom/vr.ts";

/** A text longer than this is a document, not an attribute; no rule looks into it. */
const LONGEST_TEXT_BYTES = 16 * 1024 * 1024;

/** The values of a text attribute as they are written, decoded and without padding; empty for other kinds. */
export function rawValues(
  source: ByteSource,
  { vr, offset, length }: DataElement,
  { characterSets }: Pick<DataSet, "characterSets">,
): string[] {
  const { kind, isEncoded } = vrForm(vr);
  if ((kind !== "list" && kind !== "text" && kind !== "name") || length === 0) return [];
  const bytes = source.read(offset, Math.min(length, LONGEST_TEXT_BYTES));
  const text = isEncoded ? decodeText(bytes, characterSets, kind === "name") : ascii(bytes);
  const values = kind === "text" ? [text] : text.split("\\");
  // oxlint-disable-next-line no-control-regex -- NUL is the padding looked for
  return values.map((value) => value.replace(/[\u0000 ]+$/, ""));
}

/** Bytes of values in UTF-8; numbers of fixed size are zeros, as a dummy is. */
export function valueBytes(vr: Vr, values: readonly string[]): Uint8Array {
  const { kind, width } = vrForm(vr);
  if (kind === "number") return new Uint8Array(values.length * (width ?? 2));
  return Buffer.from(values.join("\\"));
}
