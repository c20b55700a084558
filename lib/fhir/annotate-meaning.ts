import { titleOfName, type Annotation } from "./annotation.ts";
import { codeSystemOf } from "./code-systems.ts";
import type { Definitions, ElementDefinition, Field } from "./definitions.ts";
import { formatPointer, type JsonPath } from "./json-path.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "./lossless-json.ts";
import { memberText } from "./member-text.ts";
import { isNestedResource, walkElements, type Element, type ElementWalk } from "./walk-elements.ts";

/**
 * What the elements mean: definition, cardinality, type, binding, and the code system of coded values. One remark for each
 * element a reader thinks of as one thing: a coding, a name, a quantity; the parts inside have none of their own.
 */
export function annotateMeaning(resource: JsonObject, definitions: Definitions, walk: ElementWalk): Annotation[] {
  const found: Annotation[] = [];
  walkElements(resource, definitions, walk, (element) => {
    if (isNestedResource(element.name, element.value)) {
      const text = `${titleOfName(memberText(element.value, "resourceType"))}, a resource of its own.`;
      if (element.field) found.push(describeElement(element, element.path, { text, isWarning: false, definitions }));
      return true;
    }
    if (element.field === undefined) {
      if (definitions.children(element.content).length > 0) found.push(describeUnknown(element));
      return false;
    }
    if (element.isCompanion) {
      if (element.item === undefined) found.push(describeCompanion(element, element.field.element, definitions));
      return false;
    }
    if (isRepeatedPrimitive(element, definitions)) return false;
    if (element.field.type.code === "CodeableConcept") found.push(...describeConcept(element, definitions));
    else found.push(describeElement(element, element.path, { ...codedText(element, definitions), definitions }));
    return isStructure(element);
  });
  return found;
}

/** Backbone elements and dosages are read part by part; other types as one thing. */
function isStructure({ field }: Element): boolean {
  return field !== undefined && (field.content.includes(".") || field.type.code === "Dosage");
}

/** `given: ["A", "B"]` says the same about each item: only the first carries the remark. */
function isRepeatedPrimitive({ item, field }: Element, definitions: Definitions): boolean {
  return item !== undefined && item.at > 0 && definitions.isPrimitive(field?.type.code ?? "");
}

interface Words {
  readonly text: string;
  readonly isWarning: boolean;
}

function describeElement(
  element: Element,
  path: JsonPath,
  words: Words & { readonly definitions: Definitions },
): Annotation {
  const definition = element.field?.element;
  if (!definition || !element.field) return describeUnknown(element);
  const known = wordsOf(element.field, words.definitions);
  return {
    id: `meaning:${formatPointer(path)}`,
    layer: "meaning",
    path,
    title: titleOfElement(element, definition),
    text: words.text === "" ? known.short : `${known.short} ${words.text}`.trim(),
    facts: known.facts,
    severity: words.isWarning ? "warning" : "info",
    href: known.href,
  };
}

/** One remark for each coding and one for the text; the concept itself when it has only text. */
function describeConcept(element: Element, definitions: Definitions): Annotation[] {
  const codings = isJsonObject(element.value) ? element.value["coding"] : undefined;
  if (!Array.isArray(codings) || codings.length === 0) {
    return [describeElement(element, element.path, { text: "Text only, no code.", isWarning: false, definitions })];
  }
  const remarks = codings.map((coding, at) =>
    describeElement(element, [...element.path, "coding", at], {
      ...codingWords(coding, element, definitions),
      definitions,
    }),
  );
  if (memberText(element.value, "text") === "") return remarks;
  const text = "In the words of whoever recorded it.";
  return [...remarks, describeElement(element, [...element.path, "text"], { text, isWarning: false, definitions })];
}

function codedText(element: Element, definitions: Definitions): Words {
  const { value, field } = element;
  const type = field?.type.code;
  if (type === "Coding") return codingWords(value, element, definitions);
  if (type === "code" && typeof value === "string") return bindingWords(value, element, definitions);
  const url = memberText(value, "url");
  if (type === "Extension" && url !== "") {
    return { text: `Defined at ${url}`, isWarning: false };
  }
  const system = isJsonObject(value) && typeof value["code"] === "string" ? value["system"] : undefined;
  const known = typeof system === "string" ? codeSystemOf(system) : undefined;
  return { text: known ? `Unit in ${known.name}.` : "", isWarning: false };
}

