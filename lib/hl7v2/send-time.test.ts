import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseHl7Time, timeInZone } from "./send-time.ts";

const iso = (text: string, zone = ""): string | undefined => {
  const time = parseHl7Time(text, zone);
  return time === undefined ? undefined : new Date(time / 1000).toISOString();
};

describe("parseHl7Time", () => {
  it.each([
    ["2026", "", "2026-01-01T00:00:00.000Z"],
    ["202603", "", "2026-03-01T00:00:00.000Z"],
    ["20260314", "America/Chicago", "2026-03-14T05:00:00.000Z"],
    ["2026031408", "", "2026-03-14T08:00:00.000Z"],
    ["202603140830", "", "2026-03-14T08:30:00.000Z"],
    ["20260314083015.1234", "", "2026-03-14T08:30:15.123Z"],
    ["20260314083015-0500", "Asia/Tokyo", "2026-03-14T13:30:15.000Z"],
    ["202603140830+0530", "", "2026-03-14T03:00:00.000Z"],
    ["20260314083015", "Asia/Tokyo", "2026-03-13T23:30:15.000Z"],
    ["20260314083015", "Europe/Paris", "2026-03-14T07:30:15.000Z"],
    ["19190101", "America/Chicago", "1919-01-01T06:00:00.000Z"],
  ])("%s in %j is %s", (text, zone, expected) => {
    expect(iso(text, zone)).toBe(expected);
  });

  it.each([
    "",
    "yesterday",
    "20261301",
    "20260230",
    "2026022924",
    "202602281260",
    "20260228122060",
    "202",
    "2026+9900",
    "20260314 0830",
  ])("%j is no time", (text) => {
    expect(iso(text)).toBeUndefined();
  });

  it("keeps microseconds and goes below 1970", () => {
    expect(parseHl7Time("19700101000000.0001", "")).toBe(100);
    expect(parseHl7Time("19691231235959.5", "")).toBe(-500_000);
  });

  it("takes the first of two equal clock readings, and a skipped one as if the clocks had not moved", () => {
    expect(iso("202611010130", "America/Chicago")).toBe("2026-11-01T06:30:00.000Z");
    expect(iso("202603080230", "America/Chicago")).toBe("2026-03-08T08:30:00.000Z");
  });
});

it("finds the moment at which a zone's clocks show a time", () => {
  const zones = [
    "America/Chicago",
    "Europe/Amsterdam",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "America/St_Johns",
    "UTC",
  ];
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), fc.constantFrom(...zones), (seconds, zone) => {
      const shown = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" });
      const local = Date.parse(`${shown.format(seconds * 1000).replace(" ", "T")}Z`);
      expect(shown.format(timeInZone(local, zone))).toBe(shown.format(seconds * 1000));
    }),
  );
});
