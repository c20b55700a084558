import { describe, expect, it } from "vitest";
import { parseMessage } from "#lib/hl7v2/message.ts";
import { parsePosition } from "#lib/hl7v2/position.ts";
import { describePosition, meaningOf } from "./describe.ts";
import { loadDictionary } from "./load-dictionary.ts";
import { versionsWithComponent, versionsWithField } from "./reach.ts";
import type { Member } from "./structure.ts";
import { HL7_VERSIONS, versionOf, type Hl7Version } from "./versions.ts";

const RESULT = "MSH|^~\\&|LAB|||||||1|P|2.5.1\rPID|1||7\rOBX|1|CWE|x\rOBX|2|NM|y\rOBX|3||z\rZPI|1\r";

async function describeAt(version: Hl7Version, written: string, text = RESULT) {
  const position = parsePosition(written);
  if (!position) throw new Error(written);
  return describePosition(await loadDictionary(version), parseMessage(text), position);
}

describe("every version", () => {
  it.each(HL7_VERSIONS)("%s names its parts, reads its structures and knows its own types", async (version) => {
    const dictionary = await loadDictionary(version);
    expect(dictionary.version).toBe(version);
    expect(dictionary.field("MSH", 9)?.name).toMatch(/message type/i);
    expect(dictionary.field("PID", 5)).toMatchObject({
      name: expect.stringMatching(/patient name/i),
      optionality: "R",
    });
    for (const name of dictionary.structureNames) {
      const [first] = dictionary.structure(name)?.members ?? [];
      expect([name, first && "id" in first ? first.id : ""]).toEqual([name, "MSH"]);
    }
    const known = (type: string) => dictionary.typeName(type) !== undefined || /^(\*|varies|-)$/i.test(type);
    for (const segment of ["PID", "OBX", "PV1", "OBR"])
      for (const { type } of dictionary.fields(segment) ?? []) expect([type, known(type)]).toEqual([type, true]);
  });
});

describe("a position", () => {
  it.each([
    ["2.5.1", "PID-5.1", ["Patient Name", "Family Name"], "FN"],
    ["2.3", "PID-5.1", ["Patient Name", "Family Name"], "ST"],
    ["2.5.1", "PID-5.1.2", ["Patient Name", "Family Name", "Own Surname Prefix"], "ST"],
    ["2.5.1", "PID-8", ["Administrative Sex"], "IS"],
    ["2.5.1", "PID-8.1.1", ["Administrative Sex"], "IS"],
    ["2.5.1", "OBX-5.1", ["Observation Value", "Identifier"], "ST"],
    ["2.5.1", "OBX[2]-5", ["Observation Value"], "NM"],
    ["2.5.1", "OBX[3]-5", ["Observation Value"], "varies"],
    ["2.8", "OBX-27", ["Root Cause"], "CWE"],
    ["2.1", "PID-3", ["Patient id internal"], "CK"],
  ] as const)("%s %s is %j of type %s", async (version, written, names, type) => {
    expect(await describeAt(version, written)).toMatchObject({ kind: "part", names, definition: { type } });
  });

  it("says which versions have what this one lacks", async () => {
    expect(await describeAt("2.3", "PID-39")).toEqual({
      kind: "missing",
      what: "field",
      names: [],
      versions: ["2.5", "2.5.1", "2.6", "2.7", "2.7.1", "2.8"],
    });
    expect(await describeAt("2.5.1", "BUI-2")).toMatchObject({ what: "segment", versions: ["2.8"] });
    expect(await describeAt("2.5.1", "PID-99")).toMatchObject({ what: "field", versions: [] });
    expect(await describeAt("2.3", "PID-3.9")).toMatchObject({ what: "component", names: ["Patient ID"] });
    expect(versionsWithComponent("CX", 9)[0]).toBe("2.5");
    expect(versionsWithField("constructor", 1)).toEqual([]);
  });

  it("leaves a site's own segment open", async () => {
    expect(await describeAt("2.5.1", "ZPI-1")).toEqual({ kind: "local", segment: "ZPI" });
    expect(await describeAt("2.5.1", "PID")).toEqual({ kind: "segment", name: "Patient Identification" });
  });

  it("has a meaning by the table of its field", async () => {
    const dictionary = await loadDictionary("2.5.1");
    const sex = dictionary.field("PID", 8);
    expect(sex && meaningOf(dictionary, sex, "F")).toMatchObject({ number: 1, meaning: "Female" });
    expect(sex && meaningOf(dictionary, sex, "toString")).toMatchObject({ number: 1, meaning: undefined });
    const race = await describeAt("2.5.1", "PID-10.1");
    expect(race.kind === "part" && meaningOf(dictionary, race.definition, "2106-3")?.meaning).toBe("White");
  });
});

describe("a structure", () => {
  it("has groups, choices and numbers", async () => {
    const structure = (await loadDictionary("2.5.1")).structure("ORM_O01");
    const order = structure?.members.find((member) => member.kind === "group" && member.name === "ORDER");
    expect(order).toMatchObject({ min: 1, max: Infinity });
    const ids = (member: Member): unknown => (member.kind === "segment" ? member.id : member.members.map(ids));
    expect(order && ids(order)).toEqual([
      "ORC",
      [["OBR", "RQD", "RQ1", "RXO", "ODS", "ODT"], "NTE", "CTD", "DG1", ["OBX", "NTE"]],
      "FT1",
      "CTI",
      "BLG",
    ]);
  });

  it("is 2.7.1's in 2.8, and the dictionary says so", async () => {
    expect((await loadDictionary("2.8")).structuresFrom).toBe("2.7.1");
    expect((await loadDictionary("2.6")).structuresFrom).toBe("2.6");
  });
});

describe("the version of a message", () => {
  it.each([
    ["2.5.1", "2.5.1", true],
    ["2.5.1^USA", "2.5.1", true],
    [" 2.3 ", "2.3", true],
    ["2.9", "2.8", false],
    ["2.5.2", "2.5.1", false],
    ["2.0", "2.1", false],
    ["3", "2.5.1", false],
    ["", "2.5.1", false],
  ])("%j is read as %s", (stated, version, isExact) => {
    expect(versionOf(parseMessage(`MSH|^~\\&|||||||||P|${stated}\r`))).toMatchObject({ version, isExact });
  });
});
