/** Most frames are smaller; a larger one gets memory of its own. */
const BUFFER_BYTES = 1024 * 1024;
/** As many as may be on their way at once without memory of their own. */
const MOST_KEPT = 16;

const idle: Buffer[] = [];

/** Memory for one answer. */
export interface Loan {
  readonly bytes: Buffer;
  /** Call once the bytes are with the system; never, when they may still be read. */
  readonly giveBack: () => void;
}

/**
 * Memory that is used again: fresh memory of half a megabyte costs more than reading a frame into it does. What an earlier answer left in
 * it is still there, so every byte must be written before it goes out.
 */
export function lendBuffer(length: number): Loan {
  if (length > BUFFER_BYTES) return { bytes: Buffer.allocUnsafeSlow(length), giveBack: () => undefined };
  const whole = idle.pop() ?? Buffer.allocUnsafeSlow(BUFFER_BYTES);
  return {
    bytes: whole.subarray(0, length),
    giveBack: () => {
      if (idle.length < MOST_KEPT) idle.push(whole);
    },
  };
}
