/**
 * One frame as DICOM RLE: PackBits over byte planes, the most significant byte of each sample first. PS3.5 annex G.
 * @param bytes samples pixel by pixel, little endian
 * @param sample bytes of one sample, and samples of one pixel
 */
export function encodeRle(
  bytes: Uint8Array,
  { columns, sampleBytes, samples }: { columns: number; sampleBytes: 1 | 2; samples: number },
): Uint8Array {
  const stride = sampleBytes * samples;
  const segments: Uint8Array[] = [];
  for (let sample = 0; sample < samples; sample++) {
    for (let byte = sampleBytes - 1; byte >= 0; byte--) {
      segments.push(packPlane(takePlane(bytes, stride, sample * sampleBytes + byte), columns));
    }
  }
  const header = new DataView(new ArrayBuffer(64));
  header.setUint32(0, segments.length, true);
  let offset = 64;
  for (const [index, segment] of segments.entries()) {
    header.setUint32(4 + 4 * index, offset, true);
    offset += segment.length;
  }
  return new Uint8Array(Buffer.concat([new Uint8Array(header.buffer), ...segments]));
}

function takePlane(bytes: Uint8Array, stride: number, first: number): Uint8Array {
  const plane = new Uint8Array(bytes.length / stride);
  for (let index = 0; index < plane.length; index++) plane[index] = bytes[index * stride + first] ?? 0;
  return plane;
}

/** Rows are packed one by one (G.3.1); the segment has an even length. */
function packPlane(plane: Uint8Array, columns: number): Uint8Array {
  const packed = new Uint8Array(
    plane.length + Math.ceil(plane.length / 64) + 2 * Math.ceil(plane.length / columns) + 2,
  );
  let at = 0;
  for (let start = 0; start < plane.length; start += columns)
    at = packRow(plane, { start, end: start + columns }, packed, at);
  return packed.slice(0, at + (at & 1));
}

function packRow(
  plane: Uint8Array,
  { start, end }: { start: number; end: number },
  packed: Uint8Array,
  from: number,
): number {
  let at = from;
  let index = start;
  while (index < end) {
    let run = 1;
    while (run < 128 && index + run < end && plane[index + run] === plane[index]) run++;
    if (run > 2) {
      packed[at++] = 257 - run;
      packed[at++] = plane[index] ?? 0;
      index += run;
      continue;
    }
    const literal = literalLength(plane, index, end);
    packed[at++] = literal - 1;
    packed.set(plane.subarray(index, index + literal), at);
    at += literal;
    index += literal;
  }
  return at;
}

/** Up to 128 bytes, until three equal ones begin. */
function literalLength(plane: Uint8Array, index: number, end: number): number {
  let long = 1;
  while (long < 128 && index + long < end) {
    const at = index + long;
    if (at + 2 < end && plane[at] === plane[at + 1] && plane[at] === plane[at + 2]) break;
    long++;
  }
  return long;
}
