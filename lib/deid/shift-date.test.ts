import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keyedHash, uidOf } from "./keyed.ts";
import { shiftDays, shiftDicomDate, shiftFhirDate } from "./shift-date.ts";
import { shiftTextDate } from "./text/text-dates.ts";

const crypto = { hmac: (key: Uint8Array, text: string) => createHmac("sha256", key).update(text).digest() };
const hash = keyedHash(crypto, Buffer.alloc(32, 1));
const other = keyedHash(crypto, Buffer.alloc(32, 2));

describe("dates", () => {
  it.each([
    ["2024-02-28", 1, "2024-02-29"],
    ["2024-12-31T23:59:59.5-06:00", 1, "2025-01-01T23:59:59.5-06:00"],
    ["2024-03", 10, "2024"],
    ["2024", 10, "2024"],
    ["2023-02-30", 1, undefined],
    ["soon", 1, undefined],
  ])("of FHIR: %s by %i days is %s", (date, days, shifted) => {
    expect(shiftFhirDate(date, days)).toBe(shifted);
  });

  it.each([
    ["20240228", 2, "20240301"],
    ["20240101083000.000000-0600", -1, "20231231083000.000000-0600"],
    ["2024.01.01", 1, "2024.01.02"],
    ["202403", 1, "2024"],
    ["19991231 ", 1, "20000101"],
    ["99991231", 1, undefined],
  ])("of DICOM: %s by %i days is %s", (date, days, shifted) => {
    expect(shiftDicomDate(date, days)).toBe(shifted);
  });

  it.each([
    ["March 15, 2024", "March 25, 2024"],
    ["15-Mar-2024", "25-Mar-2024"],
    ["mar 15, 2024", "mar 25, 2024"],
    ["15 MARCH 2024", "25 MARCH 2024"],
    ["3/5/24", "3/15/24"],
    ["03/25/2024", "04/04/2024"],
    ["25.03.2024", "04.04.2024"],
    ["20240325", "20240404"],
    ["07.22.1943", "08.01.1943"],
    ["2024/03/25", "2024/04/04"],
    ["March 2024", "2024"],
    ["March 25", "April 4"],
    ["3/25", "4/4"],
    ["tomorrow", undefined],
  ])("in text: %s ten days later is %s", (date, shifted) => {
    expect(shiftTextDate(date, 10)).toBe(shifted);
  });

  it("keep their intervals, whatever the patient and the key", () => {
    const day = fc
      .integer({ min: 0, max: 60_000 })
      .map((n) => new Date(Date.UTC(1900, 0, 1) + n * 86_400_000).toISOString().slice(0, 10));
    fc.assert(
      fc.property(day, day, fc.string(), (first, second, patient) => {
        const days = shiftDays(hash, patient);
        const [a, b] = [shiftFhirDate(first, days), shiftFhirDate(second, days)];
        expect(Date.parse(b ?? "") - Date.parse(a ?? "")).toBe(Date.parse(second) - Date.parse(first));
        expect(shiftDicomDate(first.replaceAll("-", ""), days)).toBe(a?.replaceAll("-", ""));
        expect(days).not.toBe(0);
        expect(Math.abs(days)).toBeLessThanOrEqual(100);
      }),
    );
  });

  it("move alike under one key and otherwise under another", () => {
    const patients = Array.from({ length: 200 }, (_, index) => `patient-${index}`);
    expect(patients.every((patient) => shiftDays(hash, patient) === shiftDays(hash, patient))).toBe(true);
    const alike = patients.filter((patient) => shiftDays(hash, patient) === shiftDays(other, patient));
    expect(alike.length).toBeLessThan(10);
    expect(new Set(patients.map((patient) => shiftDays(hash, patient))).size).toBeGreaterThan(80);
  });
});

it("maps UIDs one to one into 2.25, at most 64 characters, and otherwise under another key", () => {
  const uids = Array.from({ length: 5000 }, (_, index) => `1.2.840.113619.${index}`);
  const mapped = uids.map((uid) => uidOf(hash, uid));
  expect(new Set(mapped).size).toBe(uids.length);
  expect(mapped.every((uid) => /^2\.25\.[1-9]\d{30,38}$/.test(uid))).toBe(true);
  expect(uids.some((uid) => uidOf(other, uid) === uidOf(hash, uid))).toBe(false);
});
