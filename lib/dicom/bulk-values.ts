import type { ByteSource } from "./byte-source.ts";
import { bytesSource } from "./byte-source.ts";
import { findElement, type DataSet } from "./data-set.ts";
import { readPart10 } from "./read-part10.ts";

/** A DICOM file held in memory, to take out the values that metadata leaves apart. */
export interface HeldFile {
  readonly body: ByteSource;
  readonly dataSet: DataSet;
}

/** Throws DicomError for bytes that are no DICOM file, RangeError for a deflated one. */
export function holdFile(bytes: Uint8Array): HeldFile {
  const { body, dataSet } = readPart10(bytesSource(bytes), () => {
    throw new RangeError("The file is deflated: ask for another transfer syntax.");
  });
  return { body, dataSet };
}

/** The bytes of an attribute of the top level; undefined when there is none. */
export function topBytes({ body, dataSet }: HeldFile, tag: string): Uint8Array | undefined {
  return bytesOf(body, dataSet, tag);
}

/** The bytes of an attribute in every item of a sequence of the top level, undefined for the items without. */
export function itemBytes(
  { body, dataSet }: HeldFile,
  sequence: string,
  tag: string,
): readonly (Uint8Array | undefined)[] {
  return (findElement(dataSet, sequence)?.items ?? []).map((item) => bytesOf(body, item, tag));
}

function bytesOf(body: ByteSource, dataSet: DataSet, tag: string): Uint8Array | undefined {
  const element = findElement(dataSet, tag);
  return element && body.read(element.offset, element.length);
}
