import { findElement, type ByteRange, type DataSet } from "#lib/dicom/data-set.ts";
import type { OpenDicomFile } from "./open-dicom-file.ts";

/** Where a value is. */
export interface BulkLocation {
  /** Behind each other they are the value; none when it is not there. */
  readonly ranges: readonly ByteRange[];
  /** The ranges count within what inflates from here on; undefined when they count within the file. */
  readonly deflatedFrom: number | undefined;
}

/** @param path tag and item number (from 1) of each sequence around the element, and its tag */
export function locateBulk(
  { dataSet, transferSyntax, dataSetOffset }: OpenDicomFile,
  path: readonly string[],
): BulkLocation {
  const deflatedFrom = transferSyntax.isDeflated ? dataSetOffset : undefined;
  let set: DataSet | undefined = dataSet;
  for (let at = 0; at + 2 < path.length && set; at += 2)
    set = findElement(set, path[at] ?? "")?.items?.[Number(path[at + 1]) - 1];
  const element = set && findElement(set, path.at(-1) ?? "");
  if (!element || element.items) return { ranges: [], deflatedFrom };
  const { offset, length } = element;
  return { ranges: element.fragments?.slice(1) ?? [{ offset, length }], deflatedFrom };
}
