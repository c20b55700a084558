import { describe, expect, it } from "vitest";
import { operationSchema, pollDelay } from "#lib/queries/operations.ts";
import { operationState, operationTitle, timeLeft } from "./operation-words.ts";

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

it("tells the time that is left", () => {
  const now = Date.parse("2026-11-23T12:00:30Z");
  expect(timeLeft(counted({ success: "30", pending: "60" }), now)).toBe(60_000);
  expect(timeLeft(counted({ success: "30" }), now)).toBeUndefined();
});

it("asks ever slower", () => {
  const now = Date.parse("2026-11-23T12:00:00Z");
  const age = (seconds: number) =>
    operation({ metadata: { createTime: new Date(now - seconds * 1000).toISOString() } });
  expect([1, 60, 3600].map((seconds) => pollDelay([age(seconds)], now))).toEqual([1000, 6000, 30_000]);
});
