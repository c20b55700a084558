import { describe, expect, it } from "vitest";
import type { Environment } from "#lib/contract/console/environments.ts";
import { nearestLabel } from "./environment-lock.tsx";
import { formatAgo, formatDuration } from "./moment.ts";
import { formatBytes, formatCount, formatPlural } from "./quantity.ts";
import { resourceHref } from "./resource-href.ts";

describe("quantities", () => {
  it.each([
    [0, "0 B"],
    [999, "999 B"],
    [1400, "1.4 kB"],
    [123_456, "123 kB"],
    [5_000_000_000, "5.0 GB"],
  ])("%i bytes", (bytes, text) => expect(formatBytes(bytes)).toBe(text));

  it("counts", () => {
    expect(formatCount(48_210)).toBe("48,210");
    expect(formatPlural(1, "store")).toBe("1 store");
    expect(formatPlural(0, "store")).toBe("0 stores");
  });
});

describe("times", () => {
  const now = Date.parse("2026-11-23T12:00:00Z");
  it.each([
    ["2026-11-23T11:59:58Z", "2 seconds ago"],
    ["2026-11-23T11:15:00Z", "45 minutes ago"],
    ["2026-11-22T11:00:00Z", "yesterday"],
    ["no time", "no time"],
  ])("%s", (time, text) => expect(formatAgo(time, now)).toBe(text));

  it.each([
    [840, "840 ms"],
    [12_000, "12 s"],
    [200_000, "3 min 20 s"],
    [7_500_000, "2 h 5 min"],
  ])("%i ms", (milliseconds, text) => expect(formatDuration(milliseconds)).toBe(text));
});

describe("addresses", () => {
  it("encodes each part and leaves empty parameters out", () => {
    expect(resourceHref("projects/p/locations/l/datasets/d é")).toBe("/projects/p/locations/l/datasets/d%20%C3%A9");
    expect(resourceHref("projects/p", { tab: "overview", q: "" })).toBe("/projects/p?tab=overview");
  });
});

describe("environment labels", () => {
  const label = (name: string, environment: Environment) => ({ name, environment });
  const labels = [label("projects/p", "sandbox"), label("projects/p/locations/l/datasets/d", "production")];
  it.each([
    ["projects/p/locations/l/datasets/d/fhirStores/s/fhir/Patient/1", "production"],
    ["projects/p/locations/l/datasets/d", "production"],
    ["projects/p/locations/l/datasets/d2", "sandbox"],
    ["projects/p2", undefined],
  ])("the nearest label of %s is %s", (name, environment) => {
    expect(nearestLabel(labels, name)?.environment).toBe(environment);
  });
});
