import { rawValue } from "#lib/hl7v2/locate.ts";
import type { Message } from "#lib/hl7v2/message.ts";
import type { Position } from "#lib/hl7v2/position.ts";
import type { Dictionary, PartDefinition, TableDefinition } from "./dictionary.ts";
import { versionsWithComponent, versionsWithField } from "./reach.ts";
import type { Hl7Version } from "./versions.ts";

/** What the standard says about a position of a message. */
export type Description =
  | {
      readonly kind: "segment";
      /** `Patient identification` */
      readonly name: string;
    }
  | {
      readonly kind: "part";
      /** From the field inwards: `["Patient Name", "Family Name"]`. */
      readonly names: readonly string[];
      /** Of the innermost part, with its type settled: OBX-5 has the type that OBX-2 names. */
      readonly definition: PartDefinition;
      readonly typeName: string | undefined;
    }
  /** A site's own segment: the standard leaves everything in it open. */
  | { readonly kind: "local"; readonly segment: string }
  /** The version has no such segment, field or component; `versions` are those that have. */
  | {
      readonly kind: "missing";
      readonly what: "segment" | "field" | "component";
      /** Names of the parts around it that are known. */
      readonly names: readonly string[];
      readonly versions: readonly Hl7Version[];
    };

/** Names, type and table of a position in the version's dictionary. The message settles the types that its own values decide. */
export function describePosition(dictionary: Dictionary, message: Message, position: Position): Description {
  const { segment, field } = position;
  if (segment.startsWith("Z")) return { kind: "local", segment };
  const name = dictionary.segmentName(segment);
  if (name === undefined)
    return { kind: "missing", what: "segment", names: [], versions: versionsWithField(segment, field ?? 0) };
  if (field === undefined) return { kind: "segment", name };
  const definition = dictionary.field(segment, field);
  if (!definition) return { kind: "missing", what: "field", names: [], versions: versionsWithField(segment, field) };
  const settled = { ...definition, type: fieldType(definition.type, message, position) };
  return inside(dictionary, settled, [position.component, position.subcomponent]);
}

/** Steps from a field into its component and subcomponent, as deep as the position goes and the types divide. */
function inside(dictionary: Dictionary, field: PartDefinition, path: readonly (number | undefined)[]): Description {
  const names = [field.name];
  let definition = field;
  for (const number of path) {
    const components = dictionary.components(definition.type);
    // A primitive is its own first and only component.
    if (number === undefined || (components.length === 0 && number === 1)) continue;
    const component = components[number - 1];
    if (!component)
      return { kind: "missing", what: "component", names, versions: versionsWithComponent(definition.type, number) };
    names.push(component.name);
    const table = component.table ?? (number === 1 && CODED.has(definition.type) ? definition.table : undefined);
    definition = { ...component, table };
  }
  return { kind: "part", names, definition, typeName: dictionary.typeName(definition.type) };
}

/** Types whose first component is the code: a table given for the field is the table of that code. */
const CODED: ReadonlySet<string> = new Set(["CE", "CF", "CNE", "CWE"]);

/** Fields whose type another field of the same segment names. HL7 v2.5.1 §7.4.2.5 (OBX), §8.5.3.5 (MFE). */
const DECIDED_BY: Readonly<Record<string, number>> = { "OBX-5": 2, "MFE-4": 5, "MFA-5": 6 };

/** The type of a field in this message: for a type that varies, the one that the deciding field names. */
export function fieldType(type: string, message: Message, position: Position): string {
  if (!/^(\*|varies)$/i.test(type)) return type;
  const decider = DECIDED_BY[`${position.segment}-${position.field ?? 0}`];
  if (decider === undefined) return "varies";
  const { segment, occurrence } = position;
  return rawValue(message, { segment, occurrence, field: decider, repetition: 1, component: 1 }) || "varies";
}

/** A table of the standard and what it says of one value. */
export interface TableMeaning {
  readonly number: number;
  readonly table: TableDefinition;
  /** Undefined when the table does not list the value. */
  readonly meaning: string | undefined;
}

/**
 * What a value means by the table of its field or component; undefined without a table that lists anything.
 * @param value unescaped
 */
export function meaningOf(dictionary: Dictionary, part: PartDefinition, value: string): TableMeaning | undefined {
  const table = part.table === undefined ? undefined : dictionary.table(part.table);
  if (!table || part.table === undefined) return undefined;
  const listed = Object.hasOwn(table.meanings, value) ? table.meanings[value] : undefined;
  return { number: part.table, table, meaning: listed ?? meaningOfForm(part.table, value) };
}

/** Entries of table 0396 that stand for many values; published lists leave them out. HL7 v2.5.1 §2.16, table 0396. */
const CODING_SYSTEM_FORMS: readonly (readonly [form: RegExp, meaning: string])[] = [
  [/^L$/, "Local general code"],
  [/^99[A-Z0-9]+$/i, "Local general code"],
  [/^HL7\d{4}$/, "HL7 table of that number"],
  [/^ISO\d{4,}$/, "ISO standard of that number"],
  [/^IBT\d{4}$/, "ISBT 128 table of that number"],
  [/^NIP\d{3}$/, "CDC immunization code set"],
];
const CODING_SYSTEMS = 396;

function meaningOfForm(table: number, value: string): string | undefined {
  if (table !== CODING_SYSTEMS) return undefined;
  return CODING_SYSTEM_FORMS.find(([form]) => form.test(value))?.[1];
}
