/** Resources per second on one core for indexing, validation and parsing. `node bench/index-resource.ts`; needs SHARED_DATA with the HL7 examples. */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { R4 } from "#lib/fhir/definitions/r4.ts";
import { fulltextOf, indexResource } from "#lib/fhir/index-resource.ts";
import { canonicalText, isJsonObject, parseJson } from "#lib/fhir/lossless-json.ts";
import type { JsonObject } from "#lib/fhir/lossless-json.ts";
import { validateResource } from "#lib/fhir/validate.ts";

const FOLDER = join(process.env["SHARED_DATA"] ?? "../shared/data", "fhir", "synthea-smart");
/** What search needs of the emulator: see the plan's figures. */
const TARGETS: Readonly<Record<string, number>> = { Observation: 15_000, Patient: 8000 };

if (!existsSync(FOLDER)) {
  console.log(`${FOLDER} is missing: set SHARED_DATA`);
} else {
  for (const [type, target] of Object.entries(TARGETS)) measureType(type, target);
}

function measureType(type: string, target: number): void {
  const texts = readResources(type).map(canonicalText);
  const resources = texts.map((text) => parseJson(text)).filter(isJsonObject);
  const bytes = texts.reduce((sum, text) => sum + text.length, 0) / texts.length;
  console.log(`${type}: ${String(texts.length)} synthetic, ${String(Math.round(bytes))} characters on average`);
  report(
    "indexResource",
    perSecond(resources, (resource) => indexResource(resource, "R4")),
    target,
  );
  report("fulltextOf", perSecond(resources, fulltextOf));
  const options = { definitions: R4, checkRequired: true, checkReferenceTypes: true };
  report(
    "validateResource",
    perSecond(resources, (resource) => validateResource(resource, options)),
  );
  report(
    "parseJson",
    perSecond(texts, (text) => parseJson(text)),
  );
  report(
    "JSON.parse, for comparison",
    perSecond(texts, (text): unknown => JSON.parse(text)),
  );
  report("canonicalText", perSecond(resources, canonicalText));
}

function perSecond<T>(inputs: readonly T[], work: (input: T) => unknown): number {
  for (let round = 0; round < 200; round += 1) inputs.forEach(work);
  const start = performance.now();
  let count = 0;
  while (performance.now() - start < 1000) {
    inputs.forEach(work);
    count += inputs.length;
  }
  return (count / (performance.now() - start)) * 1000;
}

function report(what: string, rate: number, target?: number): void {
  const verdict = target === undefined ? "" : ` (target ${String(target)}: ${rate >= target ? "met" : "MISSED"})`;
  console.log(`  ${what.padEnd(28)} ${String(Math.round(rate)).padStart(9)} /s${verdict}`);
}

function readResources(type: string): JsonObject[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith(".json"))
    .flatMap((file) => {
      const bundle = parseJson(readFileSync(join(FOLDER, file), "utf8"));
      const entries = isJsonObject(bundle) && Array.isArray(bundle["entry"]) ? bundle["entry"] : [];
      return entries.map((entry) => (isJsonObject(entry) ? entry["resource"] : undefined));
    })
    .filter(isJsonObject)
    .filter(({ resourceType }) => resourceType === type);
}
