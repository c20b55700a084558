import type { Definitions, ElementDefinition, Field } from "./definitions.ts";
import { isJsonObject } from "./lossless-json.ts";
import type { JsonObject, JsonValue } from "./lossless-json.ts";
import { isPrimitive } from "./primitives.ts";
import { parseReference } from "./references.ts";

export interface ValidationIssue {
  readonly severity: "error" | "warning" | "information";
  /** FHIR issue-type code. */
  readonly code: "structure" | "required" | "value" | "code-invalid" | "invalid";
  /** `Patient.name[0].family`, property names as in JSON; for an unknown field the object that has it. */
  readonly expression: string;
  /** English, in the service's style: `unknown field "encounter"`. Never quotes a value. */
  readonly message: string;
}
export interface ValidateOptions {
  readonly definitions: Definitions;
  /** Report missing mandatory elements. */
  readonly checkRequired: boolean;
  /** Report references to a type that the element does not allow. */
  readonly checkReferenceTypes: boolean;
}

/**
 * Checks structure, primitives, cardinality, choices and required codes against the base definitions; empty when valid. A null counts as a value left
 * out, as the service treats it in R4. Definitions that know only type names (other versions) check the type and the outermost shape.
 */
export function validateResource(resource: JsonObject, options: ValidateOptions): ValidationIssue[] {
  const { resourceType } = resource;
  const root = typeof resourceType === "string" ? resourceType : "Resource";
  const run: Run = { options, steps: [root], issues: [] };
  checkResource(resource, run);
  return run.issues;
}

interface Run {
  readonly options: ValidateOptions;
  /** Where the check stands; indexes are numbers. */
  readonly steps: (string | number)[];
  readonly issues: ValidationIssue[];
}

/** What validation needs to know of one type, worked out once. */
interface Shape {
  readonly fields: ReadonlyMap<
    string,
    Field & { readonly isList: boolean; readonly codes: ReadonlySet<string> | undefined }
  >;
  /** JSON names that may satisfy each mandatory element. */
  readonly required: readonly { readonly name: string; readonly names: readonly string[] }[];
  readonly isResource: boolean;
}

const SHAPES = new WeakMap<Definitions, Map<string, Shape>>();

function shapeOf(definitions: Definitions, content: string): Shape {
  const shapes = SHAPES.get(definitions) ?? new Map<string, Shape>();
  SHAPES.set(definitions, shapes);
  let shape = shapes.get(content);
  if (shape === undefined) {
    shape = buildShape(definitions, content);
    shapes.set(content, shape);
  }
  return shape;
}

function buildShape(definitions: Definitions, content: string): Shape {
  const fields = definitions.fields(content);
  const namesOf = (element: ElementDefinition): string[] =>
    [...fields].filter(([, field]) => field.element === element).map(([name]) => name);
  return {
    fields: new Map(
      [...fields].map(([name, field]) => [
        name,
        {
          ...field,
          isList: field.element.max !== "1" && field.element.max !== "0",
          codes: codesOf(definitions, field),
        },
      ]),
    ),
    required: definitions
      .children(content)
      .filter(({ min }) => min > 0)
      .map((element) => ({ name: element.name, names: namesOf(element) })),
    isResource: definitions.isResourceType(content),
  };
}

function codesOf(definitions: Definitions, { element, type }: Field): ReadonlySet<string> | undefined {
  if (type.code !== "code" || element.binding?.strength !== "required") return undefined;
  const codes = definitions.codes(element.binding.valueSet);
  return codes === undefined ? undefined : new Set(codes);
}

function checkResource(resource: JsonObject, run: Run): void {
  const { resourceType } = resource;
  const { definitions } = run.options;
  if (typeof resourceType !== "string") {
    report(run, "structure", 'missing required field "resourceType"');
  } else if (!definitions.isResourceType(resourceType)) {
    report(run, "structure", `unknown resource type "${resourceType}"`);
  } else if (definitions.fields(resourceType).size === 0) {
    checkOuterShape(resource, run);
  } else {
    checkObject(resource, resourceType, run);
  }
}

/** For versions without element definitions: what every resource has had since DSTU2. */
function checkOuterShape({ id, meta }: JsonObject, run: Run): void {
  if (id !== undefined && !isPrimitive("id", id)) within(run, "id", () => report(run, "value", "invalid id"));
  if (meta !== undefined && !isJsonObject(meta))
    within(run, "meta", () => report(run, "structure", "expected an object"));
}

