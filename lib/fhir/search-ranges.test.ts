import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dateRange, numberRange } from "./search-ranges.ts";

const iso = (text: string): [string, string] | undefined => {
  const range = dateRange(text);
  return range && [new Date(range.low).toISOString(), new Date(range.high).toISOString()];
};

describe("dateRange", () => {
  it.each([
    ["2024", "2024-01-01T00:00:00.000Z", "2025-01-01T00:00:00.000Z"],
    ["2024-02", "2024-02-01T00:00:00.000Z", "2024-03-01T00:00:00.000Z"],
    ["2024-12", "2024-12-01T00:00:00.000Z", "2025-01-01T00:00:00.000Z"],
    ["2024-02-29", "2024-02-29T00:00:00.000Z", "2024-03-01T00:00:00.000Z"],
    ["2024-02-29T10:30", "2024-02-29T10:30:00.000Z", "2024-02-29T10:31:00.000Z"],
    ["2024-02-29T10:30:15", "2024-02-29T10:30:15.000Z", "2024-02-29T10:30:16.000Z"],
    ["2024-02-29T10:30:15.5Z", "2024-02-29T10:30:15.500Z", "2024-02-29T10:30:15.600Z"],
    ["2023-05-02T20:47:19.296210+00:00", "2023-05-02T20:47:19.296Z", "2023-05-02T20:47:19.297Z"],
    ["2024-01-01T00:00:00+02:00", "2023-12-31T22:00:00.000Z", "2023-12-31T22:00:01.000Z"],
    ["2024-01-01T00:00:00-03:30", "2024-01-01T03:30:00.000Z", "2024-01-01T03:30:01.000Z"],
    ["0050", "0050-01-01T00:00:00.000Z", "0051-01-01T00:00:00.000Z"],
  ])("gives %s its span", (text, low, high) => {
    expect(iso(text)).toEqual([low, high]);
  });
  it.each([
    "",
    "24",
    "2023-02-29",
    "2024-13",
    "2024-00-01",
    "2024-01-32",
    "2024-01-01T24:00:00",
    "2024-01-01T10",
    "2024-01-01 10:00",
    "x2024",
    "2024-01-01T10:00:00+15:00",
  ])("finds no date in %j", (text) => {
    expect(dateRange(text)).toBeUndefined();
  });
  it("agrees with Date on full instants", () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date("1000-01-01"), max: new Date("9999-12-31"), noInvalidDate: true }),
        (date) => {
          expect(dateRange(date.toISOString())).toEqual({ low: date.getTime(), high: date.getTime() + 1 });
        },
      ),
    );
  });
});

describe("numberRange", () => {
  it.each([
    ["100", 99.5, 100.5],
    ["100.00", 99.995, 100.005],
    ["1e2", 95, 105],
    ["5.40e-3", 0.005395, 0.005405],
    ["5.4", 5.35, 5.45],
    ["0", -0.5, 0.5],
    ["-1.0", -1.05, -0.95],
    ["+2", 1.5, 2.5],
    [".5", 0.45, 0.55],
  ])("rounds to %s", (text, low, high) => {
    expect(numberRange(text)).toEqual({ value: Number(text), low, high });
  });
  it.each(["", "x", "1,5", "0x10", "Infinity", "1e999", "--1", "1.2.3", " 1"])("finds no number in %j", (text) => {
    expect(numberRange(text)).toBeUndefined();
  });
  it("always encloses the value", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }), (value) => {
        const range = numberRange(String(value));
        expect(range?.low).toBeLessThanOrEqual(value);
        expect(range?.high).toBeGreaterThanOrEqual(value);
      }),
    );
  });
});
