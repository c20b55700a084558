import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { readDeidentifyConfig } from "#lib/deid/check-config.ts";
import { PROFILE_TABLE } from "#lib/deid/dicom/profile-table.ts";
import { planOf, type DeidPlan } from "#lib/deid/plan.ts";
import { findElement, type DataSet } from "#lib/dicom/data-set.ts";
import type { DicomJson } from "#lib/dicom/dicom-json.ts";
import { tagEntry } from "#lib/dicom/tag-dictionary.ts";
import { toDicomJson } from "#lib/dicom/to-dicom-json.ts";
import type { Vr } from "#lib/dicom/vr.ts";
import { elementBytes, itemMark, writeElements } from "#lib/dicom/write-data-set.ts";
import { NODE_CRYPTO } from "#emulator/services/deid/node-crypto.ts";
import { tagOf } from "#emulator/services/deid/tag-word.ts";
import { withDicomFile, type OpenDicomFile } from "#emulator/services/dicomweb/imaging/open-dicom-file.ts";
import { decodeStored, storedFrames } from "#emulator/services/dicomweb/pixels/stored-frame.ts";
import { testFile, type TestElement } from "#emulator/services/dicomweb/test-file.ts";
import { imagedStudies } from "#emulator/sample/dicom/imaged-studies.ts";
import { studyFiles } from "#emulator/sample/dicom/make-study.ts";
import type { ImagingName } from "#emulator/sample/vocabulary/imaging.ts";
import type { Box } from "./redacted-pixels.ts";
import { rewriteFile, type RewrittenFile } from "./rewrite-file.ts";

