import type { DicomElement } from "./attributes.ts";

/** Between values, as DICOM files write them. */
const BETWEEN = " \\ ";

/** The value of an attribute as people read it: values side by side, names with their other scripts, sizes of what is not text. */
export function valueText({ vr, Value, InlineBinary, BulkDataURI }: DicomElement): string {
  if (vr === "SQ") return countText(Value?.length ?? 0, "item");
  if (BulkDataURI !== undefined) return "bulk data, kept apart";
  if (InlineBinary !== undefined) return countText(base64Bytes(InlineBinary), "byte");
  return (Value ?? []).map(oneText).join(BETWEEN);
}

/** The bytes of a value in hexadecimal, `most` of them at most; undefined where DICOM JSON does not carry them. */
export function valueHex(element: DicomElement, most = 256): string | undefined {
  const bytes = valueBytes(element);
  if (!bytes) return undefined;
  const shown = Array.from(bytes.subarray(0, most), (byte) => byte.toString(16).padStart(2, "0").toUpperCase());
  return bytes.length > most ? `${shown.join(" ")} …` : shown.join(" ");
}

function countText(count: number, what: string): string {
  return `${count.toLocaleString("en")} ${what}${count === 1 ? "" : "s"}`;
}

function oneText(value: unknown): string {
  if (typeof value === "string" || typeof value === "number") return String(value);
  if (typeof value !== "object" || value === null) return "";
  const { Alphabetic, Ideographic, Phonetic } = value as Readonly<Record<string, unknown>>;
  const [latin = "", ...others] = [Alphabetic, Ideographic, Phonetic].map((group) =>
    typeof group === "string" ? group : "",
  );
  const scripts = others.filter((group) => group !== "");
  return scripts.length > 0 ? `${latin} (${scripts.join(", ")})` : latin;
}

function base64Bytes(text: string): number {
  const padding = text.endsWith("==") ? 2 : Number(text.endsWith("="));
  return (text.length / 4) * 3 - padding;
}

type Writer = readonly [width: number, write: (view: DataView, at: number, value: number) => void];

const WRITERS: Readonly<Record<string, Writer>> = {
  US: [2, (view, at, value) => view.setUint16(at, value, true)],
  SS: [2, (view, at, value) => view.setInt16(at, value, true)],
  UL: [4, (view, at, value) => view.setUint32(at, value, true)],
  SL: [4, (view, at, value) => view.setInt32(at, value, true)],
  FL: [4, (view, at, value) => view.setFloat32(at, value, true)],
  FD: [8, (view, at, value) => view.setFloat64(at, value, true)],
};

/** As Explicit VR Little Endian in UTF-8 writes them (PS3.5 7.1.2), without padding. */
function valueBytes({ vr = "", Value, InlineBinary }: DicomElement): Uint8Array | undefined {
  if (InlineBinary !== undefined) return Uint8Array.from(atob(InlineBinary), (letter) => letter.charCodeAt(0));
  if (!Value || vr === "SQ") return undefined;
  if (vr === "AT") return tagBytes(Value.map(oneText));
  const writer = WRITERS[vr];
  if (!writer) return new TextEncoder().encode(Value.map(fileText).join("\\"));
  const [width, write] = writer;
  const view = new DataView(new ArrayBuffer(Value.length * width));
  for (const [index, value] of Value.entries()) write(view, index * width, Number(value));
  return new Uint8Array(view.buffer);
}

/** Groups of a name stand between equals signs: PS3.5 6.2.1. */
function fileText(value: unknown): string {
  if (typeof value !== "object" || value === null) return oneText(value);
  const { Alphabetic = "", Ideographic = "", Phonetic = "" } = value as Readonly<Record<string, unknown>>;
  return [Alphabetic, Ideographic, Phonetic].map(String).join("=").replace(/=+$/, "");
}

function tagBytes(tags: readonly string[]): Uint8Array {
  return Uint8Array.from(
    tags.flatMap((tag) => [2, 0, 6, 4].map((at) => Number.parseInt(tag.slice(at, at + 2), 16) || 0)),
  );
}
