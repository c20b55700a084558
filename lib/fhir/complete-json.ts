import { findNodeAtLocation, getLocation, parseTree, type Node } from "jsonc-parser";
import { knownSystems } from "./code-systems.ts";
import { contentAt, type ContentAt } from "./content-at.ts";
import type { Definitions, Field } from "./definitions.ts";
import { IDENTIFIER_SYSTEMS } from "./identifier-systems.ts";
import type { JsonPath } from "./json-path.ts";

export interface JsonCompletion {
  /** What is chosen: a property's name or a value. */
  readonly label: string;
  /** Type and cardinality, or where the value comes from. */
  readonly detail: string;
  /** What the standard says. */
  readonly info: string;
  /** Goes in before and after the cursor. */
  readonly before: string;
  readonly after: string;
  readonly isRequired: boolean;
}

export interface JsonCompletions {
  /** The part of the text that a choice replaces. */
  readonly from: number;
  readonly to: number;
  readonly options: readonly JsonCompletion[];
}

/**
 * What may stand at `offset` of a resource's text, even while the text is no whole JSON, and the name or value is begun without its quotes.
 * Undefined when nothing is known there.
 */
export function completeJson(text: string, offset: number, definitions: Definitions): JsonCompletions | undefined {
  const bare = bareWordAt(text, offset);
  if (bare === undefined) return completeAt(text, offset, definitions);
  const found = completeAt(text.slice(0, bare.from) + text.slice(bare.to), bare.from, definitions);
  return found && { ...bare, options: found.options };
}

/** A word that begins a member or a value and has no quotes yet. */
function bareWordAt(text: string, offset: number): { readonly from: number; readonly to: number } | undefined {
  const before = /(?<=[{[,:]\s*)[A-Za-z_]\w*$/u.exec(text.slice(Math.max(0, offset - 200), offset))?.[0];
  if (before === undefined) return undefined;
  const after = /^\w*/u.exec(text.slice(offset, offset + 200))?.[0] ?? "";
  return { from: offset - before.length, to: offset + after.length };
}

function completeAt(text: string, offset: number, definitions: Definitions): JsonCompletions | undefined {
  const location = getLocation(text, offset);
  const root = parseTree(text);
  const rootType = root === undefined ? undefined : typeAt(root, []);
  const { path } = location;
  if (location.isAtPropertyKey) {
    const parent = path.slice(0, -1);
    const place = { text, ...rangeOf(location.previousNode, offset) };
    if (rootType === undefined)
      return parent.length === 0 ? { ...place, options: [resourceTypeKey(place)] } : undefined;
    const at = root && contentAt(definitions, rootType, parent, (step) => typeAt(root, step));
    if (at === undefined) return undefined;
    const taken = new Set(keysAt(root, parent));
    return { ...place, options: properties(definitions, at, taken).map((option) => withPlace(option, place)) };
  }
  const place = { text, ...rangeOf(location.previousNode, offset) };
  if (path.at(-1) === "resourceType")
    return { ...place, options: definitions.resourceTypes.map((type) => value(type, "resource type", place)) };
  if (root === undefined || rootType === undefined) return undefined;
  const at = contentAt(definitions, rootType, path, (step) => typeAt(root, step));
  if (at?.field === undefined || at.isCompanion) return undefined;
  const options = valuesOf(definitions, at.field);
  return options.length === 0
    ? undefined
    : { ...place, options: options.map(([text, detail]) => value(text, detail, place)) };
}

interface Place {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** A node that is being typed is replaced whole; elsewhere the choice goes in at the cursor. */
function rangeOf(node: Node | undefined, offset: number): { readonly from: number; readonly to: number } {
  if (node === undefined || node.type === "object" || node.type === "array") return { from: offset, to: offset };
  const to = node.offset + node.length;
  return offset > node.offset && offset <= to ? { from: node.offset, to } : { from: offset, to: offset };
}

function typeAt(root: Node, path: JsonPath): string | undefined {
  const type: unknown = findNodeAtLocation(root, [...path, "resourceType"])?.value;
  return typeof type === "string" ? type : undefined;
}

function keysAt(root: Node | undefined, path: JsonPath): string[] {
  const object = root && findNodeAtLocation(root, [...path]);
  return (object?.children ?? []).map((property) => String(property.children?.[0]?.value));
}

/** Mandatory ones first, then in the order of the standard. A choice that has its value offers no other. */
function properties(definitions: Definitions, at: ContentAt, taken: ReadonlySet<string>): JsonCompletion[] {
  const fields = [...definitions.fields(at.content)];
  const chosen = new Set(fields.filter(([name]) => taken.has(name)).map(([, field]) => field.element));
  return fields
    .filter(([name, field]) => !taken.has(name) && !(chosen.has(field.element) && field.element.name.endsWith("[x]")))
    .map(([name, field]) => property(definitions, name, field))
    .toSorted((a, b) => Number(b.isRequired) - Number(a.isRequired));
}

function property(definitions: Definitions, name: string, { element, type }: Field): JsonCompletion {
  const [before, after] = shellOf(definitions, type.code, element.max !== "1");
  return {
    label: name,
    detail: `${type.code} ${element.min}..${element.max}`,
    info: element.short,
    before: `"${name}": ${before}`,
    after,
    isRequired: element.min > 0,
  };
}

const UNQUOTED = new Set(["boolean", "decimal", "integer", "unsignedInt", "positiveInt"]);

/** What opens and closes a value of a type. */
function shellOf(definitions: Definitions, type: string, isList: boolean): readonly [string, string] {
  const complex = type === "Resource" ? (['{ "resourceType": "', '" }'] as const) : (['{ "', '" }'] as const);
  const quoted = UNQUOTED.has(type) ? (["", ""] as const) : (['"', '"'] as const);
  const [open, close] = definitions.isPrimitive(type) ? quoted : complex;
  return isList ? [`[${open}`, `${close}]`] : [open, close];
}

function resourceTypeKey(place: Place): JsonCompletion {
  const key = {
    label: "resourceType",
    detail: "code 1..1",
    info: "Which type this is",
    before: '"resourceType": "',
    after: '"',
    isRequired: true,
  };
  return withPlace(key, place);
}

/** Before a colon only the name is put in; before another member the comma is. */
function withPlace(option: JsonCompletion, { text, to }: Place): JsonCompletion {
  const following = /^\s*(.)/su.exec(text.slice(to, to + 400))?.[1];
  if (following === ":") return { ...option, before: `"${option.label}"`, after: "" };
  return following === '"' ? { ...option, after: `${option.after},` } : option;
}

function value(text: string, detail: string, place: Place): JsonCompletion {
  const spelled = text === "true" || text === "false" ? text : JSON.stringify(text);
  const following = /^\s*(.)/su.exec(place.text.slice(place.to, place.to + 400))?.[1];
  return {
    label: text,
    detail,
    info: "",
    before: following === '"' ? `${spelled},` : spelled,
    after: "",
    isRequired: false,
  };
}

function valuesOf(definitions: Definitions, { element, type }: Field): (readonly [text: string, detail: string])[] {
  if (type.code === "boolean")
    return [
      ["true", "boolean"],
      ["false", "boolean"],
    ];
  if (type.code === "code" && element.binding !== undefined) {
    const { valueSet, strength } = element.binding;
    return (definitions.codes(valueSet) ?? []).map((code) => [code, `${strength} code`]);
  }
  if (element.path === "Identifier.system") return [...IDENTIFIER_SYSTEMS];
  if (/(?:^|\.)(?:Coding|Quantity)\.system$/u.test(element.path))
    return knownSystems().map(({ url, name }) => [url, name]);
  return [];
}
