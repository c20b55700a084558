import { canonicalText, isJsonObject, numberOf, type JsonObject, type JsonValue } from "./lossless-json.ts";
import { memberText } from "./member-text.ts";
import { profileTree, type ProfileNode } from "./profile-tree.ts";
import type { ValidationIssue } from "./validate.ts";

/**
 * Checks a resource against a StructureDefinition by the rules that the service supports (contract section 8.12): min and max, fixed[x],
 * pattern[x], minValue and maxValue, maxLength, types of choices, and slices told apart by value. Rules inside datatypes count where the profile
 * itself spells them out; invariants are not evaluated. Empty when valid, and for a profile without elements.
 */
export function validateProfile(resource: JsonObject, profile: JsonObject): ValidationIssue[] {
  const tree = profileTree(profile);
  if (tree === undefined) return [];
  const issues: ValidationIssue[] = [];
  checkMembers(resource, tree, memberText(resource, "resourceType") || tree.name, issues);
  return issues;
}

function checkMembers(holder: JsonObject, node: ProfileNode, path: string, issues: ValidationIssue[]): void {
  for (const child of node.children.values()) {
    const found = valuesOf(holder, child.name);
    checkCount(child, found.length, { path, name: child.name }, issues);
    for (const { value, step } of found) checkValue(value, child, `${path}.${step}`, issues);
    if (child.slices.size > 0) checkSlices(found, child, path, issues);
  }
}

interface Found {
  readonly value: JsonValue;
  /** `identifier[0]`, `valueQuantity` */
  readonly step: string;
}

/** The values of an element; `value[x]` has whatever name its type gives it. */
function valuesOf(holder: JsonObject, name: string): Found[] {
  const keys = name.endsWith("[x]")
    ? Object.keys(holder).filter(
        (key) => key.startsWith(name.slice(0, -3)) && /^[A-Z]/u.test(key.slice(name.length - 3)),
      )
    : [name];
  return keys.flatMap((key) => {
    const value = Object.hasOwn(holder, key) ? holder[key] : undefined;
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) return [{ value, step: key }];
    return value.map((item, at) => ({ value: item, step: `${key}[${at}]` }));
  });
}

interface Place {
  readonly path: string;
  readonly name: string;
}

function checkCount(node: ProfileNode, count: number, { path, name }: Place, issues: ValidationIssue[]): void {
  const add = (code: "required" | "structure", message: string) =>
    issues.push({ severity: "error", code, expression: `${path}.${name.replace("[x]", "")}`, message });
  if (count < node.min) add("required", `the profile requires at least ${node.min} of "${name}", found ${count}`);
  if (count > node.max) add("structure", `the profile allows at most ${node.max} of "${name}", found ${count}`);
}

function checkValue(value: JsonValue, node: ProfileNode, path: string, issues: ValidationIssue[]): void {
  for (const message of brokenRules(value, node, path))
    issues.push({ severity: "error", code: "value", expression: path, message });
  if (isJsonObject(value)) checkMembers(value, node, path, issues);
}

function brokenRules(value: JsonValue, { element }: ProfileNode, path: string): string[] {
  const broken: string[] = [];
  const fixed = choiceOf(element, "fixed");
  const pattern = choiceOf(element, "pattern");
  if (fixed !== undefined && canonicalText(fixed) !== canonicalText(value))
    broken.push("the value is not the one that the profile fixes");
  if (pattern !== undefined && !fitsPattern(value, pattern))
    broken.push("the value does not fit the pattern of the profile");
  const maxLength = numberOf(element["maxLength"]);
  if (maxLength !== undefined && typeof value === "string" && value.length > maxLength)
    broken.push(`the value is longer than the ${maxLength} characters that the profile allows`);
  if (isBeyond(value, choiceOf(element, "minValue"), -1)) broken.push("the value is less than the profile allows");
  if (isBeyond(value, choiceOf(element, "maxValue"), 1)) broken.push("the value is more than the profile allows");
  if (!hasAllowedType(element, path)) broken.push("the profile does not allow a value of this type");
  return broken;
}

