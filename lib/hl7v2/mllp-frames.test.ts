import fc from "fast-check";
import { expect, it } from "vitest";
import { MllpDecoder, mllpFrame, type MllpEvent } from "./mllp-frames.ts";

const LIMIT = 64;
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

function decode(...chunks: readonly Uint8Array[]): MllpEvent[] {
  const decoder = new MllpDecoder(LIMIT);
  return chunks.flatMap((chunk) => [...decoder.push(chunk)]);
}

const shown = (events: readonly MllpEvent[]): string[] =>
  events.map((event) =>
    event.kind === "frame" ? new TextDecoder().decode(event.bytes) : `${event.kind} ${event.length}`,
  );

it.each([
  ["one frame", "\u000bA\u001c\r", ["A"]],
  ["an empty frame", "\u000b\u001c\r", [""]],
  ["two frames", "\u000bA\u001c\r\u000bB\u001c\r", ["A", "B"]],
  ["no CR behind FS", "\u000bA\u001c\u000bB\u001c", ["A", "B"]],
  ["line ends between frames", "\r\n\u000bA\u001c\r\n\r\n\u000bB\u001c\r", ["A", "B"]],
  ["garbage before and between", "xx\u000bA\u001c\ryyy\u000bB\u001c\r", ["garbage 2", "A", "garbage 3", "B"]],
  ["a frame that begins again", "\u000bAAA\u000bB\u001c\r", ["garbage 3", "B"]],
  ["an unfinished frame", "\u000bA\u001c\r\u000bB", ["A"]],
  ["a frame beyond the limit", `\u000b${"x".repeat(70)}\u001c\r\u000bB\u001c\r`, ["oversize 70", "B"]],
  ["a frame at the limit", `\u000b${"x".repeat(64)}\u001c\r`, ["x".repeat(64)]],
])("decodes %s", (_, text, expected) => {
  expect(shown(decode(bytesOf(text)))).toEqual(expected);
});

it("does not care how the stream is chunked", () => {
  const byte = fc.constantFrom(0x0b, 0x1c, 0x0d, 0x0a, 0x41, 0x42, 0xc3, 0x00);
  const merged = (events: readonly MllpEvent[]): (string | number)[] =>
    // Garbage is told as it comes, so a chunk's end divides it.
    shown(events.filter((event) => event.kind !== "garbage"));
  fc.assert(
    fc.property(fc.array(byte, { maxLength: 200 }), fc.array(fc.nat(200)), (bytes, cuts) => {
      const stream = Uint8Array.from(bytes);
      const at = [0, ...cuts.filter((cut) => cut < bytes.length).toSorted((a, b) => a - b), bytes.length];
      const chunks = at.slice(1).map((end, index) => stream.slice(at[index], end));
      const whole = decode(stream);
      const pieces = decode(...chunks);
      expect(merged(pieces)).toEqual(merged(whole));
      const garbage = (events: readonly MllpEvent[]): number =>
        events.reduce((sum, event) => sum + (event.kind === "garbage" ? event.length : 0), 0);
      expect(garbage(pieces)).toBe(garbage(whole));
    }),
  );
});

it("gives back every message that is framed", () => {
  const message = fc
    .uint8Array({ maxLength: LIMIT })
    .map((bytes) => bytes.filter((byte) => byte !== 0x0b && byte !== 0x1c));
  fc.assert(
    fc.property(fc.array(message), (messages) => {
      const stream = messages.map(mllpFrame);
      expect(decode(...stream)).toEqual(messages.map((bytes) => ({ kind: "frame", bytes })));
    }),
  );
});

it("holds no more than one frame up to the limit", () => {
  const decoder = new MllpDecoder(1000);
  expect([...decoder.push(bytesOf(`\u000b${"x".repeat(5000)}`))]).toEqual([]);
  for (let round = 0; round < 100; round++) expect([...decoder.push(bytesOf("x".repeat(1000)))]).toEqual([]);
  expect(decoder.pendingBytes).toBe(105_000);
  const [event] = decoder.push(bytesOf("\u001c\r"));
  expect(event).toMatchObject({ kind: "oversize", length: 105_000 });
  expect(event?.kind === "oversize" && event.head.length).toBe(4096);
});
