/**
 * Writes lib/hl7v2/dictionary/*.generated.json: one file for each version of HL7v2, one for the tables all versions share, one that says how
 * far segments and types reach in which version. 2.1–2.7.1 come from npm hl7-dictionary; node-hl7-client adds what that leaves out: which
 * fields are conditional or kept for older systems only, and the segments of 2.8. Neither publishes the message structures of 2.8, so that
 * file names 2.7.1 as theirs (`structuresFrom`). Run after updating either: `npm run generate`.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import hl7Dictionary from "hl7-dictionary";
import { z } from "zod";
import { HL7_VERSIONS, type Hl7Version } from "#lib/hl7v2/dictionary/versions.ts";
import type { DefinitionRow, DictionaryData } from "#lib/hl7v2/dictionary/dictionary.ts";
import { readStructure, structureSchema } from "./read-hl7v2-structures.ts";
import { optionalityIn, segmentsOf28, typesOf28, withoutZeros } from "./read-hl7v2-usage.ts";

const TARGET = new URL("../lib/hl7v2/dictionary/", import.meta.url);

const partSchema = z.object({
  datatype: z.string(),
  desc: z.string(),
  opt: z.number(),
  rep: z.number(),
  len: z.number().optional(),
  table: z.number().optional(),
});
const versionSchema = z.object({
  fields: z.record(z.string(), z.object({ desc: z.string(), subfields: z.array(partSchema) })),
  segments: z.record(z.string(), z.object({ desc: z.string(), fields: z.array(partSchema) })),
  messages: z.record(z.string(), z.object({ desc: z.string(), segments: structureSchema })),
});
const publishedSchema = z.object({
  definitions: z.record(z.string(), versionSchema),
  tables: z.record(z.string(), z.object({ desc: z.string().optional(), values: z.record(z.string(), z.string()) })),
});
/** As the package numbers them. */
const OPTIONALITY: Readonly<Record<number, string>> = { 1: "O", 2: "R", 3: "C", 4: "B" };
type Part = z.infer<typeof partSchema>;

main();

function main(): void {
  mkdirSync(TARGET, { recursive: true });
  const published = publishedSchema.parse(hl7Dictionary);
  const versions = HL7_VERSIONS.map((version) => versionData(version, published.definitions));
  for (const data of versions) write(`v${data.version}.generated.json`, data);
  const tables = Object.entries(published.tables).filter(([, { values }]) => Object.keys(values).length > 0);
  write(
    "tables.generated.json",
    Object.fromEntries(tables.map(([number, { desc = "", values }]) => [number, [desc, values]])),
  );
  write("reach.generated.json", {
    segments: reach(versions.map(({ segments }) => segments)),
    types: reach(versions.map(({ types }) => types)),
  });
}

function versionData(version: Hl7Version, published: z.infer<typeof publishedSchema>["definitions"]): DictionaryData {
  if (version === "2.8") return data28(versionData("2.7.1", published));
  const source = published[version];
  if (!source) throw new Error(`hl7-dictionary has no version ${version} any more`);
  return {
    version,
    structuresFrom: version,
    segments: mapValues(source.segments, ({ desc, fields }, id) => [
      clean(desc),
      ...fields.map((part, index) => row(part, optionalityIn(version, id, index + 1))),
    ]),
    types: mapValues(source.fields, ({ desc, subfields }) => [clean(desc), ...subfields.map((part) => row(part))]),
    structures: Object.fromEntries(
      Object.entries(source.messages).flatMap(([name, { desc, segments }]) => {
        const text = readStructure(segments);
        return text === undefined ? [] : [[name, [clean(desc), text] as const]];
      }),
    ),
  };
}

function data28(before: DictionaryData): DictionaryData {
  return {
    ...before,
    version: "2.8",
    structuresFrom: "2.7.1",
    segments: segmentsOf28(before.segments),
    types: typesOf28(before.types),
  };
}

/** `[name, type, optionality, repetitions, length, table]`, without the zeros at its end. */
function row(part: Part, finer?: string): DefinitionRow {
  const own = OPTIONALITY[part.opt] ?? "O";
  const optionality = own === "O" && finer !== undefined ? finer : own;
  return [clean(part.desc), part.datatype, optionality, ...withoutZeros([part.rep, part.len ?? 0, tableOf(part)])];
}

/** 9999 stands for "no table is proposed". */
function tableOf({ table = 0 }: Part): number {
  return table === 9999 ? 0 : table;
}

/** `{PID: [27, 27, 30, …]}`: how many fields or components a version has, 0 where it does not know the name at all. */
function reach(versions: readonly DictionaryData["segments"][]): Record<string, number[]> {
  const names = [...new Set(versions.flatMap((version) => Object.keys(version)))].toSorted();
  return Object.fromEntries(
    names.map((name) => [name, versions.map((version) => Math.max(0, (version[name]?.length ?? 1) - 1))]),
  );
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From, key: string) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
}

function clean(text: string): string {
  return text.replaceAll(/\s+/gu, " ").trim();
}

function write(file: string, content: object): void {
  const text = `${JSON.stringify(content)}\n`;
  writeFileSync(new URL(file, TARGET), text);
  console.log(`${fileURLToPath(new URL(file, TARGET))}: ${String(Math.round(text.length / 1024))} kB`);
}
