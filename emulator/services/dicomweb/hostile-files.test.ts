import { existsSync, globSync, readdirSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { bytesSource, type ByteSource } from "#lib/dicom/byte-source.ts";
import { DicomError } from "#lib/dicom/data-set.ts";
import { readPart10 } from "#lib/dicom/read-part10.ts";
import { openTestEmulator, type TestEmulator } from "#emulator/test-emulator.ts";
import { indexInstance } from "./imaging/index-instance.ts";
import { testFile } from "./test-file.ts";

const STORE = "/v1/projects/p/locations/us-central1/datasets/d/dicomStores/s";
/** A busy machine may take its time. */
const PATIENT = { timeout: 20_000 };
const MOST_INFLATED = 16 * 1024 * 1024;
let emulator: TestEmulator;

beforeAll(async () => {
  emulator = await openTestEmulator();
  const post = (path: string): Promise<Response> =>
    fetch(`${emulator.origin}${path}`, { method: "POST", headers: { "content-type": "application/json" }, body: "{}" });
  await post("/v1/projects/p/locations/us-central1/datasets?datasetId=d");
  await post("/v1/projects/p/locations/us-central1/datasets/d/dicomStores?dicomStoreId=s");
});
afterAll(() => emulator.dispose());

function seeds(): Buffer[] {
  const folder = join(process.env["SHARED_DATA"] ?? "../shared/data", "dicom");
  const real = existsSync(folder) ? globSync(join(folder, "{pydicom,dcmqi,dcmjs}", "*.dcm")) : [];
  const small = real.map((path) => readFileSync(path)).filter(({ length }) => length < 12_000);
  return [testFile(), ...small];
}

function inflate(source: ByteSource, offset: number): ByteSource {
  try {
    const bytes = source.read(offset, source.size - offset);
    return bytesSource(inflateRawSync(bytes, { maxOutputLength: MOST_INFLATED }));
  } catch {
    throw new DicomError("bad-deflate", "broken");
  }
}

it("reads or refuses any mutant of a file, in time", { timeout: 60_000 }, () => {
  const files = seeds();
  const edit = fc.record({ at: fc.nat(), byte: fc.integer({ min: 0, max: 255 }) });
  const mutant = fc.record({
    seed: fc.nat({ max: files.length - 1 }),
    edits: fc.array(edit, { minLength: 1, maxLength: 12 }),
    cut: fc.option(fc.nat()),
  });
  fc.assert(
    fc.property(mutant, ({ seed, edits, cut }) => {
      const bytes = Uint8Array.from(files[seed] ?? []);
      // Most harm is done in headers, which begin behind the prefix.
      for (const { at, byte } of edits) bytes[132 + (at % (bytes.length - 132))] = byte;
      const whole = cut === null ? bytes : bytes.subarray(0, 132 + (cut % (bytes.length - 132)));
      try {
        const { body, dataSet, transferSyntax } = readPart10(bytesSource(whole), inflate);
        indexInstance(body, dataSet, transferSyntax);
      } catch (error) {
        if (!(error instanceof DicomError)) throw error;
      }
    }),
    { numRuns: 2000 },
  );
});

const stow = (body: Uint8Array, type = "application/dicom"): Promise<Response> =>
  fetch(`${emulator.origin}${STORE}/dicomWeb/studies`, {
    method: "POST",
    headers: { "content-type": type, accept: "application/dicom+json" },
    body: Uint8Array.from(body),
  });

it("refuses a deflate bomb", { timeout: 60_000 }, async () => {
  const file = testFile({ transferSyntax: "1.2.840.10008.1.2.1.99" });
  const body = file.indexOf(Buffer.from([0x08, 0x00, 0x05, 0x00, 0x43, 0x53]));
  const bomb = deflateRawSync(Buffer.alloc(100 * 1024 * 1024), { level: 1 });
  const response = await stow(Buffer.concat([file.subarray(0, body), bomb]));
  expect(response.status).toBe(409);
  expect(await response.text()).toMatch(/grows beyond what an image can be/);
});

it("refuses a request of a hundred thousand parts", { timeout: 60_000 }, async () => {
  const parts = "\r\n--b\r\nContent-Type: application/dicom\r\n\r\n".repeat(100_000);
  const response = await stow(
    Buffer.from(`${parts}\r\n--b--`),
    'multipart/related; type="application/dicom"; boundary=b',
  );
  expect(response.status).toBe(413);
});

it("stores a picture that claims to be huge, and refuses to make it", async () => {
  const claim = [["00280010", "US", 65_535] as const, ["00280011", "US", 65_535] as const];
  expect((await stow(testFile({ instance: "2.1", elements: claim }))).status).toBe(200);
  const head = Buffer.from([0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, 0xff, 0xff, 0xff, 0xff, 1, 1, 0x11, 0]);
  const fragments = Buffer.concat([
    Buffer.from("feff00e000000000", "hex"),
    Buffer.from("feff00e010000000", "hex"),
    Buffer.concat([head, Buffer.alloc(1)]),
    Buffer.from("feffdde000000000", "hex"),
  ]);
  const jpeg = testFile({ instance: "2.2", transferSyntax: "1.2.840.10008.1.2.4.50" });
  const pixels = jpeg.lastIndexOf(Buffer.from([0xe0, 0x7f, 0x10, 0x00]));
  const head12 = Buffer.from("e07f10004f420000ffffffff", "hex");
  expect((await stow(Buffer.concat([jpeg.subarray(0, pixels), head12, fragments]))).status).toBe(200);
  for (const instance of ["2.1", "2.2"]) {
    const address = `${STORE}/dicomWeb/studies/1.2.3/series/1.2.3.1/instances/${instance}/rendered`;
    const rendered = await fetch(`${emulator.origin}${address}`);
    expect(rendered.status).toBe(400);
    expect(await rendered.text()).toMatch(/no frames|the attributes say/);
  }
});

it("leaves nothing of an upload that breaks off", async () => {
  const { port } = new URL(emulator.origin);
  const socket = connect(Number(port), "127.0.0.1");
  socket.write(
    `POST ${STORE}/dicomWeb/studies HTTP/1.1\r\nHost: x\r\nContent-Type: application/dicom\r\nContent-Length: 4000000000\r\n\r\n`,
  );
  socket.write(testFile({ instance: "3.1" }));
  const uploads = join(emulator.dataDir, "blobs/.uploads");
  await expect.poll(() => readdirSync(uploads).length, PATIENT).toBe(1);
  socket.destroy();
  await expect.poll(() => readdirSync(uploads).length, PATIENT).toBe(0);
  expect((await fetch(`${emulator.origin}${STORE}/dicomWeb/instances?SOPInstanceUID=3.1`)).status).toBe(204);
});
