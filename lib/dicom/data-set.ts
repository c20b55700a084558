import type { Vr } from "./vr.ts";

export interface ByteRange {
  /** From the start of the source that the data set was read from. */
  readonly offset: number;
  readonly length: number;
}

/** One data element, its value still in the source. */
export interface DataElement extends ByteRange {
  /** `00100010` */
  readonly tag: string;
  readonly vr: Vr;
  /** Items of a sequence. */
  readonly items?: readonly DataSet[];
  /** Fragments of encapsulated pixel data; the first is the Basic Offset Table (PS3.5 A.4). */
  readonly fragments?: readonly ByteRange[];
}

/** Elements in the order of the file. */
export interface DataSet {
  readonly elements: readonly DataElement[];
  readonly isBigEndian: boolean;
  /** Defined terms of the Specific Character Set in force, empty for the default repertoire. */
  readonly characterSets: readonly string[];
}

export type DicomProblem =
  | "not-dicom"
  | "truncated"
  | "too-deep"
  | "too-many-elements"
  | "bad-length"
  | "no-transfer-syntax"
  | "bad-deflate"
  | "missing-uid"
  | "unreadable";

/** A file that cannot be read as DICOM; `message` names places by tag and offset, never values. */
export class DicomError extends Error {
  readonly problem: DicomProblem;
  constructor(problem: DicomProblem, message: string) {
    super(message);
    this.name = "DicomError";
    this.problem = problem;
  }
}

/** The first element with a tag, undefined when there is none. */
export function findElement(dataSet: DataSet, tag: string): DataElement | undefined {
  return dataSet.elements.find((element) => element.tag === tag);
}
