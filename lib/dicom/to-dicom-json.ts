import type { ByteSource } from "./byte-source.ts";
import type { DataElement, DataSet } from "./data-set.ts";
import type { DicomJson, JsonElement } from "./dicom-json.ts";
import { elementValues } from "./element-values.ts";
import { isPrivateCreator } from "./tag-dictionary.ts";
import { vrForm } from "./vr.ts";

/** Where an element stands: tag, item number from 1, tag, … of the sequences around it, and its own tag at the end. */
export type ElementPath = readonly (string | number)[];

export interface JsonOptions {
  /** An address to give in place of a value, undefined to write the value. Asked for every element but sequences. */
  readonly bulkDataUri: (element: DataElement, path: ElementPath) => string | undefined;
  /** True leaves an element out. */
  readonly isDropped?: (element: DataElement, path: ElementPath) => boolean;
}

/** A data set in the DICOM JSON model (PS3.18 F.2), tags in ascending order. Group lengths are left out (F.2.2). */
export function toDicomJson(source: ByteSource, dataSet: DataSet, options: JsonOptions): DicomJson {
  return setJson(source, dataSet, options, []);
}

function setJson(source: ByteSource, dataSet: DataSet, options: JsonOptions, around: ElementPath): DicomJson {
  const entries = dataSet.elements.flatMap((element): [string, JsonElement][] => {
    const path = [...around, element.tag];
    const isLength = element.tag.endsWith("0000") && !isPrivateCreator(element.tag);
    if (isLength || options.isDropped?.(element, path)) return [];
    return [[element.tag, elementJson(source, { element, dataSet, path }, options)]];
  });
  return Object.fromEntries(entries);
}

interface Placed {
  readonly element: DataElement;
  readonly dataSet: DataSet;
  readonly path: ElementPath;
}

function elementJson(source: ByteSource, { element, dataSet, path }: Placed, options: JsonOptions): JsonElement {
  const { vr } = element;
  if (element.items) {
    const items = element.items.map((item, index) => setJson(source, item, options, [...path, index + 1]));
    return items.length > 0 ? { vr, Value: items } : { vr };
  }
  if (element.length === 0) return { vr };
  const uri = options.bulkDataUri(element, path);
  if (uri !== undefined) return { vr, BulkDataURI: uri };
  if (vrForm(vr).kind === "bytes") return { vr, InlineBinary: base64(source.read(element.offset, element.length)) };
  const values = elementValues(source, element, dataSet);
  return values.length > 0 ? { vr, Value: values } : { vr };
}

function base64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}
