import * as published from "node-hl7-client/hl7";
import { z } from "zod";
import type { DefinitionRow, DictionaryData } from "#lib/hl7v2/dictionary/dictionary.ts";
import type { Hl7Version } from "#lib/hl7v2/dictionary/versions.ts";

/** What npm node-hl7-client says of segments and types: usage for every version, and the parts that 2.8 brought. */
const partSchema = z.object({
  hl7Type: z.string(),
  name: z.string(),
  num: z.number(),
  length: z.object({ max: z.number().optional() }).optional(),
  table: z.number().optional(),
});
const specSchema = z.object({
  description: z.string(),
  fields: z.array(partSchema.extend({ usage: z.record(z.string(), z.string()) })),
});
const SEGMENTS = z.record(z.string(), specSchema).parse(published.SEGMENT_SPECS);
const TYPES = z
  .record(z.string(), z.array(partSchema.extend({ usage: z.string().optional() })).optional())
  .parse(published.DATA_TYPES);

type Rows = DictionaryData["segments"][string];

/** D is "depends" there, the standard's conditional. */
const OPTIONALITY: Readonly<Record<string, string>> = { R: "R", O: "O", D: "C", C: "C", B: "B", W: "W", X: "W" };

/** Conditional, for older systems only or withdrawn: what a source that knows but optional and required leaves out. */
export function optionalityIn(version: Hl7Version, segment: string, field: number): string | undefined {
  const usage = OPTIONALITY[SEGMENTS[segment]?.fields.find(({ num }) => num === field)?.usage[version] ?? ""];
  return usage === "C" || usage === "B" || usage === "W" ? usage : undefined;
}

/** The segments of 2.8; how often a field may come and its name are 2.7.1's where that has the field. */
export function segmentsOf28(before: DictionaryData["segments"]): Record<string, Rows> {
  const specs = Object.entries(SEGMENTS).filter(
    ([id, { fields }]) => /^[A-Y][A-Z0-9]{2}$/.test(id) && fields.some(({ usage }) => usage["2.8"] !== undefined),
  );
  const fresh = specs.map(([id, spec]): [string, Rows] => {
    const [title = clean(spec.description), ...rows] = before[id] ?? [];
    const known = new Map(spec.fields.map((field) => [field.num, field]));
    const count = Math.max(rows.length, ...spec.fields.flatMap(({ num, usage }) => (usage["2.8"] ? [num] : [])));
    const merged = Array.from({ length: count }, (_, index) => {
      const field = known.get(index + 1);
      const old = rows[index];
      return field ? fieldRow(field, old, OPTIONALITY[field.usage["2.8"] ?? "W"] ?? "O") : (old ?? UNNAMED);
    });
    return [id, [title, ...merged]];
  });
  return sorted({ ...before, ...Object.fromEntries(fresh) });
}

const UNNAMED: DefinitionRow = ["Reserved", "ST", "W", 1];

/** The types of 2.8: components that 2.7.1 does not have are added, the others stay. */
export function typesOf28(before: DictionaryData["types"]): Record<string, Rows> {
  const merged = Object.entries(before).map(([type, [title, ...rows]]): [string, Rows] => {
    const more = (TYPES[type] ?? [])
      .filter(({ num }) => num > rows.length)
      .map((part) => fieldRow(part, undefined, OPTIONALITY[part.usage ?? "O"] ?? "O"));
    return [type, [title, ...rows, ...more]];
  });
  return Object.fromEntries(merged);
}

function fieldRow(
  part: z.infer<typeof partSchema>,
  old: DefinitionRow | undefined,
  optionality: string,
): DefinitionRow {
  const [name = clean(part.name), , , repetitions = old ? 0 : 1, length = 0, table = 0] = old ?? [];
  const numbers = [repetitions, part.length?.max ?? length, part.table ?? table];
  return [name, part.hl7Type, optionality, ...withoutZeros(numbers)];
}

/** Zeros at the end are what a reader assumes. */
export function withoutZeros(numbers: readonly number[]): readonly number[] {
  return numbers.slice(0, numbers.findLastIndex((number) => number !== 0) + 1);
}

function sorted(segments: Record<string, Rows>): Record<string, Rows> {
  return Object.fromEntries(Object.entries(segments).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function clean(text: string): string {
  return text
    .replaceAll(/\bId\b/g, "ID")
    .replaceAll("–", "-")
    .replaceAll(/\s+/gu, " ")
    .trim();
}