function codingWords(coding: JsonValue, element: Element, definitions: Definitions): Words {
  if (!isJsonObject(coding)) return { text: "", isWarning: false };
  const code = typeof coding["code"] === "string" ? coding["code"] : "";
  const display = typeof coding["display"] === "string" ? `: ${coding["display"]}` : "";
  if (typeof coding["system"] !== "string") {
    return { text: `${code}${display}. No code system is given, so the code has no sure meaning.`, isWarning: true };
  }
  const known = codeSystemOf(coding["system"]);
  const binding = bindingWords(code, element, definitions);
  const system = known ? known.name : `the local system ${coding["system"]}`;
  return {
    text: [sentence(`${system} ${code}${display}`), binding.text].join(" ").trim(),
    isWarning: binding.isWarning,
  };
}

function bindingWords(code: string, { field }: Element, definitions: Definitions): Words {
  const binding = field?.element.binding;
  if (binding?.strength !== "required" || code === "") return { text: "", isWarning: false };
  const codes = definitions.codes(binding.valueSet);
  if (!codes || codes.includes(code)) return { text: "", isWarning: false };
  return {
    text: `The code is not in the required value set (${codes.slice(0, 8).join(", ")}${codes.length > 8 ? ", …" : ""}).`,
    isWarning: true,
  };
}

function describeUnknown({ path, name, content }: Element): Annotation {
  return {
    id: `meaning:${formatPointer(path)}`,
    layer: "meaning",
    path,
    title: titleOfName(name),
    text: `FHIR R4 defines no element ${name} in ${content}.`,
    facts: [],
    severity: "warning",
  };
}

function describeCompanion(
  { path, name }: Element,
  definition: ElementDefinition,
  definitions: Definitions,
): Annotation {
  return {
    id: `meaning:${formatPointer(path)}`,
    layer: "meaning",
    path,
    title: `${titleOfName(name)}: id and extensions`,
    text: "JSON keeps the id and extensions of a primitive beside it, under the same name with an underscore.",
    facts: [],
    severity: "info",
    href: hrefOf(definition, definitions),
  };
}

function titleOfElement({ name, item, value, field }: Element, definition: ElementDefinition): string {
  if (field?.type.code === "Extension") return extensionTitle(memberText(value, "url"), definition);
  const title = titleOfName(definition.name.endsWith("[x]") ? definition.name : name);
  const isNumbered = item !== undefined && item.of > 1 && typeof value === "object";
  return isNumbered ? `${title} ${item.at + 1} of ${item.of}` : title;
}

function extensionTitle(url: string, definition: ElementDefinition): string {
  const last = url.split("/").at(-1) ?? "";
  return last === "" ? titleOfName(definition.name) : `Extension ${last}`;
}

/** What is the same for every value of a field; made once for each. */
interface FieldWords {
  readonly short: string;
  readonly facts: readonly string[];
  readonly href: string;
}

const fieldWords = new WeakMap<Field, FieldWords>();

function wordsOf(field: Field, definitions: Definitions): FieldWords {
  let words = fieldWords.get(field);
  if (words === undefined) {
    const { element } = field;
    words = { short: sentence(element.short), facts: factsOf(field), href: hrefOf(element, definitions) };
    fieldWords.set(field, words);
  }
  return words;
}

function factsOf({ element: { min, max, binding }, type }: Field): string[] {
  const facts = [`${min}..${max}`, type.code];
  return binding ? [...facts, `${binding.strength} binding: ${lastPart(binding.valueSet)}`] : facts;
}

function lastPart(valueSet: string): string {
  return (valueSet.split("|")[0] ?? "").split("/").at(-1) ?? "";
}

const FROM_RESOURCE = new Set(["id", "meta", "implicitRules", "language"]);
const FROM_DOMAIN_RESOURCE = new Set(["text", "contained", "extension", "modifierExtension"]);
const FROM_ELEMENT = new Set(["id", "extension"]);

/** The dictionary page lists an inherited element where it is first defined. */
function hrefOf({ path, name }: ElementDefinition, definitions: Definitions): string {
  const [type = ""] = path.split(".");
  const home = path === `${type}.${name}` ? homeOf(name, definitions.isResourceType(type)) : undefined;
  if (home !== undefined) return `${STANDARD}${home.toLowerCase()}-definitions.html#${home}.${name}`;
  return `${STANDARD}${type.toLowerCase()}-definitions.html#${path.replace("[x]", "_x_")}`;
}

/** The abstract type that gives every resource or every datatype the element; a Dosage has a `text` of its own. */
function homeOf(name: string, isResource: boolean): string | undefined {
  if (!isResource) return FROM_ELEMENT.has(name) ? "Element" : undefined;
  if (FROM_RESOURCE.has(name)) return "Resource";
  return FROM_DOMAIN_RESOURCE.has(name) ? "DomainResource" : undefined;
}

const STANDARD = "https://hl7.org/fhir/R4/";

function sentence(text: string): string {
  const trimmed = text.trim();
  return trimmed === "" || /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
