import type { Hl7Version } from "./versions.ts";
import { readStructureText, type Structure } from "./structure.ts";

/** Required, optional, conditional, kept for older systems only ("backward"), withdrawn. HL7 v2.5.1 §2.5.3.4. */
export type Optionality = "R" | "O" | "C" | "B" | "W";

/** A field of a segment, or a component of a data type. */
export interface PartDefinition {
  readonly name: string;
  /** Data type: `XPN`; `*` and `VARIES` take the type another field names. */
  readonly type: string;
  readonly optionality: Optionality;
  /** How often it may come; Infinity when unbounded. */
  readonly repetitions: number;
  /** Longest value in characters; undefined when the version gives none. */
  readonly length: number | undefined;
  /** Number of the HL7 or user-defined table its values come from. */
  readonly table: number | undefined;
}

export interface TableDefinition {
  readonly name: string;
  /** Meaning by value. Of tables that sites define, only the values that the standard suggests. */
  readonly meanings: Readonly<Record<string, string>>;
}

/** What one version of the standard says. Look-ups answer undefined for what the version does not have. */
export interface Dictionary {
  readonly version: Hl7Version;
  /** Version whose message structures these are: 2.8's are not published, so 2.7.1's stand in. */
  readonly structuresFrom: Hl7Version;
  segmentName(id: string): string | undefined;
  /** All fields of a segment, field 1 first. */
  fields(segment: string): readonly PartDefinition[] | undefined;
  /** `number` counts from 1. */
  field(segment: string, number: number): PartDefinition | undefined;
  typeName(type: string): string | undefined;
  /** Components of a data type; empty for a primitive. */
  components(type: string): readonly PartDefinition[];
  table(number: number): TableDefinition | undefined;
  /** By structure (`ADT_A01`) or by type and event (`ADT_A04`); the segments of a message in their groups. */
  structure(name: string): Structure | undefined;
  readonly structureNames: readonly string[];
}

/** `[name, type, optionality, repetitions (0 is unbounded), length, table]`; zeros at the end are left out. */
export type DefinitionRow = readonly [name: string, type: string, optionality: string, ...numbers: number[]];

/** One v….generated.json. */
export interface DictionaryData {
  readonly version: Hl7Version;
  readonly structuresFrom: Hl7Version;
  readonly segments: Readonly<Record<string, readonly [title: string, ...rows: DefinitionRow[]]>>;
  readonly types: Readonly<Record<string, readonly [title: string, ...rows: DefinitionRow[]]>>;
  readonly structures: Readonly<Record<string, readonly [title: string, text: string]>>;
}

/** tables.generated.json: name and meanings by number. */
export type TableData = Readonly<Record<string, readonly [name: string, meanings: Readonly<Record<string, string>>]>>;

/** A dictionary over one generated file; rows are read when they are first asked for. */
export function createDictionary(data: DictionaryData, tables: TableData): Dictionary {
  const fields = remember((id) =>
    own(data.segments, id)
      ?.slice(1)
      .map((row) => readRow(row as DefinitionRow)),
  );
  const components = remember(
    (type) =>
      own(data.types, type)
        ?.slice(1)
        .map((row) => readRow(row as DefinitionRow)) ?? [],
  );
  const structures = remember((name) => {
    const found = own(data.structures, name);
    return found && readStructureText(name, found[0], found[1]);
  });
  return {
    version: data.version,
    structuresFrom: data.structuresFrom,
    segmentName: (id) => own(data.segments, id)?.[0],
    fields,
    field: (segment, number) => fields(segment)?.[number - 1],
    typeName: (type) => own(data.types, type)?.[0],
    components,
    table: (number) => {
      const found = own(tables, String(number));
      return found && { name: found[0], meanings: found[1] };
    },
    structure: structures,
    structureNames: Object.keys(data.structures),
  };
}

function readRow([name, type, optionality, repetitions = 0, length = 0, table = 0]: DefinitionRow): PartDefinition {
  return {
    name,
    type,
    optionality: optionality as Optionality,
    repetitions: repetitions === 0 ? Infinity : repetitions,
    length: length === 0 ? undefined : length,
    table: table === 0 ? undefined : table,
  };
}

/** Names come from messages: `constructor` must not find anything. */
function own<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function remember<Value>(find: (key: string) => Value): (key: string) => Value {
  const known = new Map<string, Value>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const fresh = find(key);
    known.set(key, fresh);
    return fresh;
  };
}
