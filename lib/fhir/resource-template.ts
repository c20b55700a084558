import type { Definitions, ElementDefinition, Field } from "./definitions.ts";
import type { JsonObject, JsonValue } from "./lossless-json.ts";

/** Stands where a person has to write something. */
export const PLACEHOLDER = "to be filled in";

/**
 * The smallest resource of a type that is valid: every mandatory element, down to the leaves, with a value to be replaced.
 * @param today FHIR date, for mandatory dates
 */
export function createTemplate(definitions: Definitions, type: string, today: string): JsonObject {
  return { resourceType: type, ...mandatory({ definitions, today }, type) };
}

/** A first value of a field's type, valid in itself: an empty form has something to start from. */
export function firstValue(definitions: Definitions, field: Field, today: string): JsonValue {
  return valueOf({ definitions, today }, field);
}

interface Run {
  readonly definitions: Definitions;
  readonly today: string;
}

function mandatory(run: Run, content: string): JsonObject {
  const object: JsonObject = {};
  for (const element of run.definitions.children(content)) {
    if (element.min === 0) continue;
    const [name, field] = fieldOf(run.definitions, content, element) ?? [];
    if (name === undefined || field === undefined) continue;
    const value = valueOf(run, field);
    object[name] = element.max === "1" ? value : Array.from({ length: element.min }, () => value);
  }
  return object;
}

/** Of a choice the type that people write most. */
const LIKELY = ["CodeableConcept", "string", "dateTime", "Reference", "boolean"];

function fieldOf(definitions: Definitions, content: string, element: ElementDefinition): [string, Field] | undefined {
  const fields = [...definitions.fields(content)].filter(([, field]) => field.element === element);
  return LIKELY.flatMap((type) => fields.filter(([, field]) => field.type.code === type))[0] ?? fields[0];
}

function valueOf(run: Run, field: Field): JsonValue {
  const { definitions } = run;
  const { type, content } = field;
  if (definitions.isPrimitive(type.code)) return primitive(run, field);
  if (content === "Resource") return { resourceType: "Basic", code: { text: PLACEHOLDER } };
  const object = mandatory(run, content);
  if (Object.keys(object).length > 0) return object;
  const [name, first] = leafOf(definitions, content) ?? [];
  if (name === undefined || first === undefined) return { id: "1" };
  const value = valueOf(run, first);
  return { [name]: first.element.max === "1" ? value : [value] };
}

/** The member that says most about a datatype whose members are all optional. */
const LEAVES = ["text", "display", "value", "title", "start", "name", "description", "code", "reference", "url"];

function leafOf(definitions: Definitions, content: string): [string, Field] | undefined {
  const fields = [...definitions.fields(content)].filter(
    ([name]) => name !== "id" && name !== "extension" && name !== "modifierExtension",
  );
  const simple = fields.filter(([, field]) => definitions.isPrimitive(field.type.code));
  return LEAVES.flatMap((leaf) => simple.filter(([name]) => name === leaf))[0] ?? simple[0] ?? fields[0];
}

/** A state in which nothing has happened yet, where the codes have one. */
const CAUTIOUS = ["draft", "planned", "preliminary", "registered", "unknown", "active"];

function primitive({ definitions, today }: Run, { element, type }: Field): JsonValue {
  const codes = type.code === "code" && element.binding ? definitions.codes(element.binding.valueSet) : undefined;
  if (codes?.length) return CAUTIOUS.find((code) => codes.includes(code)) ?? codes[0] ?? PLACEHOLDER;
  const make = Object.hasOwn(PRIMITIVES, type.code) ? PRIMITIVES[type.code] : undefined;
  return make === undefined ? PLACEHOLDER : make(today);
}

const PRIMITIVES: Readonly<Record<string, (today: string) => JsonValue>> = {
  boolean: () => false,
  decimal: () => 0,
  integer: () => 0,
  unsignedInt: () => 0,
  positiveInt: () => 1,
  date: (today) => today,
  dateTime: (today) => today,
  instant: (today) => `${today}T00:00:00Z`,
  time: () => "00:00:00",
  code: () => "unknown",
  id: () => "to-be-filled-in",
  uri: () => "http://example.org/to-be-filled-in",
  url: () => "http://example.org/to-be-filled-in",
  canonical: () => "http://example.org/to-be-filled-in",
  oid: () => "urn:oid:2.25.1",
  uuid: () => "urn:uuid:00000000-0000-4000-8000-000000000000",
  base64Binary: () => "AAAA",
  xhtml: () => '<div xmlns="http://www.w3.org/1999/xhtml">to be filled in</div>',
};
