import { titleOfName } from "./annotation.ts";
import type { Definitions, Field } from "./definitions.ts";
import type { JsonPath } from "./json-path.ts";
import { isJsonObject, isRawNumber, type JsonObject, type JsonValue } from "./lossless-json.ts";
import { memberText } from "./member-text.ts";
import { READABLE_TYPES, scalarText } from "./readable-types.ts";
import { parseReference, type ReferenceTarget } from "./reference-target.ts";
import { isNestedResource } from "./walk-elements.ts";

/** One element as people read it. */
export interface ReadableRow {
  readonly path: JsonPath;
  readonly label: string;
  /** The standard's short definition; empty when it defines no such element. */
  readonly help: string;
  /** Empty when the parts below say it all. */
  readonly text: string;
  readonly note: string;
  /** Where a Reference leads. */
  readonly target: ReferenceTarget | undefined;
  /** Members told by text and note; undefined for a scalar, which is told whole. */
  readonly covers: readonly string[] | undefined;
  readonly rows: readonly ReadableRow[];
}

/**
 * Every value of a resource in the order of its definition, whatever its type: datatypes as one line where people read them so,
 * all else part by part. Nothing is left out; what the standard does not define stands last.
 */
export function readableRows(resource: JsonObject, definitions: Definitions, store?: string): readonly ReadableRow[] {
  return membersOf(resource, memberText(resource, "resourceType"), { definitions, store, path: [] });
}

interface Place {
  readonly definitions: Definitions;
  readonly store: string | undefined;
  readonly path: JsonPath;
}

function membersOf(holder: JsonObject, content: string, place: Place, covered: readonly string[] = []): ReadableRow[] {
  const fields = place.definitions.fields(content);
  const order = [...fields.keys()];
  const rank = (name: string) => {
    const at = order.indexOf(name.startsWith("_") ? name.slice(1) : name);
    return at < 0 ? order.length : at;
  };
  const names = Object.keys(holder).filter(
    (name) => !covered.includes(name) && (name !== "resourceType" || fields.has(name)),
  );
  return names
    .toSorted((a, b) => rank(a) - rank(b))
    .flatMap((name) => rowsOfMember(name, holder[name] ?? null, fields, place));
}

function rowsOfMember(name: string, value: JsonValue, fields: ReadonlyMap<string, Field>, place: Place): ReadableRow[] {
  const isCompanion = name.startsWith("_");
  const field = fields.get(isCompanion ? name.slice(1) : name);
  const title = titleOfName(field?.element.name.endsWith("[x]") === true ? field.element.name : name.replace(/^_/, ""));
  const label = isCompanion ? `${title}: id and extensions` : title;
  const path = [...place.path, name];
  if (!Array.isArray(value)) return [rowOf({ label, name, field, value, isCompanion }, { ...place, path })];
  return value.flatMap((item, at) =>
    isCompanion && item === null
      ? []
      : rowOf(
          { label: value.length > 1 ? `${label} ${at + 1}` : label, name, field, value: item, isCompanion },
          { ...place, path: [...path, at] },
        ),
  );
}

interface Named {
  readonly label: string;
  readonly name: string;
  readonly field: Field | undefined;
  readonly value: JsonValue;
  readonly isCompanion: boolean;
}

function rowOf(named: Named, place: Place): ReadableRow {
  const { label, name, field, value, isCompanion } = named;
  const row = { path: place.path, label, help: field?.element.short ?? "", note: "", target: undefined };
  if (Array.isArray(value)) {
    const rows = value.map((item, at) =>
      rowOf({ ...named, label: `${label} ${at + 1}`, value: item }, { ...place, path: [...place.path, at] }),
    );
    return { ...row, text: "", covers: [], rows };
  }
  if (!isJsonObject(value)) return { ...row, text: textOf(value), covers: undefined, rows: [] };
  if (isNestedResource(name, value)) {
    const type = memberText(value, "resourceType");
    return { ...row, text: titleOfName(type), covers: ["resourceType"], rows: membersOf(value, type, place) };
  }
  if (isCompanion) return { ...row, text: "", covers: [], rows: membersOf(value, "Element", place) };
  if (field?.type.code === "Extension") return { ...row, ...extensionParts(value, label, place) };
  return { ...row, ...typedParts(value, field, place) };
}

function typedParts(value: JsonObject, field: Field | undefined, place: Place) {
  const type = field?.type.code ?? "";
  const form = Object.hasOwn(READABLE_TYPES, type) ? READABLE_TYPES[type] : undefined;
  if (!form) return { text: "", covers: [], rows: membersOf(value, field?.content ?? "", place) };
  // What a line cannot tell of a part, such as its extensions, is listed below.
  const covers = form.covers.filter((name) => isPlain(value[name]));
  return {
    text: form.text(value),
    note: form.note?.(value) ?? "",
    target: type === "Reference" ? parseReference(memberText(value, "reference"), place.store) : undefined,
    covers,
    rows: membersOf(value, field?.content ?? type, place, covers),
  };
}

/** An extension is called by the end of its url; a simple value stands on its line. */
function extensionParts(value: JsonObject, label: string, place: Place) {
  const url = memberText(value, "url");
  const valueName = Object.keys(value).find((name) => name.startsWith("value") && !isJsonObject(value[name]));
  const covers = ["url", ...(valueName === undefined ? [] : [valueName])];
  return {
    label: url === "" ? label : `Extension ${url.split("/").at(-1) ?? ""}`,
    text: valueName === undefined ? "" : textOf(value[valueName] ?? null),
    note: url,
    covers,
    rows: membersOf(value, "Extension", place, covers),
  };
}

/** True for scalars and for values without extensions, ids or anything else that a line would hide. */
function isPlain(value: JsonValue | undefined): boolean {
  if (Array.isArray(value)) return value.every(isPlain);
  if (!isJsonObject(value)) return value !== null;
  return Object.entries(value).every(([name, member]) => PLAIN.has(name) && isPlain(member));
}

/** Members of the small types inside a line: Period, Coding, CodeableConcept, Quantity. */
const PLAIN = new Set(
  "start end coding text system version code display userSelected value comparator unit".split(" "),
);

/** A long text, such as a file in base64, is only measured. */
const LONG = 2_000;

function textOf(value: JsonValue): string {
  if (value === null) return "not given";
  const text = isRawNumber(value) ? value.rawJSON : scalarText(value);
  return text.length <= LONG ? text : `${text.slice(0, 200)}… (${text.length.toLocaleString("en")} characters)`;
}
