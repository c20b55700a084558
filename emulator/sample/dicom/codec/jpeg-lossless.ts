/**
 * One greyscale frame as JPEG lossless, process 14 selection value 1: each sample is told by its difference to its left neighbour.
 * ITU-T T.81 annex H; DICOM 1.2.840.10008.1.2.4.70.
 */
export function encodeJpegLossless(
  samples: Uint16Array,
  { rows, columns, bits }: { rows: number; columns: number; bits: number },
): Uint8Array {
  const writer = createBitWriter(samples.length * 2 + 1024);
  writeHeader(writer.bytes, { rows, columns, bits });
  const restart = 2 ** (bits - 1);
  for (let y = 0; y < rows; y++) {
    const offset = y * columns;
    // The first sample of a row is told from the one above, the very first from the middle of the range (H.1.2.1).
    let before = y === 0 ? restart : (samples[offset - columns] ?? 0);
    for (let x = 0; x < columns; x++) {
      const sample = samples[offset + x] ?? 0;
      writeDifference(writer, sample - before);
      before = sample;
    }
  }
  writer.flush();
  writer.bytes.push(0xff, 0xd9);
  return writer.bytes.finish();
}

interface Bytes {
  push(...values: number[]): void;
  finish(): Uint8Array;
}

interface BitWriter {
  readonly bytes: Bytes;
  put(bits: number, count: number): void;
  flush(): void;
}

/** Start of image, frame header SOF3, one Huffman table with the categories 0 to 16, scan header with predictor 1. */
function writeHeader(bytes: Bytes, { rows, columns, bits }: { rows: number; columns: number; bits: number }): void {
  bytes.push(0xff, 0xd8);
  bytes.push(0xff, 0xc3, 0, 11, bits, rows >> 8, rows & 255, columns >> 8, columns & 255, 1, 1, 0x11, 0);
  bytes.push(0xff, 0xc4, 0, 19 + CATEGORIES.length, 0, ...LENGTH_COUNTS, ...CATEGORIES);
  bytes.push(0xff, 0xda, 0, 8, 1, 1, 0, 1, 0, 0);
}

/** How many codes have 1, 2, … 16 bits; then the categories in the order of their codes. Small differences are frequent, so they are short. */
const LENGTH_COUNTS = [0, 0, 6, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0] as const;
const CATEGORIES = [3, 4, 5, 2, 6, 1, 7, 0, 8, 9, 10, 11, 12, 13, 14, 15, 16] as const;

/** Canonical Huffman codes of the table above (T.81 annex C), by category. */
const CODES = ((): readonly { readonly code: number; readonly size: number }[] => {
  const codes: { code: number; size: number }[] = [];
  let code = 0;
  let at = 0;
  for (const [index, count] of LENGTH_COUNTS.entries()) {
    for (let taken = 0; taken < count; taken++) codes[CATEGORIES[at++] ?? 0] = { code: code++, size: index + 1 };
    code <<= 1;
  }
  return codes;
})();

function writeDifference(writer: BitWriter, difference: number): void {
  const category = difference === 0 ? 0 : 32 - Math.clz32(Math.abs(difference));
  const { code, size } = CODES[category] ?? { code: 0, size: 1 };
  writer.put(code, size);
  if (category > 0) writer.put(difference > 0 ? difference : difference + 2 ** category - 1, category);
}

function createBitWriter(capacity: number): BitWriter {
  let buffer = new Uint8Array(capacity);
  let length = 0;
  let pending = 0;
  let count = 0;
  const push = (...values: number[]): void => {
    for (const value of values) pushOne(value);
  };
  const pushOne = (value: number): void => {
    if (length === buffer.length) {
      const larger = new Uint8Array(buffer.length * 2);
      larger.set(buffer);
      buffer = larger;
    }
    buffer[length++] = value;
  };
  const emit = (byte: number): void => {
    pushOne(byte);
    // A data byte FF is followed by 00, so that it is no marker (F.1.2.3).
    if (byte === 0xff) pushOne(0);
  };
  return {
    bytes: { push, finish: () => buffer.slice(0, length) },
    put: (bits, size) => {
      for (let left = size; left > 0;) {
        const taken = Math.min(8 - count, left);
        left -= taken;
        pending = (pending << taken) | ((bits >> left) & ((1 << taken) - 1));
        count += taken;
        if (count === 8) {
          emit(pending);
          pending = 0;
          count = 0;
        }
      }
    },
    flush: () => {
      if (count > 0) emit((pending << (8 - count)) | ((1 << (8 - count)) - 1));
    },
  };
}
