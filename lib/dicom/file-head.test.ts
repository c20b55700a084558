import { describe, expect, it } from "vitest";
import { inspectHead } from "./file-head.ts";
import type { Vr } from "./vr.ts";
import { elementBytes } from "./write-data-set.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);
const joined = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));

type Element = readonly [tag: string, vr: Vr, value: string];

function part10(sopClass: string, syntax: string, elements: readonly Element[]): Uint8Array {
  const meta: readonly Element[] = [
    ["00020002", "UI", sopClass],
    ["00020010", "UI", syntax],
  ];
  const isExplicit = syntax !== "1.2.840.10008.1.2";
  return joined(
    new Uint8Array(128),
    bytesOf("DICM"),
    ...meta.map(([tag, vr, value]) => elementBytes(tag, vr, bytesOf(value))),
    ...elements.map(([tag, vr, value]) => elementBytes(tag, vr, bytesOf(value), isExplicit)),
  );
}

const CT = "1.2.840.10008.5.1.4.1.1.2";
const EXPLICIT = "1.2.840.10008.1.2.1";
const UIDS: readonly Element[] = [
  ["00080018", "UI", "1.2.3.1.1"],
  ["0020000D", "UI", "1.2.3"],
  ["0020000E", "UI", "1.2.3.1"],
];
const uids = { study: "1.2.3", series: "1.2.3.1", instance: "1.2.3.1.1" };
const longName = "x".repeat(300);

describe("inspectHead", () => {
  it.each<[string, Uint8Array, object]>([
    ["explicit VR", part10(CT, EXPLICIT, UIDS), { kind: "dicom", uids }],
    ["implicit VR", part10(CT, "1.2.840.10008.1.2", UIDS), { kind: "dicom", uids }],
    [
      "a value cut off behind the UIDs",
      joined(part10(CT, EXPLICIT, UIDS), bytesOf("\u0010\u0020")),
      { kind: "dicom", uids },
    ],
    ["a missing series", part10(CT, EXPLICIT, UIDS.slice(0, 2)), { kind: "dicom", uids: undefined }],
    ["deflated", part10(CT, "1.2.840.10008.1.2.1.99", []), { kind: "dicom", uids: undefined }],
    [
      "UIDs behind the bytes at hand",
      part10(CT, EXPLICIT, [["00081030", "LO", longName], ...UIDS]).subarray(0, 300),
      { kind: "dicom", uids: undefined },
    ],
    ["DICOMDIR", part10("1.2.840.10008.1.3.10", EXPLICIT, []), { kind: "directory" }],
    [
      "no preamble, explicit VR",
      joined(elementBytes("00080005", "CS", bytesOf("ISO_IR 100")), new Uint8Array(8)),
      { kind: "dicom", uids: undefined },
    ],
    [
      "no preamble, implicit VR",
      joined(elementBytes("00080005", "CS", bytesOf("ISO_IR 100"), false), new Uint8Array(8)),
      { kind: "dicom", uids: undefined },
    ],
    ["zip", joined(bytesOf("PK\u0003\u0004"), new Uint8Array(40)), { kind: "zip" }],
    ["empty zip", joined(bytesOf("PK\u0005\u0006"), new Uint8Array(18)), { kind: "zip" }],
    ["empty", new Uint8Array(), { kind: "other", reason: "The file is empty." }],
    ["text", bytesOf("Report of 3 March: nothing unusual to be seen."), { kind: "other" }],
    ["JPEG", joined(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0), new Uint8Array(40)), { kind: "other" }],
    ["zeros", new Uint8Array(200), { kind: "other" }],
  ])("%s", (_, bytes, expected) => {
    expect(inspectHead(bytes)).toMatchObject(expected);
  });
});
