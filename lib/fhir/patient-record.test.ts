import { describe, expect, it } from "vitest";
import { isJsonObject, parseJson, type JsonObject } from "./lossless-json.ts";
import { flagOf, labSeries, toLabPoints, toRecordEvent } from "./patient-record.ts";
import { lanesOf, ticksOf, wholeWindow } from "./timeline.ts";

const read = (text: string): JsonObject => {
  const value = parseJson(text);
  if (!isJsonObject(value)) throw new Error("an object");
  return value;
};
const day = (text: string): number => Date.parse(`${text}T00:00:00Z`);
const NOW = day("2024-01-01");

describe("a record's events", () => {
  it.each([
    ['{"resourceType":"Encounter","period":{"start":"2020-01-02","end":"2020-01-05"}}', "2020-01-02", "2020-01-05"],
    ['{"resourceType":"Encounter","period":{"start":"2020-01-02"}}', "2020-01-02", undefined],
    ['{"resourceType":"Immunization","occurrenceDateTime":"2020-01-02"}', "2020-01-02", "2020-01-02"],
    [
      '{"resourceType":"Condition","onsetDateTime":"2020-01-02","abatementDateTime":"2021-01-02"}',
      "2020-01-02",
      "2021-01-02",
    ],
    [
      '{"resourceType":"Condition","onsetDateTime":"2020-01-02","clinicalStatus":{"coding":[{"code":"active"}]}}',
      "2020-01-02",
      undefined,
    ],
  ])("%s", (text, start, end) => {
    expect(toRecordEvent(read(text))).toMatchObject({
      start: day(start),
      end: end === undefined ? Number.POSITIVE_INFINITY : day(end),
    });
  });

  it("without a time have none", () => {
    expect(toRecordEvent(read('{"resourceType":"Basic","id":"b","period":{}}'))).toMatchObject({ start: undefined });
  });
});

describe("measured values", () => {
  const observation = (date: string, value: string) =>
    read(
      `{"resourceType":"Observation","id":"${date}","effectiveDateTime":"${date}","code":{"coding":[{"code":"718-7","display":"Hemoglobin"}]},
      "valueQuantity":{"value":${value},"unit":"g/dL"},"referenceRange":[{"low":{"value":12},"high":{"value":16.0}}]}`,
    );
  it("line up by code and unit, oldest first, and know their range", () => {
    const points = [observation("2021-01-01", "17.10"), observation("2020-01-01", "11")].flatMap(toLabPoints);
    const [series] = labSeries(points);
    expect(series).toMatchObject({
      title: "Hemoglobin",
      unit: "g/dL",
      points: [{ value: 11 }, { value: 17.1, high: 16 }],
    });
    expect(series?.points.map(flagOf)).toEqual(["low", "high"]);
  });

  it("of components are lines of their own", () => {
    const pressure = read(
      `{"resourceType":"Observation","id":"bp","effectiveDateTime":"2020-01-01","code":{"text":"Blood pressure"},"component":[
      {"code":{"coding":[{"code":"8480-6"}]},"valueQuantity":{"value":120,"unit":"mmHg"}},{"code":{"coding":[{"code":"8462-4"}]},"valueQuantity":{"value":80,"unit":"mmHg"}}]}`,
    );
    expect(labSeries(toLabPoints(pressure)).map(({ key }) => key)).toEqual(["8462-4 mmHg", "8480-6 mmHg"]);
  });
});

describe("the timeline", () => {
  const events = [
    '{"resourceType":"Observation","id":"1","effectiveDateTime":"2000-01-01"}',
    '{"resourceType":"Observation","id":"2","effectiveDateTime":"2000-01-01"}',
    '{"resourceType":"Encounter","id":"3","period":{"start":"2010-01-01"}}',
    '{"resourceType":"Patient","id":"p"}',
  ].map((text) => toRecordEvent(read(text)));
  it("spans the record, gathers what falls together, and lets open stretches last until now", () => {
    const window = wholeWindow(events, NOW);
    if (!window) throw new Error("a window");
    const [encounters, observations] = lanesOf(events, window, NOW);
    expect(encounters).toMatchObject({ type: "Encounter", marks: [{ count: 1 }] });
    expect(encounters?.marks[0]?.to).toBeCloseTo(0.99, 1);
    expect(observations).toMatchObject({ type: "Observation", count: 2, marks: [{ count: 2 }] });
    expect(ticksOf(window).map(({ label }) => label)).toEqual(["2000", "2004", "2008", "2012", "2016", "2020", "2024"]);
    expect(lanesOf(events, { from: day("2005-01-01"), to: day("2006-01-01") }, NOW)).toEqual([]);
  });

  it("has ticks for months in a short window, and none without events", () => {
    expect(ticksOf({ from: day("2020-01-15"), to: day("2020-05-01") }).map(({ label }) => label)).toEqual([
      "2020-02",
      "2020-03",
      "2020-04",
      "2020-05",
    ]);
    expect(wholeWindow([], NOW)).toBeUndefined();
  });
});
