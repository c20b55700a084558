import { describe, expect, it } from "vitest";
import { operationSchema, pollDelay } from "#lib/queries/operations.ts";
import { observed, operationState, operationTitle, paceOf, partUnderWay, timeLeft } from "./operation-words.ts";

const NAME = "projects/p/locations/l/datasets/d/operations/1";
const operation = (rest: object) => operationSchema.parse({ name: NAME, ...rest });
const counted = (counter: object, rest: object = {}) =>
  operation({ metadata: { createTime: "2026-11-23T12:00:00Z", counter }, ...rest });

describe("operationState", () => {
  it.each([
    [counted({ success: "9788", failure: "14" }, { done: true, response: {} }), "Succeeded, 14 of 9,802 failed"],
    [counted({ success: "18" }, { done: true, response: {} }), "Succeeded, 18 done"],
    [operation({ done: true, response: {} }), "Succeeded"],
    [counted({ failure: "2" }, { done: true, error: { code: 3, message: "no" } }), "Failed, 2 of 2 failed"],
    [counted({ success: "297", failure: "3" }, { done: true, error: { code: 3 } }), "Partly done, 3 of 300 failed"],
    [counted({ success: "5" }, { done: true, error: { code: 1, message: "cancelled" } }), "Cancelled after 5"],
  ])("%#", (given, summary) => {
    expect(operationState(given)).toMatchObject({ summary });
  });

  it("counts while it runs", () => {
    expect(operationState(counted({ success: "10", failure: "2", pending: "88" }))).toEqual({
      state: "running",
      done: 12,
      total: 100,
      isStopping: false,
    });
  });

  it("does not pretend to know a total", () => {
    expect(operationState(operation({}))).toEqual({ state: "running", done: 0, total: undefined, isStopping: false });
  });
});

it("names the method by its last word", () => {
  const method = (apiMethodName: string) => operationTitle(operation({ metadata: { apiMethodName } }));
  expect(method("google.cloud.healthcare.v1.fhir.FhirService.ImportResources")).toBe("Import FHIR resources");
  expect(method("google.cloud.healthcare.v1.New.DoSomethingNew")).toBe("DoSomethingNew");
});

describe("the time that is left", () => {
  const start = Date.parse("2026-11-23T12:00:00Z");
  const half = counted({ success: "30", pending: "60" });

  it("is that of a young operation at its pace so far", () => {
    const pace = paceOf(half, [], start + 5000);
    expect(pace).toBe(6);
    expect(timeLeft(half, pace)).toBe(10_000);
    expect(timeLeft(counted({ success: "30" }), 1)).toBeUndefined();
  });

  it("goes by what was seen of late, and says nothing of an old operation that was not seen yet", () => {
    const now = start + 600_000;
    expect(paceOf(half, [], now)).toBeUndefined();
    expect(paceOf(half, [{ at: now - 20_000, done: 28 }], now)).toBe(0.1);
    expect(paceOf(half, [{ at: now - 20_000, done: 30 }], now)).toBeUndefined();
  });

  it.each<[string, number, readonly number[] | undefined, string, number | undefined]>([
    ["of a store, all of one kind", 1_000, undefined, "DeidentifyFhirStore", 10_000],
    ["of a dataset whose stores are not known", 1_000, undefined, "DeidentifyDataset", undefined],
    ["of resources while images come after them", 1_000, [2_000, 1_000], "DeidentifyDataset", undefined],
    ["of resources with no image after them", 1_000, [3_000, 0], "DeidentifyDataset", 10_000],
    ["of images, when all that was seen were resources", 2_000, [2_000, 1_000], "DeidentifyDataset", undefined],
    ["of images with some of them seen", 2_500, [2_000, 1_000], "DeidentifyDataset", 20_000],
    ["of images with no resource before them", 1_000, [0, 3_000], "DeidentifyDataset", 10_000],
    [
      "of images that are more than they were, by all that was seen of them",
      2_500,
      [1_000, 1_000],
      "DeidentifyDataset",
      25_000,
    ],
  ])("is honest %s", (_, done, amounts, method, left) => {
    const now = start + 600_000;
    const total = 3_000;
    const running = counted({ success: String(done), pending: String(total - done) });
    const operation = {
      ...running,
      metadata: running.metadata && { ...running.metadata, apiMethodName: `google.v1.${method}` },
    };
    // 200 a second where one kind was seen, 25 a second of images behind 2,000 resources.
    const seen = done === 2_500 ? [{ at: now - 30_000, done: 1_900 }, { at: now - 20_000, done: 2_000 }] : [{ at: now - 5_000, done: done - 1_000 }]; // prettier-ignore
    const part = partUnderWay(operation, amounts);
    expect(timeLeft(operation, paceOf(operation, seen, now, part), part)).toBe(left);
  });

  it("forgets observations that are older than ten seconds but for the last of them", () => {
    const seen = [0, 20, 40, 60, 80, 100, 120, 140].reduce(
      (before, second) => observed(before, { at: second * 1000, done: second }),
      observed([], { at: -1, done: 0 }),
    );
    expect(seen.map(({ at }) => at)).toEqual([120_000, 140_000]);
  });
});

it("asks ever slower", () => {
  const now = Date.parse("2026-11-23T12:00:00Z");
  const age = (seconds: number) =>
    operation({ metadata: { createTime: new Date(now - seconds * 1000).toISOString() } });
  expect([1, 60, 3600].map((seconds) => pollDelay([age(seconds)], now))).toEqual([1000, 6000, 30_000]);
});
