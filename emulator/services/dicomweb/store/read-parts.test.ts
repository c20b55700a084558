import fc from "fast-check";
import { expect, it } from "vitest";
import { fleetingChunks } from "./fleeting-chunks.ts";
import { MultipartError, readParts } from "./read-parts.ts";

const BOUNDARY = "--b";
/** Bytes that look like beginnings of boundaries again and again. */
const content = fc
  .array(fc.constantFrom("\r", "\n", "-", "b", "\r\n", "\r\n--", "\r\n----", "x"), { maxLength: 60 })
  .map((pieces) => pieces.join(""))
  .filter((text) => !`${text}\r\n--`.includes(`\r\n--${BOUNDARY}`) && !`\r\n${text}`.includes(`\r\n--${BOUNDARY}`));

/** Each piece in memory of its own, as Node's HTTP server gives them. */
async function* inChunks(body: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  let turn = 0;
  for (let start = 0; start < body.length;) {
    const size = sizes[turn++ % sizes.length] ?? 1;
    const chunk = Buffer.from(new Uint8Array(body.subarray(start, start + size)).buffer);
    start += size;
    yield chunk;
  }
}

/** Type and text of every part; of the one that is `left` after its first chunk, the type alone. */
async function read(body: string, sizes: readonly number[], left?: number): Promise<string[]> {
  const seen: string[] = [];
  for await (const part of readParts(fleetingChunks(inChunks(Buffer.from(body, "latin1"), sizes)), BOUNDARY)) {
    let text = "";
    for await (const chunk of part.body) {
      if (seen.length === left) break;
      text += chunk.toString("latin1");
    }
    seen.push(`${part.headers.get("content-type")}:${text}`);
  }
  return seen;
}

const sizes = fc.array(fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 200 })), { minLength: 1 });

it("gives every part whole, however its bytes arrive and whatever looks like a boundary", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(content, { maxLength: 5 }), sizes, fc.nat({ max: 5 }), async (parts, cuts, left) => {
      const head = (at: number) => `--${BOUNDARY}\r\nContent-Type: t${at}\r\n\r\n`;
      const body = `${parts.map((text, at) => `${head(at)}${text}\r\n`).join("")}--${BOUNDARY}--`;
      const seen = await read(body, cuts, left);
      expect(seen).toEqual(parts.map((text, at) => (at === left ? `t${at}:` : `t${at}:${text}`)));
    }),
  );
});

it("does not take a body that is cut for a whole one", async () => {
  const body = `--${BOUNDARY}\r\nContent-Type: t\r\n\r\nbytes\r\n--${BOUNDARY}--`;
  for (let length = 0; length < body.length; length += 1)
    await expect(read(body.slice(0, length), [3])).rejects.toThrow(MultipartError);
});
