import { describe, expect, it } from "vitest";
import { checkBundle } from "./check-bundle.ts";

const bundle = (entry: readonly object[], type = "transaction") =>
  JSON.stringify({ resourceType: "Bundle", type, entry }, undefined, 1);
const patient = (id: string) => ({
  fullUrl: `urn:uuid:${id}`,
  resource: { resourceType: "Patient" },
  request: { method: "POST", url: "Patient" },
});
const about = (reference: string) => ({
  resource: { resourceType: "Observation", subject: { reference } },
  request: { method: "POST", url: "Observation" },
});
const check = (text: string) => checkBundle(text, () => []);
const wordsOf = (text: string) => check(text)?.problems.map(({ entry, message }) => `${entry ?? "-"} ${message}`) ?? [];

describe("a Bundle before it is run", () => {
  it("tells what it would do, and which links hold", () => {
    expect(check(bundle([patient("1"), about("urn:uuid:1"), about("urn:uuid:1")]))).toMatchObject({
      type: "transaction",
      entries: 3,
      requests: 1,
      methods: [["POST", 3]],
      types: [
        ["Observation", 2],
        ["Patient", 1],
      ],
      linked: 2,
      problems: [],
    });
  });

  it.each([
    ["a link that leads nowhere", bundle([about("urn:uuid:9")]), "0 subject refers to an entry that is not here"],
    ["two entries with one name", bundle([patient("1"), patient("1")]), "1 another entry has the same fullUrl"],
    ["no request", bundle([{ resource: { resourceType: "Patient" } }]), "0 no request"],
    ["a method that is none", bundle([{ request: { method: "SEND", url: "Patient" } }]), '0 request.method "SEND"'],
    [
      "a write without a resource",
      bundle([{ request: { method: "PUT", url: "Patient/1" } }]),
      "0 PUT without a resource",
    ],
    [
      "another type",
      bundle([{ ...about("Patient/1"), request: { method: "POST", url: "Patient" } }]),
      "0 the resource is a Observation",
    ],
    [
      "another id",
      bundle([{ resource: { resourceType: "Patient", id: "2" }, request: { method: "PUT", url: "Patient/1" } }]),
      "0 the resource's id",
    ],
    ["a list", bundle([patient("1")], "collection"), '- Bundle.type is "collection"'],
    ["nothing in it", bundle([]), "- The Bundle has no entries."],
    ["no JSON", '{"resourceType":', "- Not JSON"],
    ["no Bundle", '{"resourceType":"Patient"}', "- Not a Bundle"],
  ])("finds %s", (_, text, words) => {
    expect(wordsOf(text)).toEqual([expect.stringContaining(words)]);
  });

  it("says where the entry begins, asks about every resource, and splits what is too large", () => {
    const text = bundle([patient("1"), about("urn:uuid:1")]);
    const checked = checkBundle(text, (resource) => (resource["resourceType"] === "Observation" ? ["no status"] : []));
    expect(checked?.problems).toMatchObject([{ entry: 1, message: "no status" }]);
    expect(text.split("\n").slice((checked?.problems[0]?.line ?? 1) - 1)[0]).toContain("{");
    const many = checkBundle(bundle(Array.from({ length: 4501 }, (_, at) => patient(String(at)))), () => []);
    expect(many).toMatchObject({ entries: 4501, requests: 46 });
    expect(checkBundle("  \n", () => [])).toBeUndefined();
  });
});