function checkObject(node: JsonObject, content: string, run: Run): void {
  const shape = shapeOf(run.options.definitions, content);
  const choices = new Set<ElementDefinition>();
  const keys = Object.keys(node);
  if (keys.length === 0) report(run, "structure", "an object must not be empty");
  for (const key of keys) {
    if (key === "resourceType" && shape.isResource) continue;
    const isCompanion = key.startsWith("_");
    const field = shape.fields.get(isCompanion ? key.slice(1) : key);
    const value = node[key];
    if (field === undefined || value === undefined || (isCompanion && !isPrimitiveField(field, run))) {
      report(run, "structure", `unknown field "${key}"`);
      continue;
    }
    if (!isCompanion) checkChoice(field.element, choices, run);
    run.steps.push(key);
    if (isCompanion) checkCompanion(value, field.isList, run);
    else checkField(value, field, node[`_${key}`], run);
    run.steps.pop();
  }
  if (run.options.checkRequired) checkRequired(node, shape, run);
}

/** `value[x]` may take one of its names only. */
function checkChoice(element: ElementDefinition, seen: Set<ElementDefinition>, run: Run): void {
  if (!element.name.endsWith("[x]")) return;
  if (seen.has(element)) report(run, "structure", `more than one value for "${element.name}"`);
  seen.add(element);
}

function checkRequired(node: JsonObject, { required }: Shape, run: Run): void {
  for (const { name, names } of required) {
    if (names.some((key) => node[key] !== undefined || node[`_${key}`] !== undefined)) continue;
    report(run, "required", `missing required field "${name}"`);
  }
}

type ShapeField = Shape["fields"] extends ReadonlyMap<string, infer F> ? F : never;

function isPrimitiveField(field: ShapeField, run: Run): boolean {
  return run.options.definitions.isPrimitive(field.type.code);
}

function checkField(value: JsonValue, field: ShapeField, companion: JsonValue | undefined, run: Run): void {
  if (value === null) return;
  if (!field.isList) {
    if (Array.isArray(value)) report(run, "structure", "expected a single value, found an array");
    else checkValue(value, field, run);
    return;
  }
  if (!Array.isArray(value)) {
    report(run, "structure", "expected an array");
    return;
  }
  if (value.length === 0) report(run, "structure", "an array must not be empty");
  if (field.element.max !== "*" && value.length > Number(field.element.max)) {
    report(run, "structure", `at most ${field.element.max} values are allowed`);
  }
  for (const [index, item] of value.entries()) {
    run.steps.push(index);
    if (item !== null) checkValue(item, field, run);
    else if (!Array.isArray(companion) || !isJsonObject(companion[index]))
      report(run, "structure", "null is only allowed where an extension takes the place of the value");
    run.steps.pop();
  }
}

function checkValue(value: JsonValue, field: ShapeField, run: Run): void {
  if (isPrimitiveField(field, run)) {
    checkPrimitive(value, field, run);
  } else if (!isJsonObject(value)) {
    report(run, "structure", `expected an object of type ${field.type.code}`);
  } else if (field.type.code === "Resource") {
    checkResource(value, run);
  } else {
    checkObject(value, field.content, run);
    if (field.type.code === "Reference" && run.options.checkReferenceTypes) checkTarget(value, field, run);
  }
}

function checkPrimitive(value: JsonValue, { element, type, codes }: ShapeField, run: Run): void {
  // R4 types Resource.id as string by an oversight that its own text ("id") and R5 correct.
  const isResourceId = element.name === "id" && run.options.definitions.isResourceType(element.path.slice(0, -3));
  const expected = isResourceId ? "id" : type.code;
  if (!isPrimitive(expected, value)) report(run, "value", `invalid ${expected}`);
  else if (typeof value === "string" && codes?.has(value) === false) {
    report(run, "code-invalid", `code is not in the required value set ${element.binding?.valueSet ?? ""}`);
  }
}

/** `_birthDate` holds an Element; beside a list, a list of Elements and nulls. */
function checkCompanion(value: JsonValue, isList: boolean, run: Run): void {
  if (Array.isArray(value) !== isList) {
    report(run, "structure", isList ? "expected an array" : "expected an object");
    return;
  }
  for (const [index, item] of (Array.isArray(value) ? value : [value]).entries()) {
    if (isList) run.steps.push(index);
    if (isJsonObject(item)) checkObject(item, "Element", run);
    else if (item !== null) report(run, "structure", "expected an object");
    if (isList) run.steps.pop();
  }
}

function checkTarget({ reference }: JsonObject, { type }: ShapeField, run: Run): void {
  if (typeof reference !== "string" || type.targets.length === 0) return;
  const target = parseReference(reference)?.type;
  if (target === undefined || type.targets.includes(target)) return;
  report(run, "value", `reference to type "${target}" is not allowed; expected ${type.targets.join(" or ")}`);
}

function within(run: Run, step: string, check: () => void): void {
  run.steps.push(step);
  check();
  run.steps.pop();
}

function report(run: Run, code: ValidationIssue["code"], message: string): void {
  const expression = run.steps.reduce<string>(
    (path, step) => (typeof step === "number" ? `${path}[${String(step)}]` : `${path}${path === "" ? "" : "."}${step}`),
    "",
  );
  run.issues.push({ severity: "error", code, expression, message });
}
