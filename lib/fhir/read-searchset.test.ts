import { describe, expect, it } from "vitest";
import { ignoredParameters, readSearchset, totalOf } from "./read-searchset.ts";

const searchset = (members: object) => readSearchset({ resourceType: "Bundle", type: "searchset", ...members });
const match = (id: string) => ({ resource: { resourceType: "Patient", id }, search: { mode: "match" } });

const NEXT = [{ relation: "next", url: "?_page_token=x" }];

describe("a searchset", () => {
  it("tells matches, includes and notices apart", () => {
    const page = searchset({
      total: 1,
      entry: [
        match("p1"),
        { resource: { resourceType: "Organization", id: "o1" }, search: { mode: "include" } },
        {
          resource: { resourceType: "OperationOutcome", issue: [{ diagnostics: "slow index" }] },
          search: { mode: "outcome" },
        },
        { fullUrl: "nothing inside" },
      ],
    });
    expect(page.matches.map((each) => each["id"])).toEqual(["p1"]);
    expect(page.included.map((each) => each["id"])).toEqual(["o1"]);
    expect(page.notices).toEqual(["slow index"]);
  });

  it("names the parameters that the server ignored", () => {
    const page = searchset({ link: [{ relation: "self", url: "https://h/v1/s/fhir/Patient/?family%3Aexact=Smith" }] });
    const sent = [
      ["family:exact", "Smith"],
      ["shoe-size", "42"],
      ["_count", "20"],
    ] as const;
    expect(ignoredParameters(sent, page.used)).toEqual([["shoe-size", "42"]]);
    expect(ignoredParameters(sent, searchset({}).used)).toEqual([]);
    const respelled = [["birthdate", "1970"]] as const;
    expect(ignoredParameters(respelled, [["birthdate", "eq1970"]])).toEqual([]);
    const includes = [
      ["_include", "Patient:organization"],
      ["_include", "Patient:shoe"],
    ] as const;
    expect(ignoredParameters(includes, [["_include", "Patient:organization"]])).toEqual([includes[1]]);
  });

  it("takes only the token from the next link", () => {
    const link = [{ relation: "next", url: "/fhir/Patient/?name=x&_page_token=Cjj3%2B%3D" }];
    expect(searchset({ link }).nextToken).toBe("Cjj3+=");
    expect(searchset({ link: [{ relation: "next", url: "http://[" }] }).nextToken).toBeUndefined();
  });

  it.each([
    [
      "all on one page",
      { members: { total: 2, entry: [match("a"), match("b")] }, before: 0, isAccurate: false },
      { count: 2, isExact: true },
    ],
    [
      "more to come",
      { members: { total: 90, entry: [match("a")], link: NEXT }, before: 0, isAccurate: false },
      { count: 90, isExact: false },
    ],
    [
      "more to come, counted",
      { members: { total: 90, entry: [match("a")], link: NEXT }, before: 0, isAccurate: true },
      { count: 90, isExact: true },
    ],
    [
      "the last page corrects an estimate",
      { members: { total: 90, entry: [match("a")] }, before: 40, isAccurate: false },
      { count: 41, isExact: true },
    ],
    ["nothing", { members: { total: 0 }, before: 0, isAccurate: false }, { count: 0, isExact: true }],
    ["no total", { members: { link: NEXT }, before: 0, isAccurate: false }, undefined],
  ])("knows the total: %s", (_, { members, before, isAccurate }, expected) => {
    expect(totalOf(searchset(members), before, isAccurate)).toEqual(expected);
  });

  it("refuses what is no Bundle", () => {
    expect(() => readSearchset({ resourceType: "Patient" })).toThrow("a Bundle was expected");
    expect(() => readSearchset([])).toThrow("a Bundle was expected");
  });
});
