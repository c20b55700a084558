import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32 as nodeCrc32, deflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { crc32 } from "./crc-32.ts";
import { shortName, shortNames, zipPaths } from "./zip-names.ts";
import { readZipDirectory, zippedStart } from "./zip-reader.ts";
import { zipDirectory, zipFileHead, type ZipEntry } from "./zip-writer.ts";

const text = (value: string) => new TextEncoder().encode(value);
const readerOf = (bytes: Uint8Array) => (offset: number, length: number) =>
  Promise.resolve(bytes.subarray(offset, offset + length));

function zipOf(files: Readonly<Record<string, Uint8Array>>): Buffer {
  const parts: Uint8Array[] = [];
  const entries: ZipEntry[] = [];
  let offset = 0;
  for (const [name, bytes] of Object.entries(files)) {
    const entry = { name, size: bytes.length, crc32: crc32(bytes), offset };
    const head = zipFileHead(entry);
    parts.push(head, bytes);
    entries.push(entry);
    offset += head.length + bytes.length;
  }
  return Buffer.concat([...parts, ...zipDirectory(entries, offset)]);
}

describe("zip", () => {
  it("has the checksum of everybody else, in pieces too", () => {
    const bytes = text("The quick brown fox jumps over the lazy dog");
    expect(crc32(bytes)).toBe(nodeCrc32(bytes));
    expect(crc32(bytes.subarray(9), crc32(bytes.subarray(0, 9)))).toBe(nodeCrc32(bytes));
    expect(crc32(new Uint8Array())).toBe(0);
  });

  it("is read back as it was written", async () => {
    const files = { "a/ü.dcm": text("first"), "b.dcm": new Uint8Array(70_000).fill(7), empty: new Uint8Array() };
    const zip = zipOf(files);
    const read = readerOf(zip);
    const found = await readZipDirectory(zip.length, read);
    expect(found.map(({ path, method, size }) => [path, method, size])).toEqual(
      Object.entries(files).map(([name, bytes]) => [name, "stored", bytes.length]),
    );
    for (const file of found) {
      const start = await zippedStart(file, read);
      expect(zip.subarray(start, start + file.compressedSize)).toEqual(
        Buffer.from(files[file.path as keyof typeof files]),
      );
    }
  });

  it("is a zip to another program", () => {
    const folder = mkdtempSync(join(tmpdir(), "careplane-zip-"));
    try {
      writeFileSync(join(folder, "a.zip"), zipOf({ "s/1.dcm": text("one"), "s/2.dcm": text("two") }));
      const script =
        "import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); print(z.testzip(), z.namelist(), z.read('s/2.dcm'))";
      const said = tryPython(script, join(folder, "a.zip"));
      if (said !== undefined) expect(said.trim()).toBe("None ['s/1.dcm', 's/2.dcm'] b'two'");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("writes and reads numbers beyond 32 bits", async () => {
    const far = 6_000_000_000;
    const large = { name: "large.dcm", size: 5_000_000_000, crc32: 1, offset: 0 };
    const directory = Buffer.concat(zipDirectory([large, { ...large, name: "far.dcm", size: 3, offset: far }], far));
    // A file of which all but the directory is left out.
    const read = (offset: number, length: number) => {
      const before = Buffer.alloc(Math.min(length, Math.max(0, far - offset)));
      const from = Math.max(0, offset - far);
      return Promise.resolve(Buffer.concat([before, directory.subarray(from, from + length - before.length)]));
    };
    const found = await readZipDirectory(far + directory.length, read);
    expect(found.map(({ path, size, offset }) => [path, size, offset])).toEqual([
      ["large.dcm", 5_000_000_000, 0],
      ["far.dcm", 3, far],
    ]);
    expect(zipFileHead(large).length).toBe(30 + 9 + 20);
    const many = Array.from({ length: 70_000 }, (_, index) => ({ name: `${index}`, size: 0, crc32: 0, offset: 0 }));
    const list = Buffer.concat(zipDirectory(many, 0));
    expect(await readZipDirectory(list.length, readerOf(list))).toHaveLength(70_000);
  });

  it("reads what others deflate, encrypt or pack otherwise", async () => {
    const packed = deflateRawSync(text("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"));
    const zip = zipOf({ "x.dcm": packed, "folder/": new Uint8Array() });
    const at = zip.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    zip.writeUInt16LE(8, at + 10);
    zip.writeUInt32LE(30, at + 24);
    expect(await readZipDirectory(zip.length, readerOf(zip))).toMatchObject([
      { path: "x.dcm", method: "deflated", size: 30, compressedSize: packed.length, isEncrypted: false },
    ]);
    zip.writeUInt16LE(14, at + 10);
    zip.writeUInt16LE(1, at + 8);
    expect(await readZipDirectory(zip.length, readerOf(zip))).toMatchObject([{ method: 14, isEncrypted: true }]);
  });

  it.each([
    ["no zip", () => text("PK but no zip at all"), /no directory/],
    ["empty", () => new Uint8Array(), /no directory/],
    ["cut at the front", () => zipOf({ a: new Uint8Array(900) }).subarray(500), /cut short/],
  ])("refuses %s", async (_, make, words) => {
    const zip = make();
    await expect(readZipDirectory(zip.length, readerOf(zip))).rejects.toThrow(words);
  });

  it("refuses an impossible inflation and a damaged head", async () => {
    const file = {
      path: "x",
      method: "deflated",
      isEncrypted: false,
      compressedSize: 10,
      size: 1e9,
      offset: 0,
    } as const;
    const read = readerOf(new Uint8Array(50));
    await expect(zippedStart(file, read)).rejects.toThrow(/thousand times/);
    await expect(zippedStart({ ...file, size: 20 }, read)).rejects.toThrow(/damaged/);
  });
});

describe("names in a zip", () => {
  it.each([
    [
      ["1.2.840.1.1", "1.2.840.1.2"],
      ["840.1.1", "840.1.2"],
    ],
    [
      ["1.2.3", "1.2.4"],
      ["1.2.3", "1.2.4"],
    ],
    [
      ["9.1.1111111111", "9.2.1111111111"],
      ["1.1111111111", "2.1111111111"],
    ],
    [
      ["1.2.3.4.5.6.7.8.9", "1.2.3.4.5.6.7.8.9"],
      ["6.7.8.9", "6.7.8.9"],
    ],
    [[], []],
  ])("of %j", (uids, names) => {
    expect(shortNames(uids)).toEqual(names);
  });

  it("say study, series and instance", () => {
    expect(shortName("1.2.826.0.1.33333333")).toBe("33333333");
    const instances = [
      { series: "5.1.00000001", instance: "7.1.00000001" },
      { series: "5.1.00000001", instance: "7.1.00000002" },
      { series: "5.1.00000002", instance: "7.1.00000001" },
    ];
    expect(zipPaths("1.2.33333333", instances)).toEqual([
      "33333333/00000001/00000001.dcm",
      "33333333/00000001/00000002.dcm",
      "33333333/00000002/00000001.dcm",
    ]);
  });
});

/** Undefined where there is no Python. */
function tryPython(script: string, argument: string): string | undefined {
  try {
    return execFileSync("python3", ["-c", script, argument], { encoding: "utf8" });
  } catch {
    return undefined;
  }
}
