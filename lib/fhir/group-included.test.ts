import { describe, expect, it } from "vitest";
import { groupIncluded } from "./group-included.ts";
import type { JsonObject } from "./lossless-json.ts";

const resource = (name: string, ...references: readonly string[]): JsonObject => {
  const [resourceType = "", id = ""] = name.split("/");
  return { resourceType, id, link: references.map((reference) => ({ reference })) };
};
const grouped = (matches: readonly JsonObject[], included: readonly JsonObject[]) => {
  const name = (one: JsonObject) => `${String(one["resourceType"])}/${String(one["id"])}`;
  const { groups, rest } = groupIncluded(matches, included);
  return [...groups.map((group) => [name(group.match), ...group.included.map(name)]), ["rest", ...rest.map(name)]];
};

describe("included resources", () => {
  it("stand under the match that refers to them, and under each when several do", () => {
    const matches = [
      resource("Observation/1", "Patient/p"),
      resource("Observation/2", "Patient/p", "Device/d/_history/3"),
    ];
    expect(grouped(matches, [resource("Patient/p"), resource("Device/d"), resource("Group/g")])).toEqual([
      ["Observation/1", "Patient/p"],
      ["Observation/2", "Patient/p", "Device/d"],
      ["rest", "Group/g"],
    ]);
  });

  it("stand under the match that they refer to, also through others", () => {
    const included = [
      resource("Encounter/a", "Patient/1", "Practitioner/x"),
      resource("Encounter/b", "Patient/2", "Practitioner/x"),
      resource("Condition/c", "Encounter/a"),
      resource("Practitioner/x"),
    ];
    expect(grouped([resource("Patient/1"), resource("Patient/2")], included)).toEqual([
      ["Patient/1", "Encounter/a", "Condition/c", "Practitioner/x"],
      ["Patient/2", "Encounter/b", "Practitioner/x"],
      ["rest"],
    ]);
  });
});
