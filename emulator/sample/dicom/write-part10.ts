import { tagEntry, tagOfKeyword } from "#lib/dicom/tag-dictionary.ts";
import { isVr, vrForm, type Vr } from "#lib/dicom/vr.ts";

/**
 * A data set by keywords of PS3.6; private elements by tag and VR: `00091001:LO`. Empty text is an element without a value, undefined no
 * element at all. Several values are a list, items of a sequence data sets.
 */
export interface Dataset {
  readonly [keyword: string]: AttributeValue | undefined;
}
export type AttributeValue = string | number | Uint8Array | readonly (string | number)[] | readonly Dataset[];

/** Encapsulated frames, one fragment each, for `PixelData`; PS3.5 A.4. */
export interface Part10 {
  readonly dataset: Dataset;
  readonly transferSyntax: string;
  readonly fragments?: readonly Uint8Array[];
}

const IMPLICIT = "1.2.840.10008.1.2";
/** Our own root is not registered: derived from a UUID, as PS3.5 B.2 allows. */
const IMPLEMENTATION = "2.25.292826430104911482011394863413914821771";

/** A DICOM file: preamble, meta group, data set, tags in ascending order (PS3.10 section 7). Text is UTF-8. */
export function writePart10({ dataset, transferSyntax, fragments }: Part10): Uint8Array {
  const meta = encodeDataset(
    {
      FileMetaInformationVersion: new Uint8Array([0, 1]),
      MediaStorageSOPClassUID: dataset.SOPClassUID,
      MediaStorageSOPInstanceUID: dataset.SOPInstanceUID,
      TransferSyntaxUID: transferSyntax,
      ImplementationClassUID: IMPLEMENTATION,
      ImplementationVersionName: "CAREPLANE_SAMPLE",
    },
    false,
  );
  const isImplicit = transferSyntax === IMPLICIT;
  return Buffer.concat([
    new Uint8Array(128),
    Buffer.from("DICM"),
    ...encodeElement(
      "00020000",
      "UL",
      meta.reduce((sum, part) => sum + part.length, 0),
      false,
    ),
    ...meta,
    ...encodeDataset(dataset, isImplicit),
    ...(fragments ? encapsulate(fragments) : []),
  ]);
}

interface NamedElement {
  readonly tag: string;
  readonly vr: Vr;
  readonly value: AttributeValue;
}

function encodeDataset(dataset: Dataset, isImplicit: boolean): Uint8Array[] {
  return Object.entries(dataset)
    .flatMap(([name, value]) => (value === undefined ? [] : [named(name, value)]))
    .toSorted((a, b) => (a.tag < b.tag ? -1 : 1))
    .flatMap(({ tag, vr, value }) => encodeElement(tag, vr, value, isImplicit));
}

/** Throws on a word that PS3.6 does not have: a mistake in our own tables. */
function named(name: string, value: AttributeValue): NamedElement {
  const written = /^([0-9A-F]{8}):([A-Z]{2})$/.exec(name);
  if (written?.[1] && written[2] && isVr(written[2])) return { tag: written[1], vr: written[2], value };
  const tag = tagOfKeyword(name);
  const entry = tag && tagEntry(tag);
  if (!tag || !entry) throw new Error(`No attribute of DICOM: ${name}`);
  return { tag, vr: exactVr(entry.vr), value };
}

/** Pixels and tables go as words, numbers that follow the pixels as unsigned: every sample image is. */
function exactVr(vr: Vr | "ox" | "xs" | "lt"): Vr {
  if (vr === "ox" || vr === "lt") return "OW";
  return vr === "xs" ? "US" : vr;
}

function encodeElement(tag: string, vr: Vr, value: AttributeValue, isImplicit: boolean): Uint8Array[] {
  const body = vr === "SQ" ? encodeItems(value, isImplicit) : [encodeValue(vr, value)];
  const length = body.reduce((sum, part) => sum + part.length, 0);
  return [encodeHead(tag, { vr, length, isImplicit }), ...body];
}

