import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { inflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { DicomAttributes } from "./attributes.ts";
import { bytesSource, type ByteSource } from "./byte-source.ts";
import { headerDifferences, countDifferences } from "./header-diff.ts";
import { headerCsv } from "./header-export.ts";
import { instanceFindings } from "./header-findings.ts";
import { headerRows, keywordWords, openRows, pathsAbove, searchRows, standardHref } from "./header-rows.ts";
import { readPart10 } from "./read-part10.ts";
import { seriesFindings } from "./series-findings.ts";
import { surprises, tagVariance } from "./tag-variance.ts";
import { toDicomJson } from "./to-dicom-json.ts";
import { valueHex, valueText } from "./value-text.ts";
import { withoutIdentifiers } from "./without-identifiers.ts";

const INSTANCE: DicomAttributes = {
  "00080016": { vr: "UI", Value: ["1.2.840.10008.5.1.4.1.1.2"] },
  "00081140": { vr: "SQ", Value: [{ "00081155": { vr: "UI", Value: ["1.2.3"] } }, {}] },
  "00090010": { vr: "LO", Value: ["ACME 1.1"] },
  "00091001": { vr: "PN", Value: [{ Alphabetic: "Doe^Jane", Ideographic: "山田^太郎" }] },
  "00191001": { vr: "LO", Value: ["nobody's"] },
  "00100010": { vr: "PN", Value: [{ Alphabetic: "Doe^Jane" }] },
  "00280010": { vr: "US", Value: [512] },
};

describe("The lines of a header", () => {
  const rows = headerRows(INSTANCE);

  it("go depth first, with items and their attributes below their sequence", () => {
    expect(rows.map(({ path }) => path)).toEqual([
      "00080016",
      "00081140",
      "00081140[1]",
      "00081140[1].00081155",
      "00081140[2]",
      "00090010",
      "00091001",
      "00100010",
      "00191001",
      "00280010",
    ]);
  });

  it("say who owns a private element, and that nobody does", () => {
    const byTag = new Map(rows.map((row) => [row.path, row]));
    expect(byTag.get("00091001")).toMatchObject({ creator: "ACME 1.1", name: "Private: ACME 1.1", identifier: "name" });
    expect(byTag.get("00191001")?.name).toBe("Private, no creator");
    expect(byTag.get("00091001")?.value).toBe("Doe^Jane (山田^太郎)");
  });

  it.each([
    ["(0010,0010)", ["00100010"]],
    ["patient n", ["00100010"]],
    ["1.2.3", ["00081140", "00081140[1]", "00081140[1].00081155"]],
    ["zebra", []],
  ])("are found by %s", (text, paths) => {
    expect(searchRows(rows, text).map(({ path }) => path)).toEqual(paths);
  });

  it("are hidden below what is closed", () => {
    expect(openRows(rows, new Set(["00081140[1]"])).map(({ path }) => path)).not.toContain("00081140[1].00081155");
    expect(openRows(rows, new Set(["00081140"])).filter(({ path }) => path.startsWith("00081140"))).toHaveLength(1);
    expect(pathsAbove("0008[1].0009")).toEqual(["0008", "0008[1]", "0008[1].0009"]);
  });

  it("lead to the standard, private ones nowhere", () => {
    expect(standardHref("00100010")).toContain("part06/chapter_6.html#:~:text=%280010%2C0010%29");
    expect(standardHref("00091001")).toBeUndefined();
    expect(keywordWords("SOPInstanceUID")).toBe("SOP Instance UID");
  });
});

it.each([
  [{ vr: "US", Value: [512] }, "512", "00 02"],
  [{ vr: "FD", Value: [1] }, "1", "00 00 00 00 00 00 F0 3F"],
  [{ vr: "AT", Value: ["00181063"] }, "00181063", "18 00 63 10"],
  [{ vr: "DS", Value: [0.5, 0.5] }, "0.5 \\ 0.5", "30 2E 35 5C 30 2E 35"],
  [{ vr: "PN", Value: [{ Alphabetic: "A", Phonetic: "C" }] }, "A (C)", "41 3D 3D 43"],
  [{ vr: "OB", InlineBinary: "AAE=" }, "2 bytes", "00 01"],
  [{ vr: "OW", BulkDataURI: "x" }, "bulk data, kept apart", undefined],
  [{ vr: "LO" }, "", undefined],
] as const)("tells %j as text and as bytes", (element, text, hex) => {
  expect(valueText(element)).toBe(text);
  expect(valueHex(element)).toBe(hex);
});

it("compares two instances place by place", () => {
  const other: DicomAttributes = {
    ...INSTANCE,
    "00280010": { vr: "US", Value: [256] },
    "00081140": { vr: "SQ", Value: [{ "00081155": { vr: "UI", Value: ["1.2.4"] } }] },
    "00200013": { vr: "IS", Value: [1] },
  };
  const differences = headerDifferences(INSTANCE, other);
  expect(differences.filter(({ kind }) => kind !== "same").map(({ path, kind }) => [path, kind])).toEqual([
    ["00081140", "changed"],
    ["00081140[1].00081155", "changed"],
    ["00081140[2]", "only left"],
    ["00200013", "only right"],
    ["00280010", "changed"],
  ]);
  expect(countDifferences(differences)).toBe(4);
  expect(countDifferences(headerDifferences(INSTANCE, INSTANCE))).toBe(0);
});

it("finds what varies along a series, and where it should not", () => {
  const slice = (number: number, kernel: string): DicomAttributes => ({
    "00200013": { vr: "IS", Value: [number] },
    "00181210": { vr: "SH", Value: [kernel] },
    "00280010": { vr: "US", Value: [512] },
  });
  const series = [slice(1, "SOFT"), slice(2, "SOFT"), slice(3, "BONE"), { "00200013": { vr: "IS", Value: [4] } }];
  const variances = tagVariance(series);
  expect(variances.map(({ tag, distinct, missing, isExpected }) => [tag, distinct, missing, isExpected])).toEqual([
    ["00181210", 3, 1, false],
    ["00280010", 2, 1, false],
    ["00200013", 4, 0, true],
  ]);
  expect(surprises(variances, 4)).toEqual([0, 0, 1, 2]);
});

describe("Findings", () => {
  it("name what a CT image lacks, wrong representations and wrong values, never the value", () => {
    const found = instanceFindings({
      ...INSTANCE,
      "00080020": { vr: "DA", Value: ["20261350"] },
      "00280011": { vr: "UL", Value: [512] },
      "00100030": { vr: "DA" },
    });
    const titles = found.map(({ title }) => title);
    expect(titles).toContain("Pixel Spacing (0028,0030) is missing");
    expect(titles).toContain("Study Date (0008,0020) is not what DA allows");
    expect(titles).toContain("Columns (0028,0011) has the value representation UL");
    expect(titles).toContain("Private element (0019,1001) has no creator");
    expect(titles.join()).not.toContain("Birth Date");
    expect(JSON.stringify(found)).not.toContain("20261350");
  });

  it("see a missing slice, a doubled one and another orientation", () => {
    const slice = (z: number, row: readonly number[] = [1, 0, 0]): DicomAttributes => ({
      "00200032": { vr: "DS", Value: [0, 0, z] },
      "00200037": { vr: "DS", Value: [...row, 0, 1, 0] },
    });
    expect(seriesFindings([0, 5, 10, 15].map((z) => slice(z)))).toEqual([]);
    expect(seriesFindings([0, 5, 10, 20].map((z) => slice(z)))[0]).toMatchObject({ instances: [3], path: "00200032" });
    expect(seriesFindings([0, 5, 5, 10].map((z) => slice(z)))[0]).toMatchObject({ severity: "note", instances: [2] });
    const tilted = seriesFindings([slice(0), slice(5), slice(10, [1, 1, 0])]);
    expect(tilted.map(({ severity }) => severity)).toEqual(["warning", "error"]);
  });
});

it("writes CSV whose cells no spreadsheet runs", () => {
  const csv = headerCsv(headerRows({ "00104000": { vr: "LT", Value: ['=HYPERLINK("x")'] } }));
  expect(csv).toContain(`"'=HYPERLINK(""x"")"`);
});

it("leaves identifiers out, in sequences too", () => {
  const nested: DicomAttributes = {
    "00400555": { vr: "SQ", Value: [{ "00081080": { vr: "LO", Value: ["pain"] }, ...INSTANCE }] },
  };
  const text = JSON.stringify(withoutIdentifiers(nested));
  expect(text).not.toContain("Doe");
  expect(text).toContain("1.2.3");
});

const FOLDER = join(process.env["SHARED_DATA"] ?? "../shared/data", "dicom");
const MANIFEST = join(FOLDER, "manifest.json");

// Larger files differ in their pixels only, which headers leave apart.
describe.skipIf(!existsSync(MANIFEST))("Every file of the shared data below a megabyte", () => {
  const files = (
    existsSync(MANIFEST)
      ? (JSON.parse(readFileSync(MANIFEST, "utf8")) as {
          file: string;
          dicm: boolean;
          storable: boolean;
          size: number;
        }[])
      : []
  ).filter(({ dicm, storable, size }) => dicm && storable && size < 1_000_000);

  it("has lines, findings, a table, and no difference to itself", () => {
    let read = 0;
    for (const { file } of files) {
      const source = bytesSource(readFileSync(join(FOLDER, file)));
      if (!isWhole(source)) continue;
      read += 1;
      const { body, dataSet } = readPart10(source, inflate);
      const json = toDicomJson(body, dataSet, { bulkDataUri: ({ length }) => (length > 2000 ? "bulk" : undefined) });
      const rows = headerRows(json);
      expect(rows.filter(({ depth }) => depth === 0).length, file).toBe(Object.keys(json).length);
      expect(new Set(rows.map(({ path }) => path)).size, file).toBe(rows.length);
      expect(countDifferences(headerDifferences(json, json)), file).toBe(0);
      expect(headerCsv(rows).split("\r\n").length, file).toBeGreaterThan(rows.length);
      for (const row of rows) if (row.element) valueHex(row.element);
      for (const { title } of instanceFindings(json)) expect(title, file).not.toBe("");
      expect(JSON.stringify(withoutIdentifiers(json)), file).not.toMatch(/"vr":"PN","Value"/);
    }
    expect(read).toBeGreaterThan(100);
  });
});

function inflate(raw: ByteSource, offset: number): ByteSource {
  return bytesSource(inflateRawSync(raw.read(offset, raw.size - offset)));
}

/** A few of the files are cut off on purpose: they are refused, which is tested elsewhere. */
function isWhole(source: ByteSource): boolean {
  try {
    readPart10(source, inflate);
    return true;
  } catch {
    return false;
  }
}
