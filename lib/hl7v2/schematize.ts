import { isHeaderSegment } from "./delimiters.ts";
import { groupSegments, mostOf, nameOf, SchemaMismatch, type FoundGroup, type FoundMember } from "./group-segments.ts";
import type { Message, Segment } from "./message.ts";
import { componentText, nestedFields, type Component, type Field, type Repetition } from "./nested-fields.ts";
import type { ParserVersion } from "./parsed-data.ts";
import type { SchemaField, SchemaGroup, SchemaPackage, SchemaType, VersionSource } from "./schema-package.ts";
import { unescapeDelimiters } from "./unescape-delimiters.ts";

/** `schematizedData` of the API: JSON text, or why there is none. */
export type Schematized = { readonly data: string } | { readonly error: string };

type Json = string | null | readonly Json[] | { readonly [name: string]: Json };

/**
 * A message in the shape of a store's schema: `{"ADT_A01": {"MSH": {"1": "|", …}, "NK1": [ … ], "PROCEDURE": null}}`.
 * What may repeat is an array, what the message lacks is null, and values are text. Under V3 escaped delimiters are unescaped.
 */
export function schematize(message: Message, schema: SchemaPackage, version: ParserVersion): Schematized {
  try {
    const { name, group, types } = schemaFor(message, schema);
    const printer: Printer = { message, types, version, ignoreMinOccurs: schema.ignoreMinOccurs };
    const found = groupSegments(group, message.segments, schema);
    return { data: JSON.stringify({ [group.name || name]: groupJson(found, printer) }) };
  } catch (error) {
    if (error instanceof SchemaMismatch) return { error: error.message };
    throw error;
  }
}

interface ChosenSchema {
  readonly name: string;
  readonly group: SchemaGroup;
  readonly types: ReadonlyMap<string, SchemaType>;
}

/** "Layered": of everything whose version sources all match, what stands last wins. */
function schemaFor(message: Message, { schemas, types }: SchemaPackage): ChosenSchema {
  const header = message.segments.find(({ id }) => id === "MSH");
  const fields = header ? nestedFields(message, header) : [];
  const kind = fields[8]?.[0];
  const name = `${componentText(kind, 1)}_${componentText(kind, 2)}`;
  const applies = ({ version }: { readonly version: readonly VersionSource[] }): boolean =>
    version.every((source) => isFrom(source, fields));
  const config = schemas.findLast((layer) => applies(layer) && Object.hasOwn(layer.messageSchemaConfigs, name));
  const group = config?.messageSchemaConfigs[name];
  if (!group) throw new SchemaMismatch(`the schema of the store has no message ${name}`);
  const known = types.filter(applies).flatMap(({ type }) => type.map((entry) => [entry.name, entry] as const));
  return { name, group, types: new Map(known) };
}

/** `12`, `3.1` or `18[1].1`: field, repetition from 0, component, subcomponent. */
const MSH_FIELD = /^(\d{1,3})(?:\[(\d{1,3})\])?(?:\.(\d{1,3}))?(?:\.(\d{1,3}))?$/;

function isFrom({ mshField, value }: VersionSource, fields: readonly Field[]): boolean {
  const match = MSH_FIELD.exec(mshField);
  if (!match) return false;
  const [field = 0, repetition = 0, component = 1, subcomponent = 1] = match
    .slice(1)
    .map((part: string | undefined) => (part === undefined ? undefined : Number(part)));
  return (fields[field - 1]?.[repetition]?.[component - 1]?.[subcomponent - 1] ?? "") === value;
}

interface Printer {
  readonly message: Message;
  readonly types: ReadonlyMap<string, SchemaType>;
  readonly version: ParserVersion;
  readonly ignoreMinOccurs: boolean;
}

function groupJson(found: FoundGroup, printer: Printer): Json {
  const names = memberNames(found.members);
  const entries = found.members.map((member, index): [string, Json] => [
    names[index] ?? "",
    memberJson(member, printer),
  ]);
  const strangers = Map.groupBy(found.unexpected, ({ id }) => id);
  for (const [id, segments] of strangers) entries.push([id, segments.map((segment) => segmentJson(segment, printer))]);
  return Object.fromEntries(entries);
}

/** A name that a group has twice is numbered: `ROL_1`, `ROL_2`. */
function memberNames(members: readonly FoundMember[]): string[] {
  const plain = members.map(({ member }) => nameOf(member));
  return plain.map((name, index) =>
    plain.filter((other) => other === name).length > 1
      ? `${name}_${plain.slice(0, index + 1).filter((other) => other === name).length}`
      : name,
  );
}

function memberJson(found: FoundMember, printer: Printer): Json {
  const values =
    found.kind === "segments"
      ? found.segments.map((segment) => segmentJson(segment, printer))
      : found.groups.map((group) => groupJson(group, printer));
  return oneOrMany(values, mostOf(found.member) > 1);
}

function oneOrMany(values: readonly Json[], isMany: boolean): Json {
  if (values.length === 0) return null;
  return isMany ? values : (values[0] ?? null);
}