function encodeHead(
  tag: string,
  { vr, length, isImplicit }: { vr: Vr; length: number; isImplicit: boolean },
): Uint8Array {
  const isLong = !isImplicit && vrForm(vr).isLong === true;
  const head = Buffer.alloc(isLong ? 12 : 8);
  head.writeUInt16LE(Number.parseInt(tag.slice(0, 4), 16), 0);
  head.writeUInt16LE(Number.parseInt(tag.slice(4), 16), 2);
  if (isImplicit) head.writeUInt32LE(length, 4);
  else {
    head.write(vr, 4, "latin1");
    if (isLong) head.writeUInt32LE(length, 8);
    else head.writeUInt16LE(length, 6);
  }
  return head;
}

function encodeItems(value: AttributeValue, isImplicit: boolean): Uint8Array[] {
  const items = Array.isArray(value) ? (value as readonly Dataset[]) : [];
  return items.flatMap((item) => {
    const body = encodeDataset(item, isImplicit);
    const length = body.reduce((sum, part) => sum + part.length, 0);
    return [itemHead(0xe000, length), ...body];
  });
}

function itemHead(element: number, length: number): Uint8Array {
  const head = Buffer.alloc(8);
  head.writeUInt16LE(0xfffe, 0);
  head.writeUInt16LE(element, 2);
  head.writeUInt32LE(length, 4);
  return head;
}

const NUMBER_WRITERS: Readonly<Record<string, (view: DataView, at: number, value: number) => void>> = {
  US: (view, at, value) => view.setUint16(at, value, true),
  SS: (view, at, value) => view.setInt16(at, value, true),
  UL: (view, at, value) => view.setUint32(at, value, true),
  SL: (view, at, value) => view.setInt32(at, value, true),
  FL: (view, at, value) => view.setFloat32(at, value, true),
  FD: (view, at, value) => view.setFloat64(at, value, true),
};

function encodeValue(vr: Vr, value: AttributeValue): Uint8Array {
  if (value instanceof Uint8Array) return value.length % 2 === 0 ? value : Buffer.concat([value, new Uint8Array(1)]);
  const values = (Array.isArray(value) ? value : [value]) as readonly (string | number)[];
  const write = NUMBER_WRITERS[vr];
  if (write) {
    const width = vrForm(vr).width ?? 2;
    const bytes = new DataView(new ArrayBuffer(values.length * width));
    for (const [index, number] of values.entries()) write(bytes, index * width, Number(number));
    return new Uint8Array(bytes.buffer);
  }
  if (vr === "AT") return tagBytes(values);
  const text = values.map((one) => (typeof one === "number" ? numberText(one) : one)).join("\\");
  const bytes = Buffer.from(text, "utf8");
  return bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.from(vr === "UI" ? "\0" : " ")]);
}

function tagBytes(values: readonly (string | number)[]): Uint8Array {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, tag] of values.entries()) {
    bytes.writeUInt16LE(Number.parseInt(String(tag).slice(0, 4), 16), index * 4);
    bytes.writeUInt16LE(Number.parseInt(String(tag).slice(4), 16), index * 4 + 2);
  }
  return bytes;
}

/** A decimal string has at most 16 characters. PS3.5 6.2. */
function numberText(value: number): string {
  const text = String(value);
  if (text.length <= 16 && !text.includes("e-")) return text;
  return String(Number(value.toFixed(10))).slice(0, 16);
}

/** Basic offset table, the fragments padded to even length, end of the sequence. */
function encapsulate(fragments: readonly Uint8Array[]): Uint8Array[] {
  const table = Buffer.alloc(fragments.length * 4);
  const items: Uint8Array[] = [];
  let offset = 0;
  for (const [index, fragment] of fragments.entries()) {
    table.writeUInt32LE(offset, index * 4);
    const padding = fragment.length % 2;
    items.push(itemHead(0xe000, fragment.length + padding), fragment, new Uint8Array(padding));
    offset += 8 + fragment.length + padding;
  }
  const head = Buffer.from([0xe0, 0x7f, 0x10, 0x00, 0x4f, 0x42, 0, 0, 0xff, 0xff, 0xff, 0xff]);
  return [head, itemHead(0xe000, table.length), table, ...items, itemHead(0xe0dd, 0)];
}
