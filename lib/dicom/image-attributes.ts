import type { ByteSource } from "./byte-source.ts";
import { findElement, type DataElement, type DataSet } from "./data-set.ts";
import type { JsonValue } from "./dicom-json.ts";
import { elementValues } from "./element-values.ts";
import { imagePixelModule, type ImageAttributes } from "./image-pixel-module.ts";

/** A data set with the source of its values. */
export interface Reading {
  readonly source: ByteSource;
  readonly dataSet: DataSet;
}

/** The Image Pixel Module of a file. */
export function imageAttributes(reading: Reading): ImageAttributes {
  return imagePixelModule({
    number: (tag) => numberOf(reading, tag),
    text: (tag) => textOf(reading, tag),
    has: (tag) => findElement(reading.dataSet, tag) !== undefined,
  });
}

export function valuesOf({ source, dataSet }: Reading, tag: string): JsonValue[] {
  const element = findElement(dataSet, tag);
  return element ? elementValues(source, element, dataSet) : [];
}

export function numberOf(reading: Reading, tag: string): number | undefined {
  const value = valuesOf(reading, tag)[0];
  return typeof value === "number" ? value : undefined;
}

export function textOf(reading: Reading, tag: string): string | undefined {
  const value = valuesOf(reading, tag)[0];
  return typeof value === "string" ? value : undefined;
}

/** The items of a sequence as readings of their own. */
export function itemsOf({ source, dataSet }: Reading, tag: string): Reading[] {
  return (findElement(dataSet, tag)?.items ?? []).map((item) => ({ source, dataSet: item }));
}

/** The bytes of a bulk element in little endian words. */
export function wordsOf({ source, dataSet }: Reading, tag: string): Uint16Array | undefined {
  const element: DataElement | undefined = findElement(dataSet, tag);
  if (!element) return undefined;
  const bytes = source.read(element.offset, element.length);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Uint16Array.from({ length: bytes.length >> 1 }, (_, index) => view.getUint16(index * 2, !dataSet.isBigEndian));
}