/** A segment without a type definition is read as if all of it were of type VARIES. */
function segmentJson(segment: Segment, printer: Printer): Json {
  const { message, types } = printer;
  const type = types.get(segment.id);
  const fields = nestedFields(message, segment);
  const entries: [string, Json][] = [["0", segment.id]];
  const count = type ? Math.min(type.fields.length, fields.length) : fields.length;
  for (let index = 0; index < count; index++) {
    const definition = type?.fields[index];
    const field = fields[index] ?? [];
    if (isHeaderSegment(segment.id) && index < 2) entries.push([String(index + 1), field[0]?.[0]?.[0] ?? null]);
    else entries.push([definition?.name || String(index + 1), fieldJson(field, definition, segment.id, printer)]);
  }
  checkRequired(type?.fields.slice(count) ?? [], segment.id, printer);
  return Object.fromEntries(entries);
}

function fieldJson(field: Field, definition: SchemaField | undefined, place: string, printer: Printer): Json {
  const isEmpty = field.length <= 1 && isEmptyRepetition(field[0]);
  if (!definition) return isEmpty ? null : field.map((repetition) => variesJson(repetition, printer));
  const most = definition.maxOccurs > 0 ? definition.maxOccurs : Infinity;
  if (isEmpty) {
    checkRequired([definition], place, printer);
    return null;
  }
  if (field.length > most)
    throw new SchemaMismatch(`${place}-${definition.name} occurs ${field.length} times, the schema allows ${most}`);
  const values = field.map((repetition) =>
    compositeJson(repetition, definition, `${place}-${definition.name}`, printer),
  );
  return oneOrMany(values, most > 1);
}

function checkRequired(definitions: readonly SchemaField[], place: string, { ignoreMinOccurs }: Printer): void {
  const missing = ignoreMinOccurs ? undefined : definitions.find(({ minOccurs }) => minOccurs > 0);
  if (missing) throw new SchemaMismatch(`${place}-${missing.name} is required and missing`);
}

/** One repetition of a field in the shape of its type. */
function compositeJson(repetition: Repetition, { type: name }: SchemaField, place: string, printer: Printer): Json {
  if (isEmptyRepetition(repetition)) return null;
  const type = typeOf(name, place, printer);
  const { component, subcomponent } = printer.message.delimiters;
  if (type.primitive === "VARIES") return variesJson(repetition, printer);
  if (type.primitive)
    return text(repetition.map((part) => part.join(subcomponent)).join(component), type.primitive, printer);
  return partsJson({ type, place, printer }, repetition, (part, definition) =>
    componentJson(part, definition, place, printer),
  );
}

function componentJson(component: Component, { type: name }: SchemaField, place: string, printer: Printer): Json {
  const type = typeOf(name, place, printer);
  if (type.primitive === "VARIES") return numbered(component.map((part) => text(part, "STRING", printer)));
  if (type.primitive) return text(component.join(printer.message.delimiters.subcomponent), type.primitive, printer);
  return partsJson({ type, place, printer }, component, (part, { type: inner }) => {
    const { primitive } = typeOf(inner, place, printer);
    // Nothing divides a subcomponent: where the schema goes deeper, it is the first part.
    return primitive ? text(part, primitive, printer) : { "1": text(part, "STRING", printer) };
  });
}

interface Composite {
  readonly type: SchemaType;
  readonly place: string;
  readonly printer: Printer;
}

/** The parts of a composite as `{"1": …, "2": null}`, up to the last that the message writes. */
function partsJson<Part extends Component | string>(
  { type, place, printer }: Composite,
  parts: readonly Part[],
  print: (part: Part, definition: SchemaField) => Json,
): Json {
  const entries = parts.slice(0, type.fields.length).map((part, index): [string, Json] => {
    const definition = type.fields[index];
    const isEmpty = typeof part === "string" ? part === "" : part.every((inner) => inner === "");
    if (definition && isEmpty) checkRequired([definition], place, printer);
    return [definition?.name || String(index + 1), isEmpty || !definition ? null : print(part, definition)];
  });
  checkRequired(type.fields.slice(entries.length), place, printer);
  return Object.fromEntries(entries);
}

function typeOf(name: string, place: string, { types }: Printer): SchemaType {
  const type = types.get(name);
  if (!type)
    throw new SchemaMismatch(`${place} has the type ${JSON.stringify(name)}, which the schema does not define`);
  return type;
}

/** Components and subcomponents by number, whatever there is. */
function variesJson(repetition: Repetition, printer: Printer): Json {
  if (isEmptyRepetition(repetition)) return null;
  return numbered(
    repetition.map((component) =>
      component.every((part) => part === "")
        ? null
        : numbered(component.map((part) => (part === "" ? null : text(part, "STRING", printer)))),
    ),
  );
}

function numbered(values: readonly Json[]): Json {
  return Object.fromEntries(values.map((value, index) => [String(index + 1), value]));
}

/** UNESCAPED_STRING is "like STRING, but all delimiters below this element are ignored": it stays as written. */
function text(raw: string, primitive: NonNullable<SchemaType["primitive"]>, { version, message }: Printer): string {
  return version === "V3" && primitive !== "UNESCAPED_STRING" ? unescapeDelimiters(raw, message.delimiters) : raw;
}

function isEmptyRepetition(repetition: Repetition | undefined): boolean {
  return repetition === undefined || repetition.every((component) => component.every((part) => part === ""));
}
