import { existsSync, readFileSync } from "node:fs";
import { inflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { bytesSource } from "./byte-source.ts";
import { firstNumber, type DicomJson } from "./dicom-json.ts";
import { readPart10 } from "./read-part10.ts";
import { toDicomJson } from "./to-dicom-json.ts";

const FOLDER = `${process.env["SHARED_DATA"] ?? "../shared/data"}/dicom`;

function readJson(file: string): DicomJson {
  const { body, dataSet } = readPart10(bytesSource(readFileSync(`${FOLDER}/${file}`)), (source, offset) =>
    bytesSource(inflateRawSync(source.read(offset, source.size - offset))),
  );
  return toDicomJson(body, dataSet, { bulkDataUri: (element) => (element.length > 1000 ? "bulk" : undefined) });
}

describe.skipIf(!existsSync(FOLDER))("real files", () => {
  it.each([
    ["chrFren", { Alphabetic: "Buc^Jérôme" }],
    ["chrGerm", { Alphabetic: "Äneas^Rüdiger" }],
    ["chrGreek", { Alphabetic: "Διονυσιος" }],
    ["chrH31", { Alphabetic: "Yamada^Tarou", Ideographic: "山田^太郎", Phonetic: "やまだ^たろう" }],
    ["chrI2", { Alphabetic: "Hong^Gildong", Ideographic: "洪^吉洞", Phonetic: "홍^길동" }],
    ["chrX1", { Alphabetic: "Wang^XiaoDong", Ideographic: "王^小東" }],
  ])("%s", (name, expected) => {
    expect(readJson(`pydicom/${name}.dcm`)["00100010"]?.Value?.[0]).toEqual(expected);
  });

  it.each([
    "CTImage.dcm",
    "CTImage.dcm_BigEndianExplicitTransferSyntax_1.2.840.10008.1.2.2.dcm",
    "CTImage.dcm_DeflatedExplicitVRLittleEndianTransferSyntax_1.2.840.10008.1.2.1.99.dcm",
    "CTImage.dcm_JPEGLSLosslessTransferSyntax_1.2.840.10008.1.2.4.80.dcm",
  ])("%s has the same pixels' shape in every transfer syntax", (file) => {
    const json = readJson(`cornerstone3D/${file}`);
    expect(["00280010", "00280011", "00280100", "00280103"].map((tag) => firstNumber(json, tag))).toEqual([
      512, 512, 16, 1,
    ]);
  });
});

it("refuses what is no DICOM file", () => {
  const noInflate = (): never => {
    throw new Error("nothing to inflate");
  };
  expect(() => readPart10(bytesSource(new Uint8Array(200)), noInflate)).toThrow(/no DICM/);
});
