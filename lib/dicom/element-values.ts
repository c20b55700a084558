import type { ByteSource } from "./byte-source.ts";
import { ascii, decodeText } from "./character-set.ts";
import type { DataElement, DataSet } from "./data-set.ts";
import type { JsonValue, PersonName } from "./dicom-json.ts";
import { vrForm } from "./vr.ts";

/** The set that an element stands in, without its elements: what its bytes mean. */
export type ElementContext = Pick<DataSet, "isBigEndian" | "characterSets">;

/**
 * The values of an element as the DICOM JSON model has them (PS3.18 F.2): numbers for binary numbers, DS and IS, hexadecimal digits for
 * AT, components for PN, null for an empty value among others. Empty for an element without a value, and for bytes and items.
 * A DS or IS that is no number, and a number that JSON has none for, stays text.
 */
export function elementValues(source: ByteSource, element: DataElement, context: ElementContext): JsonValue[] {
  const { kind } = vrForm(element.vr);
  if (kind === "bytes" || kind === "items" || element.length === 0) return [];
  const bytes = source.read(element.offset, element.length);
  switch (kind) {
    case "tag":
      return tagValues(bytes, context.isBigEndian);
    case "number":
      return numberValues(bytes, element, context.isBigEndian);
    case "name":
      return textValues(bytes, element, context).map((value) => (value === "" ? null : personName(value)));
    case "list":
    case "text":
      return textValues(bytes, element, context).map((value) => listValue(value, element.vr));
  }
}

/** The values of a text element, decoded, split and without padding: empty ones stay, as their place has a meaning. */
function textValues(bytes: Uint8Array, { vr }: DataElement, { characterSets }: ElementContext): string[] {
  const { kind, isEncoded } = vrForm(vr);
  const text = isEncoded ? decodeText(bytes, characterSets, kind === "name") : ascii(bytes);
  const values = kind === "text" ? [text] : text.split("\\");
  const trimmed = values.map((value) => withoutPadding(value, kind === "text" || vr === "UC"));
  return trimmed.every((value) => value === "") ? [] : trimmed;
}

/** Leading spaces are part of long texts (PS3.5 table 6.2-1); UIDs and careless writers pad with NUL. */
function withoutPadding(value: string, isLeadingKept: boolean): string {
  // oxlint-disable-next-line no-control-regex -- NUL is the padding looked for
  const ended = value.replace(/[\u0000 ]+$/, "");
  return isLeadingKept ? ended : ended.trimStart();
}

function listValue(value: string, vr: string): JsonValue {
  if (value === "") return null;
  if (vr !== "DS" && vr !== "IS") return value;
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(value) ? finiteOr(Number(value), value) : value;
}

function finiteOr(number: number, text: string): JsonValue {
  return Number.isFinite(number) ? number : text;
}

function personName(value: string): PersonName {
  const [alphabetic = "", ideographic = "", phonetic = ""] = value.split("=").map((group) => group.replace(/\^+$/, ""));
  return {
    ...(alphabetic && { Alphabetic: alphabetic }),
    ...(ideographic && { Ideographic: ideographic }),
    ...(phonetic && { Phonetic: phonetic }),
  };
}

function tagValues(bytes: Uint8Array, isBigEndian: boolean): string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from({ length: Math.floor(bytes.length / 4) }, (_, index) =>
    [0, 2]
      .map((half) =>
        view
          .getUint16(index * 4 + half, !isBigEndian)
          .toString(16)
          .padStart(4, "0"),
      )
      .join("")
      .toUpperCase(),
  );
}

const READERS: Readonly<Record<string, (view: DataView, at: number, isLittle: boolean) => number | bigint>> = {
  FD: (view, at, isLittle) => view.getFloat64(at, isLittle),
  FL: (view, at, isLittle) => view.getFloat32(at, isLittle),
  SL: (view, at, isLittle) => view.getInt32(at, isLittle),
  SS: (view, at, isLittle) => view.getInt16(at, isLittle),
  SV: (view, at, isLittle) => view.getBigInt64(at, isLittle),
  UL: (view, at, isLittle) => view.getUint32(at, isLittle),
  US: (view, at, isLittle) => view.getUint16(at, isLittle),
  UV: (view, at, isLittle) => view.getBigUint64(at, isLittle),
};

function numberValues(bytes: Uint8Array, { vr }: DataElement, isBigEndian: boolean): JsonValue[] {
  const width = vrForm(vr).width ?? 2;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const read = READERS[vr];
  return read
    ? Array.from({ length: Math.floor(bytes.length / width) }, (_, index) =>
        jsonNumber(read(view, index * width, !isBigEndian)),
      )
    : [];
}

/** 64-bit integers beyond 2^53, and NaN and infinities, are strings: PS3.18 F.2.2 and F.2.3. */
function jsonNumber(value: number | bigint): JsonValue {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  return value;
}
