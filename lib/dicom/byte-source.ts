/** Bytes that may be too many to hold: a reader asks for the few it needs. */
export interface ByteSource {
  readonly size: number;
  /** `length` bytes from `offset` on; fewer when the source ends before. The result may be a view that the next call overwrites. */
  read(offset: number, length: number): Uint8Array;
}

/** A source over bytes in memory. */
export function bytesSource(bytes: Uint8Array): ByteSource {
  return { size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) };
}
