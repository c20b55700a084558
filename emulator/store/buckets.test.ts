import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fitsPattern, parseBucketUri } from "./bucket-uri.ts";
import { openBuckets } from "./buckets.ts";

const folder = mkdtempSync(join(tmpdir(), "buckets-"));
const root = join(folder, "buckets");
const buckets = openBuckets(root);
const put = async (uri: string, content: string): Promise<void> =>
  pipeline([content], await buckets.createWriteStream(uri));

beforeAll(async () => {
  for (const name of ["a.ndjson", "b.ndjson", "b.json", "deep/c.ndjson", "deep/er/d.ndjson", "ünï/e.ndjson"])
    await put(`gs://ward/${name}`, name);
  writeFileSync(join(folder, "secret.ndjson"), "secret");
  symlinkSync(join(folder, "secret.ndjson"), join(root, "ward", "link.ndjson"));
  symlinkSync(folder, join(root, "ward", "linked"));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe("match", () => {
  it.each([
    ["gs://ward/a.ndjson", ["a.ndjson"]],
    ["gs://ward/*.ndjson", ["a.ndjson", "b.ndjson"]],
    ["gs://ward/b.*", ["b.json", "b.ndjson"]],
    ["gs://ward/?.json", ["b.json"]],
    ["gs://ward/deep/**", ["deep/c.ndjson", "deep/er/d.ndjson"]],
    ["gs://ward/**.ndjson", ["a.ndjson", "b.ndjson", "deep/c.ndjson", "deep/er/d.ndjson", "ünï/e.ndjson"]],
    ["gs://ward/d*/*.ndjson", ["deep/c.ndjson"]],
  ])("%s", async (uri, names) => {
    expect((await buckets.match(uri)).map((object) => object.uri)).toEqual(names.map((name) => `gs://ward/${name}`));
  });

  it.each([
    ["gs://ward/none.ndjson", "NOT_FOUND"],
    ["gs://none/**", "NOT_FOUND"],
    ["gs://ward/link.ndjson", "NOT_FOUND"],
    ["gs://ward/linked/secret.ndjson", "NOT_FOUND"],
    ["gs://ward/linked/*", "NOT_FOUND"],
    ["gs://ward/deep", "NOT_FOUND"],
    ["gs://ward/../secret.ndjson", "INVALID_ARGUMENT"],
    ["gs://../secret.ndjson", "INVALID_ARGUMENT"],
    ["gs://./ward/a.ndjson", "INVALID_ARGUMENT"],
    ["gs://ward//a.ndjson", "INVALID_ARGUMENT"],
    ["gs://ward/..\\secret", "INVALID_ARGUMENT"],
    ["gs://ward/a\u0000.ndjson", "INVALID_ARGUMENT"],
    ["gs://w*/a.ndjson", "INVALID_ARGUMENT"],
    ["gs://.uploads/x", "INVALID_ARGUMENT"],
    ["/etc/passwd", "INVALID_ARGUMENT"],
    ["file:///etc/passwd", "INVALID_ARGUMENT"],
    [`gs://ward/${"x".repeat(1100)}`, "INVALID_ARGUMENT"],
    [`gs://ward/${"x".repeat(300)}`, "INVALID_ARGUMENT"],
    ["gs://ward/a.ndjson/below", "FAILED_PRECONDITION"],
  ])("refuses %s", async (uri, status) => {
    await expect(buckets.match(uri)).rejects.toMatchObject({ name: "BucketError", status });
  });
});

describe("streams", () => {
  it("reads what was written, overwrites, and shows nothing of a broken upload", async () => {
    await put("gs://ward-2/x/y.txt", "one");
    await put("gs://ward-2/x/y.txt", "two");
    expect(await text(await buckets.createReadStream("gs://ward-2/x/y.txt"))).toBe("two");
    const broken = await buckets.createWriteStream("gs://ward-2/x/z.txt");
    broken.write("half");
    await new Promise((resolve) => broken.once("close", resolve).destroy());
    expect((await buckets.match("gs://ward-2/**")).map((object) => object.uri)).toEqual(["gs://ward-2/x/y.txt"]);
    expect(readdirSync(join(root, ".uploads"))).toEqual([]);
  });

  it.each(["gs://ward/linked/new.txt", "gs://ward/", "gs://ward", "gs://ward/*.txt", "gs://ward/a.ndjson/b"])(
    "refuses to write %s",
    async (uri) => {
      await expect(buckets.createWriteStream(uri)).rejects.toMatchObject({ name: "BucketError" });
    },
  );
});

describe("fitsPattern", () => {
  it("agrees with the regular expression of the same meaning", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b", "/", "."), maxLength: 8 });
    const pattern = fc
      .array(fc.constantFrom("a", "b", "/", ".", "*", "**", "?"), { maxLength: 6 })
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(pattern, letters, (glob, name) => {
        const source = glob.replace(
          /\*\*|[*?.]/g,
          (part) => ({ "**": ".*", "*": "[^/]*", "?": "[^/]" })[part] ?? `\\${part}`,
        );
        expect(fitsPattern(glob, name)).toBe(new RegExp(`^${source}$`).test(name));
      }),
    );
  });

  it("stays quick on a hostile pattern", () => {
    const started = performance.now();
    expect(fitsPattern(`${"*a".repeat(400)}b`, "a".repeat(1000))).toBe(false);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

it("parseBucketUri never yields a name that leaves the bucket", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom("a", ".", "/", "\\", "%", "\u0000", "-"), maxLength: 20 }),
      (tail) => {
        try {
          const { object } = parseBucketUri(`gs://ward/${tail}`);
          expect(join("/root/ward", ...object.split("/")).startsWith("/root/ward")).toBe(true);
        } catch (error) {
          expect(error).toMatchObject({ name: "BucketError" });
        }
      },
    ),
  );
});
