const CARRIAGE_RETURN = 0x0d;
const LINE_FEED = 0x0a;

/** Messages one after another as a file, each byte as it is; one that ends without a segment terminator gets a CR, so that the next header begins a line. */
export function joinMessages(messages: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const parts = messages.flatMap((bytes) => (isTerminated(bytes) ? [bytes] : [bytes, Uint8Array.of(CARRIAGE_RETURN)]));
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

function isTerminated(bytes: Uint8Array): boolean {
  const last = bytes.at(-1);
  return last === CARRIAGE_RETURN || last === LINE_FEED;
}
