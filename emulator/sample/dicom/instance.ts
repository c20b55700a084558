import type { Frame, TransferSyntax } from "./codec/transfer-syntax.ts";
import type { SeriesFacts, StudyFacts } from "./study-facts.ts";
import type { Dataset } from "./write-part10.ts";

/** One object of a series before it is written: what its kind adds to the common header, and its pixels. */
export interface Instance {
  readonly uid: string;
  /** 1-based. */
  readonly number: number;
  readonly dataset: Dataset;
  readonly syntax: TransferSyntax;
  readonly frames: readonly Frame[];
}

/** Draws or writes the objects of one series, one after the other so that a volume is never in memory whole. */
export type SeriesMaker = (study: StudyFacts, series: SeriesFacts) => Iterable<Instance>;

/** 16-bit samples as bytes, clamped to what `bits` can hold. */
export function toWords(values: Float32Array, bits: number): Uint8Array {
  const highest = 2 ** bits - 1;
  const words = new Uint16Array(values.length);
  for (let index = 0; index < values.length; index++) {
    words[index] = Math.max(0, Math.min(highest, (values[index] ?? 0) + 0.5));
  }
  return new Uint8Array(words.buffer);
}

/** The Image Pixel module of a greyscale image without sign. PS3.3 C.7.6.3. */
export function greyPixels({ rows, columns, bits }: Frame, photometric = "MONOCHROME2"): Dataset {
  return {
    SamplesPerPixel: 1,
    PhotometricInterpretation: photometric,
    Rows: rows,
    Columns: columns,
    BitsAllocated: bits > 8 ? 16 : 8,
    BitsStored: bits,
    HighBit: bits - 1,
    PixelRepresentation: 0,
  };
}

/** A coded entry: value, scheme, meaning. PS3.3 table 8.8-1. */
export function code(value: string, scheme: string, meaning: string): Dataset {
  return { CodeValue: value, CodingSchemeDesignator: scheme, CodeMeaning: meaning };
}

/** An instance that another one speaks of. PS3.3 table 10-11. */
export function reference(sopClass: string, instance: string): Dataset {
  return { ReferencedSOPClassUID: sopClass, ReferencedSOPInstanceUID: instance };
}