/** `fixedCode`, `patternCodeableConcept`, `minValueDecimal`: the one member of that kind. */
function choiceOf(element: JsonObject, kind: string): JsonValue | undefined {
  const key = Object.keys(element).find((name) => name.startsWith(kind) && /^[A-Z]/u.test(name.slice(kind.length)));
  return key === undefined ? undefined : element[key];
}

/** Every member of the pattern must be there; each of its list items must be found among the value's (FHIR R4 §2.27.0.2 "pattern[x]"). */
function fitsPattern(value: JsonValue | undefined, pattern: JsonValue): boolean {
  if (Array.isArray(pattern))
    return Array.isArray(value) && pattern.every((wanted) => value.some((item) => fitsPattern(item, wanted)));
  if (isJsonObject(pattern))
    return isJsonObject(value) && Object.entries(pattern).every(([name, wanted]) => fitsPattern(value[name], wanted));
  return value !== undefined && canonicalText(value) === canonicalText(pattern);
}

/** Numbers by size, dates and times by their text, which sorts as long as both are equally exact and in one zone. */
function isBeyond(value: JsonValue, limit: JsonValue | undefined, sign: 1 | -1): boolean {
  const [number, bound] = [numberOf(value), numberOf(limit)];
  if (number !== undefined && bound !== undefined) return (number - bound) * sign > 0;
  if (typeof value !== "string" || typeof limit !== "string") return false;
  return value.localeCompare(limit, "en") * sign > 0;
}

/** Only choices show their type in JSON. */
function hasAllowedType(element: JsonObject, path: string): boolean {
  const name = memberText(element, "path").split(".").at(-1) ?? "";
  const types = Array.isArray(element["type"]) ? element["type"].map((type) => memberText(type, "code")) : [];
  if (!name.endsWith("[x]") || types.length === 0) return true;
  const written = (path.split(".").at(-1) ?? "").slice(name.length - 3).replace(/\[\d+\]$/u, "");
  return types.some((type) => type.charAt(0).toUpperCase() + type.slice(1) === written);
}

/** Every value goes to the first slice whose discriminators it has; what fits none is left alone unless the slicing is closed. */
function checkSlices(found: readonly Found[], node: ProfileNode, path: string, issues: ValidationIssue[]): void {
  const slicing = node.element["slicing"];
  const discriminators = discriminatorsOf(slicing);
  if (discriminators.length === 0) return;
  const taken = new Map<string, Found[]>();
  for (const each of found) {
    const fitting = [...node.slices].find(([, slice]) =>
      discriminators.every((at) => isOfSlice(each.value, slice, at)),
    );
    if (fitting) taken.set(fitting[0], [...(taken.get(fitting[0]) ?? []), each]);
    else if (memberText(slicing, "rules") === "closed")
      issues.push({
        severity: "error",
        code: "structure",
        expression: `${path}.${each.step}`,
        message: "the profile allows no value outside of its slices",
      });
  }
  for (const [name, slice] of node.slices) {
    const items = taken.get(name) ?? [];
    checkCount(slice, items.length, { path, name: `${node.name}:${name}` }, issues);
    for (const { value, step } of items) checkValue(value, slice, `${path}.${step}`, issues);
  }
}

function discriminatorsOf(slicing: JsonValue | undefined): string[] {
  const all = isJsonObject(slicing) && Array.isArray(slicing["discriminator"]) ? slicing["discriminator"] : [];
  const byValue = all.filter((each) => ["value", "pattern"].includes(memberText(each, "type")));
  return byValue.length === all.length ? byValue.map((each) => memberText(each, "path")) : [];
}

/** Whether the value has, at the discriminator's path, what the slice fixes there or somewhere above. */
function isOfSlice(value: JsonValue, slice: ProfileNode, path: string): boolean {
  const steps = path === "$this" ? [] : path.split(".");
  let node: ProfileNode | undefined = slice;
  let values: JsonValue[] = [value];
  for (let depth = 0; node !== undefined; depth += 1) {
    const wanted = choiceOf(node.element, "fixed") ?? choiceOf(node.element, "pattern");
    if (wanted !== undefined) return values.some((item) => fitsPattern(item, wanted));
    const step = steps[depth];
    if (step === undefined) return false;
    node = node.children.get(step);
    values = values.flatMap((item) => (isJsonObject(item) ? valuesOf(item, step).map((found) => found.value) : []));
  }
  return false;
}
