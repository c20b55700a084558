import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DicomJson } from "#lib/dicom/dicom-json.ts";
import { differencesToDcmdump } from "./test-dcmdump.ts";
import { openTestEmulator, type TestEmulator } from "#emulator/test-emulator.ts";

const FOLDER = join(process.env["SHARED_DATA"] ?? "../shared/data", "dicom");
const JSON_TYPE = { "content-type": "application/json" };
const AS_STORED = "application/dicom; transfer-syntax=*";

const fileSchema = z.object({
  file: z.string(),
  dicm: z.boolean(),
  storable: z.boolean(),
  study: z.string().nullable(),
  series: z.string().nullable(),
  instance: z.string().nullable(),
  has_pixels: z.boolean(),
  frames: z.string().nullable(),
});

/** Broken on purpose, and why they are refused. */
const REFUSED: Readonly<Record<string, RegExp>> = {
  "pydicom/rtplan_truncated.dcm": /\(300A00B0\) is 976 bytes long, but only 711 follow/,
  "pydicom-data/bad_sequence.dcm": /StudyInstanceUID \(0020000D\) is not a UID/,
};

/** What DCMTK itself cannot print. */
const NOT_DUMPED: Readonly<Record<string, string>> = {
  "pydicom/MR_truncated.dcm": "pixels are cut short, at which it stops",
  "pydicom/SC_rgb_jpeg.dcm": "a VR of two spaces, after which it loses its way",
  "pydicom/chrH31.dcm": "ISO 2022 IR 87, which its conversion library does not know",
  "pydicom/chrJapMultiExplicitIR6.dcm": "ISO 2022 IR 87, which its conversion library does not know",
};

const hasDcmtk = spawnSync("dcmdump", ["--version"]).status === 0;
if (!hasDcmtk)
  process.stderr.write("dcmdump (Debian package dcmtk) is not installed: headers are not compared with it.\n");

describe.skipIf(!existsSync(FOLDER))("real files", () => {
  const files = existsSync(FOLDER)
    ? z.array(fileSchema).parse(JSON.parse(readFileSync(join(FOLDER, "manifest.json"), "utf8")))
    : [];
  let emulator: TestEmulator;
  let stores = 0;
  const bytesOf = ({ file }: { readonly file: string }): Buffer => readFileSync(join(FOLDER, file));

  beforeAll(async () => {
    emulator = await openTestEmulator();
    await post("datasets?datasetId=d");
  });
  afterAll(() => emulator.dispose());

  const post = (path: string): Promise<Response> =>
    fetch(`${emulator.origin}/v1/projects/p/locations/us-central1/${path}`, {
      method: "POST",
      headers: JSON_TYPE,
      body: "{}",
    });

  async function newStore(): Promise<string> {
    const id = `s${++stores}`;
    await post(`datasets/d/dicomStores?dicomStoreId=${id}`);
    return `${emulator.origin}/v1/projects/p/locations/us-central1/datasets/d/dicomStores/${id}/dicomWeb`;
  }

  async function store(root: string, bytes: Buffer): Promise<{ status: number; detail: string }> {
    const headers = { "content-type": "application/dicom", accept: "application/dicom+json" };
    const response = await fetch(`${root}/studies`, { method: "POST", headers, body: new Uint8Array(bytes) });
    const answer = (await response.json()) as Record<string, { Value: Record<string, { Value: string[] }>[] }>;
    return { status: response.status, detail: answer["00081198"]?.Value[0]?.["00091097"]?.Value[0] ?? "" };
  }

  it(
    "stores each, finds it, tells its header like dcmdump, and gives its bytes back but for the preamble",
    { timeout: 120_000 },
    async () => {
      // The same instance is there in many transfer syntaxes: each goes into the first store that does not have it.
      const roots: string[] = [];
      const taken = new Map<string, number>();
      for (const file of files.filter(({ dicm, storable }) => dicm && storable)) {
        const uids = [file.study, file.series, file.instance].join("/");
        const turn = taken.get(uids) ?? 0;
        taken.set(uids, turn + 1);
        const root = (roots[turn] ??= await newStore());
        const bytes = bytesOf(file);
        const { status, detail } = await store(root, bytes);
        const refusal = REFUSED[file.file];
        if (refusal) {
          expect(detail, file.file).toMatch(refusal);
          continue;
        }
        expect({ file: file.file, status, detail }).toEqual({ file: file.file, status: 200, detail: "" });
        const address = `${root}/studies/${file.study}/series/${file.series}/instances/${file.instance}`;
        const response = await fetch(address, { headers: { accept: AS_STORED } });
        const returned = Buffer.from(await response.arrayBuffer());
        expect(
          returned.subarray(0, 128).every((byte) => byte === 0),
          file.file,
        ).toBe(true);
        expect(returned.subarray(128).equals(bytes.subarray(128)), file.file).toBe(true);
        const found = await fetch(`${root}/instances?SOPInstanceUID=${file.instance}&StudyInstanceUID=${file.study}`);
        expect(((await found.json()) as unknown[]).length, file.file).toBe(1);
        if (!hasDcmtk || file.file in NOT_DUMPED) continue;
        const metadata = await fetch(`${address}/metadata`, { headers: { accept: "application/dicom+json" } });
        const [header = {}] = (await metadata.json()) as DicomJson[];
        expect(await differencesToDcmdump(join(FOLDER, file.file), header), file.file).toEqual([]);
      }
    },
  );

  it("says why the others are no DICOM instances", async () => {
    const root = await newStore();
    // Its last fragment is cut short; the rest of it is whole.
    const others = files.filter(({ dicm, storable, file }) => (!dicm || !storable) && !file.includes("too_short"));
    for (const file of others) {
      const { status, detail } = await store(root, bytesOf(file));
      expect(status, file.file).toBe(409);
      expect(detail, file.file).toMatch(/Not a DICOM file|InstanceUID|SOPClassUID|transfer syntax/);
    }
    expect((await fetch(`${root}/instances`)).status).toBe(204);
  });
});
