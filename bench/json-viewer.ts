/** How fast the JSON viewer opens, folds, searches and annotates bundles of 1 and 10 MB and compares two resources, beside JSON.parse and jsonc-parser in the same run. */
import { createRequire } from "node:module";
import { createJsonDocument } from "#lib/fhir/json-document.ts";
import { foldAtDepth, foldLines } from "#lib/fhir/json-folds.ts";
import { searchJson } from "#lib/fhir/json-search.ts";
import { R4 } from "#lib/fhir/definitions/r4.ts";
import { parseJson } from "#lib/fhir/lossless-json.ts";
import { changesOf, diffJson } from "#lib/fhir/semantic-diff.ts";
import { surveyAnnotations } from "#lib/fhir/survey-annotations.ts";

const MEGABYTES = 10;
const ROUNDS = 7;

const text = bundleText(MEGABYTES * 1_000_000);
const document = createJsonDocument(text);
const entries = foldAtDepth(document, 2);
const jsonc = createRequire(import.meta.url)("jsonc-parser") as { parseTree(text: string): unknown };

const small = createJsonDocument(bundleText(1_000_000));
const before = parseJson(small.text);
const edited = parseJson(
  small.text.replaceAll('"final"', '"amended"').replace('{"fullUrl"', '{"fullUrl":"urn:uuid:new"},{"fullUrl"'),
);

const parse = median(() => JSON.parse(text));
const rows: readonly (readonly [what: string, milliseconds: number, budget: number | undefined])[] = [
  ["JSON.parse (floor)", parse, undefined],
  ["jsonc-parser parseTree (peer)", median(() => jsonc.parseTree(text)), undefined],
  ["open", median(() => createJsonDocument(text)), 300],
  ["search, rare", median(() => searchJson(document, 'resource-777"', { limit: 10_000 })), 50],
  ["search, absent", median(() => searchJson(document, "no such text", { limit: 10_000 })), 50],
  ["search, on every line", median(() => searchJson(document, "e", { limit: 10_000 })), 50],
  ["fold every entry", median(() => foldLines(document, entries)), 50],
  ["annotate 1 MB", median(() => surveyAnnotations(small, R4)), 100],
  ["annotate 10 MB (in a worker)", median(() => surveyAnnotations(document, R4)), 1_500],
  ["compare 1 MB, every entry edited", median(() => changesOf(diffJson(before, edited))), 300],
  ["compare 1 MB, equal", median(() => changesOf(diffJson(before, parseJson(small.text)))), 300],
  ["make 60 lines in the middle", median(() => lines(document.lineCount >> 1, 60)), 5],
];

console.log(
  `${(text.length / 1e6).toFixed(1)} MB, ${document.lineCount.toLocaleString("en")} lines, ${document.nodes.count.toLocaleString("en")} values`,
);
for (const [what, milliseconds, budget] of rows) {
  const ratio = `${(milliseconds / parse).toFixed(2)}x JSON.parse`;
  console.log(
    `${what.padEnd(32)} ${milliseconds.toFixed(2).padStart(9)} ms  ${ratio.padStart(18)}  ${budget === undefined ? "" : `bar ${budget} ms`}`,
  );
}

function lines(first: number, count: number): number {
  let tokens = 0;
  for (let line = first; line < first + count; line += 1) tokens += document.line(line).tokens.length;
  return tokens;
}

function median(work: () => unknown): number {
  const times = Array.from({ length: ROUNDS }, () => {
    const started = performance.now();
    work();
    return performance.now() - started;
  });
  return times.toSorted((a, b) => a - b)[ROUNDS >> 1] ?? 0;
}

/** Observations as a hospital exports them, without any person. */
function bundleText(length: number): string {
  const entry: string[] = [];
  for (let size = 0, number = 0; size < length; number += 1) {
    const resource = observation(number);
    size += resource.length + 1;
    entry.push(resource);
  }
  return `{"resourceType":"Bundle","type":"collection","entry":[${entry.join(",")}]}`;
}

function observation(number: number): string {
  const day = String((number % 28) + 1).padStart(2, "0");
  return JSON.stringify({
    fullUrl: `urn:uuid:resource-${number}`,
    resource: {
      resourceType: "Observation",
      id: `resource-${number}`,
      meta: { versionId: "1", profile: ["http://hl7.org/fhir/us/core/StructureDefinition/us-core-observation-lab"] },
      status: "final",
      category: [
        { coding: [{ system: "http://terminology.hl7.org/CodeSystem/observation-category", code: "laboratory" }] },
      ],
      code: { coding: [{ system: "http://loinc.org", code: "718-7", display: "Hemoglobin [Mass/volume] in Blood" }] },
      subject: { reference: `Patient/${number % 100}` },
      effectiveDateTime: `2026-03-${day}T08:20:00-05:00`,
      valueQuantity: {
        value: 10 + (number % 70) / 10,
        unit: "g/dL",
        system: "http://unitsofmeasure.org",
        code: "g/dL",
      },
      referenceRange: [{ low: { value: 12, unit: "g/dL" }, high: { value: 15.5, unit: "g/dL" } }],
    },
  });
}