const folder = mkdtempSync(join(tmpdir(), "rewrite-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
let files = 0;

function plan(dicom: object | undefined, key = 5): DeidPlan {
  const text = {
    additionalTransformations: [
      { infoTypes: ["DATE"], dateShiftConfig: { cryptoKey: Buffer.alloc(32, key).toString("base64") } },
    ],
  };
  const read = readDeidentifyConfig({ text, ...(dicom && { dicom }) }, (word) => tagOf(word) !== undefined);
  if (!("config" in read)) throw new Error(JSON.stringify(read.violations));
  return planOf(read.config, NODE_CRYPTO, () => Buffer.alloc(32, key));
}
const BASIC = { filterProfile: "ATTRIBUTE_CONFIDENTIALITY_BASIC_PROFILE" };
const CONTENTS = { filterProfile: "DEIDENTIFY_TAG_CONTENTS" };

interface Rewritten extends RewrittenFile {
  readonly path: string;
  readonly bytes: Buffer;
}

async function rewrite(bytes: Uint8Array, by: DeidPlan, boxes?: readonly (readonly Box[])[]): Promise<Rewritten> {
  const path = join(folder, `in-${++files}`);
  const target = join(folder, `out-${files}`);
  writeFileSync(path, bytes);
  const written = await opened(path, (file) => rewriteFile(file, { plan: by, target, boxes }));
  return { ...written, path: target, bytes: readFileSync(target) };
}
const opened = <T>(path: string, work: (file: OpenDicomFile) => T | Promise<T>): Promise<T> =>
  withDicomFile(path, join(folder, `scratch-${++files}`), work);
const jsonOf = ({ path }: Rewritten): Promise<DicomJson> =>
  opened(path, ({ body, dataSet }) => toDicomJson(body, dataSet, { bulkDataUri: () => undefined }));
const valueOf = (json: DicomJson, tag: string): unknown => json[tag]?.Value?.[0];

/** A canary of each VR; numbers of fixed size have one that a search can find. */
function canary(vr: Vr, tag: string): TestElement {
  const number = String((Number.parseInt(tag, 16) % 9000) + 1000);
  const byVr: Partial<Record<Vr, string | Uint8Array>> = {
    AE: `CNRY${number}`,
    AS: "077Y",
    CS: `CNRY${number}`,
    DA: "19710203",
    DS: `71.${number}`,
    DT: "19710203040506",
    IS: `71${number}`,
    LO: `CNRY${number} Zebulon`,
    LT: `CNRY${number} Zebulon text`,
    PN: `CNRY${number}^Zebulon`,
    SH: `CNRY${number}`,
    ST: `CNRY${number} Zebulon`,
    TM: "040506",
    UC: `CNRY${number}`,
    UI: `1.2.71.${number}`,
    UR: `http://cnry.example/${number}`,
    UT: `CNRY${number} Zebulon`,
  };
  return [tag, vr, byVr[vr] ?? Buffer.from(`CNRY${number}    `)];
}

/** Every row of the table as elements: at the top, and again inside an item of a sequence that stays. */
function plantedElements(): { readonly tags: readonly string[]; readonly elements: readonly TestElement[] } {
  const tags = Object.values(PROFILE_TABLE)
    .flatMap((row) => row.split(" "))
    .map((tag) => tag.replace("50XXXXXX", "50023000").replace("60XX", "6002"))
    .filter((tag) => !/^000[02]|^FFF|^(?:00080018|0020000D|0020000E)$/.test(tag));
  const elements = tags.map((tag): TestElement => {
    const vr = tagEntry(tag)?.vr ?? "LO";
    const plain = ({ ox: "OW", lt: "OW", xs: "US" } as const)[vr as string] ?? (vr as Vr);
    return plain === "SQ"
      ? [
          tag,
          "SQ",
          Buffer.concat([
            itemMark("E000", 0xffffffff),
            encode(canary("LO", "00081030")),
            encode(["00081155", "UI", "1.2.71.5"]),
            itemMark("E00D", 0),
          ]),
        ]
      : canary(plain, tag);
  });
  return { tags, elements };
}
function encode([tag, vr, value]: TestElement): Uint8Array {
  return elementBytes(tag, vr, typeof value === "string" ? Buffer.from(value) : Buffer.from(value as Uint8Array));
}

describe("the basic profile on every row of PS3.15 Table E.1-1", () => {
  const { tags, elements } = plantedElements();
  const sorted = elements.toSorted(([a], [b]) => (a < b ? -1 : 1));
  const item = Buffer.concat([itemMark("E000", 0xffffffff), ...sorted.map(encode), itemMark("E00D", 0)]);
  // Derived from an anatomic region: a sequence without a row, so what is in it has to be judged by itself.
  const nested: TestElement = ["00082218", "SQ", item];
  const kept: readonly TestElement[] = [
    ["00180050", "DS", "2.5"],
    ["00080070", "LO", "Cedar"],
    ["00280010", "US", 3],
  ];
  const file = testFile({
    elements: [...elements, nested, ...kept, ["00091010", "LO", "CNRY private"], ["00090010", "LO", "CNRY OWNER"]],
  });

  it("lets no planted value through, at the top or in sequences, and keeps the rest", async () => {
    const result = await rewrite(file, plan(BASIC));
    const text = result.bytes.toString("latin1");
    expect(tags.length).toBeGreaterThan(600);
    expect(
      text.match(/CNRY\d*|Zebulon|cnry\.example|19710203|040506|1\.2\.71\.\d+|71\.\d{4}|077Y|Referrer|Doe|Jane/g),
    ).toBeNull();
    const json = await jsonOf(result);
    expect(valueOf(json, "00180050")).toBe(2.5);
    expect(valueOf(json, "00080070")).toBe("Cedar");
    expect(Object.keys(json)).not.toContain("00091010");
    const inner = valueOf(json, "00082218") as DicomJson;
    expect(inner).toBeDefined();
    process.stdout.write(
      `basic profile: ${tags.length} rows planted twice, 0 values left; ${Object.keys(json).length} attributes kept at the top\n`,
    );
  });

  it("gives the same bytes for the same key, and others for another", async () => {
    const [first, second, third] = [
      await rewrite(file, plan(BASIC)),
      await rewrite(file, plan(BASIC)),
      await rewrite(file, plan(BASIC, 6)),
    ];
    expect(second.digest).toBe(first.digest);
    expect(third.digest).not.toBe(first.digest);
    expect(third.indexed.instance).not.toBe(first.indexed.instance);
  });
});

it("keeps references between instances whole", async () => {
  const reference = (uid: string): TestElement => [
    "00081140",
    "SQ",
    Buffer.concat([
      itemMark("E000", 0xffffffff),
      encode(["00081150", "UI", "1.2.840.10008.5.1.4.1.1.2"]),
      encode(["00081155", "UI", uid]),
      itemMark("E00D", 0),
    ]),
  ];
  const first = await rewrite(testFile({ instance: "1.2.3.1.1", elements: [reference("1.2.3.1.2")] }), plan(BASIC));
  const second = await rewrite(testFile({ instance: "1.2.3.1.2", elements: [reference("1.2.3.1.1")] }), plan(BASIC));
  const target = async (result: Rewritten): Promise<unknown> =>
    valueOf((valueOf(await jsonOf(result), "00081140") ?? {}) as DicomJson, "00081155");
  expect(await target(first)).toBe(second.indexed.instance);
  expect(await target(second)).toBe(first.indexed.instance);
  expect(first.indexed.study).toBe(second.indexed.study);
  expect(valueOf((valueOf(await jsonOf(first), "00081140") ?? {}) as DicomJson, "00081150")).toBe(
    "1.2.840.10008.5.1.4.1.1.2",
  );
  await opened(first.path, ({ file, meta }) => {
    const element = findElement(meta, "00020003");
    expect(
      Buffer.from(file.read(element?.offset ?? 0, element?.length ?? 0))
        .toString()
        .replace(/\0$/, ""),
    ).toBe(first.indexed.instance);
  });
});

it.each<[string, string, Uint8Array]>([
  ["ISO_IR 100", "M\u00fcller^J\u00f6rg", Buffer.from("M\u00fcller^J\u00f6rg", "latin1")],
  ["ISO_IR 192", "Łukasz^Žofie", Buffer.from("Łukasz^Žofie")],
  ["ISO_IR 144", "Люкceмбypг", Buffer.from([0xbb, 0xee, 0xda, 0x63, 0x65, 0xdc, 0xd1, 0x79, 0x70, 0xd3])],
  ["ISO 2022 IR 6\\ISO 2022 IR 87", "山田", Buffer.from([0x1b, 0x24, 0x42, 0x3b, 0x33, 0x45, 0x44, 0x1b, 0x28, 0x42])],
])("finds names in %s, and keeps other text readable", async (characterSet, name, bytes) => {
  const text = Buffer.concat([bytes, Buffer.from(" has a cough of 3 weeks")]);
  const result = await rewrite(
    testFile({
      elements: [
        ["00080005", "CS", characterSet],
        ["00100010", "PN", bytes],
        ["00104000", "LT", text],
      ],
    }),
    plan(CONTENTS),
  );
  const json = await jsonOf(result);
  expect(JSON.stringify(json)).not.toMatch(new RegExp(name.split("^").join("|")));
  expect(String(valueOf(json, "00104000"))).toMatch(/^\[PERSON_NAME\](?: \[PERSON_NAME\])? has a cough of 3 weeks$/);
  expect(valueOf(json, "00080005")).toBe("ISO_IR 192");
});

describe("other ways of writing a file", () => {
  const explicit = testFile({ elements: [["00104000", "LT", "Jane Doe seen"]] });

  async function bodyOf(
    bytes: Uint8Array,
  ): Promise<{ readonly head: Buffer; readonly write: (isExplicit: boolean) => Promise<Buffer> }> {
    const path = join(folder, `in-${++files}`);
    writeFileSync(path, bytes);
    const offset = await opened(path, ({ dataSetOffset }) => dataSetOffset);
    return {
      head: Buffer.from(bytes.subarray(0, offset)),
      write: (isExplicit) =>
        opened(path, ({ body, dataSet }) => Buffer.concat([...writeElements(body, dataSet, isExplicit)])),
    };
  }
  const withSyntax = (head: Buffer, uid: string): Buffer => {
    const group = Buffer.concat([
      elementBytes("00020001", "OB", Uint8Array.of(0, 1)),
      elementBytes("00020002", "UI", Buffer.from("1.2.840.10008.5.1.4.1.1.2")),
      elementBytes("00020003", "UI", Buffer.from("1.2.3.1.1")),
      elementBytes("00020010", "UI", Buffer.from(uid)),
    ]);
    const length = Buffer.alloc(4);
    length.writeUInt32LE(group.length);
    return Buffer.concat([head.subarray(0, 132), elementBytes("00020000", "UL", length), group]);
  };

  it.each([
    ["implicit VR", "1.2.840.10008.1.2", "1.2.840.10008.1.2", false],
    ["deflated", "1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.1", true],
  ])("%s comes out the same as explicit VR", async (_what, syntax, expected, isDeflated) => {
    const { head, write } = await bodyOf(explicit);
    const body = isDeflated ? deflateRawSync(await write(true)) : await write(false);
    const [plain, other] = [
      await rewrite(explicit, plan(CONTENTS)),
      await rewrite(Buffer.concat([withSyntax(head, syntax), body]), plan(CONTENTS)),
    ];
    expect(other.indexed.transferSyntax).toBe(expected);
    expect(await jsonOf(other)).toEqual(await jsonOf(plain));
  });

  it("drops what group 0002 says of sender and writer", async () => {
    const { head, write } = await bodyOf(explicit);
    const sender = elementBytes("00020016", "AE", Buffer.from("CNRY_SENDER"));
    const group = Buffer.concat([withSyntax(head, "1.2.840.10008.1.2.1"), sender]);
    const result = await rewrite(Buffer.concat([group, await write(true)]), plan(BASIC));
    expect(result.bytes.toString("latin1")).not.toContain("CNRY_SENDER");
  });
});

describe("pixels", () => {
  const studies = imagedStudies({ seed: "cedar-prairie" });

  async function sampleFile(order: ImagingName): Promise<Uint8Array> {
    const study = studies.find((candidate) => candidate.order === order);
    if (!study) throw new Error(`No study of ${order}`);
    for await (const { bytes } of studyFiles(study)) return bytes;
    throw new Error("The study has no file");
  }
  async function framesOf(bytes: Uint8Array): Promise<{
    readonly frames: readonly Uint8Array[];
    readonly columns: number;
    readonly pixelBytes: number;
    readonly burnedIn: boolean;
  }> {
    const path = join(folder, `in-${++files}`);
    writeFileSync(path, bytes);
    return opened(path, async (file) => {
      const { attributes } = storedFrames(file);
      const frames = [];
      for (let frame = 1; frame <= attributes.numberOfFrames; frame += 1)
        frames.push(Uint8Array.from((await decodeStored(file, frame)).bytes));
      const { columns, samplesPerPixel, bitsAllocated } = attributes;
      return {
        frames,
        columns,
        pixelBytes: (samplesPerPixel * bitsAllocated) / 8,
        burnedIn: textOf(file, "00280301") === "YES",
      };
    });
  }
  const textOf = ({ body, dataSet }: { body: OpenDicomFile["body"]; dataSet: DataSet }, tag: string): string => {
    const element = findElement(dataSet, tag);
    return element ? Buffer.from(body.read(element.offset, element.length)).toString().trim() : "";
  };

  it.each<ImagingName>([
    "chestXRay",
    "forearmXRay",
    "mammogram",
    "obstetricUltrasound",
    "echocardiogram",
    "brainMr",
    "brainCt",
  ])("of %s are black inside the boxes and untouched outside, in every frame", async (order) => {
    const bytes = await sampleFile(order);
    const box = { x: 10, y: 20, width: 60, height: 9 };
    const before = await framesOf(bytes);
    const result = await rewrite(
      bytes,
      plan({ filterProfile: "KEEP_ALL_PROFILE" }),
      before.frames.map(() => [box, { x: -5, y: -5, width: 8, height: 8 }]),
    );
    const after = await framesOf(result.bytes);
    expect(result.indexed.transferSyntax).toBe("1.2.840.10008.1.2.1");
    expect(after.frames).toHaveLength(before.frames.length);
    expect(after.burnedIn).toBe(false);
    for (const [index, frame] of after.frames.entries()) {
      const [inside, outside] = differences(before.frames[index] ?? new Uint8Array(), frame, before, [
        box,
        { x: 0, y: 0, width: 3, height: 3 },
      ]);
      expect(outside).toBe(0);
      expect(inside.size).toBeLessThanOrEqual(1);
    }
  });

  const mask = (rows: number, columns: number): Buffer =>
    testFile({
      modality: "SEG",
      elements: [
        ["00280008", "IS", "2"],
        ["00280010", "US", rows],
        ["00280011", "US", columns],
        ["00280100", "US", 1],
        ["00280101", "US", 1],
        ["00280102", "US", 0],
        ["7FE00010", "OB", new Uint8Array(2 * Math.ceil((rows * columns) / 8)).fill(255)],
      ],
    });

  it("of single bits are nought inside the boxes and untouched outside, in every frame", async () => {
    const box = { x: 3, y: 1, width: 7, height: 2 };
    const result = await rewrite(mask(4, 12), plan({ filterProfile: "KEEP_ALL_PROFILE" }), [[box], [box]]);
    const { frames } = await framesOf(result.bytes);
    const wanted = ["111111111111", "111000000011", "111000000011", "111111111111"];
    expect(frames.map((frame) => bitsOf(frame).match(/.{12}/g))).toEqual([wanted, wanted]);
  });

  it("of single bits whose frames do not end with a byte are refused, and say why", async () => {
    const box = { x: 0, y: 0, width: 1, height: 1 };
    await expect(rewrite(mask(3, 5), plan({ filterProfile: "KEEP_ALL_PROFILE" }), [[box], [box]])).rejects.toThrow(
      /does not end with a byte/,
    );
  });

  /** In the order of the pixels. */
  function bitsOf(bytes: Uint8Array): string {
    return Array.from(bytes, (byte) => Array.from(byte.toString(2).padStart(8, "0")).toReversed().join("")).join("");
  }

  it("keep their compression when nothing is blacked out", async () => {
    const bytes = await sampleFile("chestXRay");
    const [before, result] = [await framesOf(bytes), await rewrite(bytes, plan(BASIC))];
    expect(Buffer.compare(Buffer.concat((await framesOf(result.bytes)).frames), Buffer.concat(before.frames))).toBe(0);
    expect(result.indexed.transferSyntax).not.toBe("1.2.840.10008.1.2.1");
  });

  /** The pixels inside that are there now, each once, and how many bytes outside changed. */
  function differences(
    before: Uint8Array,
    after: Uint8Array,
    { columns, pixelBytes }: { readonly columns: number; readonly pixelBytes: number },
    boxes: readonly Box[],
  ): [Set<string>, number] {
    const inside = new Set<string>();
    let outside = 0;
    for (let pixel = 0; pixel * pixelBytes < after.length; pixel += 1) {
      const [x, y] = [pixel % columns, Math.floor(pixel / columns)];
      const bytes = after.subarray(pixel * pixelBytes, (pixel + 1) * pixelBytes);
      if (boxes.some((box) => x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height))
        inside.add(bytes.join());
      else if (Buffer.compare(bytes, before.subarray(pixel * pixelBytes, (pixel + 1) * pixelBytes)) !== 0) outside += 1;
    }
    return [inside, outside];
  }
});
