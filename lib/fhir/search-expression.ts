import type { Definitions } from "./definitions.ts";
import { isJsonObject } from "./lossless-json.ts";
import type { JsonObject, JsonValue } from "./lossless-json.ts";
import { parseReference } from "./references.ts";

/**
 * Compiles the FHIRPath that HL7's search parameters are written in: paths, unions, `ofType(T)`, `where(field='code')`, `where(resolve() is T)` and
 * `a.exists() and a != literal`. Since the definitions tell the JSON name of every choice, the type of each result is known beforehand, and
 * what remains for run time is walking fixed property names. search-expression.test.ts holds all of R4 against the fhirpath library.
 */
export function compileExpression(expression: string, context: string, definitions: Definitions): readonly Extractor[] {
  const [first, second, ...more] = expression.split(" and ");
  const path = first?.match(/^([\w.]+)\.exists\(\)$/u)?.[1];
  const inequality = second?.match(/^([\w.]+) != (true|false)$/u);
  if (path !== undefined && path === inequality?.[1] && more.length === 0) {
    return [existsAndDiffers(compileExpression(path, context, definitions), inequality[2] === "true")];
  }
  const start: Cursor = { type: context, content: context, valueSet: undefined, steps: [] };
  return new ExpressionReader(expression, definitions).union([start]).map((cursor) => ({
    type: cursor.type,
    content: cursor.content,
    valueSet: cursor.valueSet,
    visit: (node, resource, emit) => {
      walk(node, { steps: cursor.steps, resource, emit }, 0);
    },
  }));
}

/** Finds the values of one type that an expression leads to. */
export interface Extractor {
  /** FHIR type of every value found: `CodeableConcept`, `code`. */
  readonly type: string;
  /** Where the type's children are defined: `Observation.component` for a BackboneElement, else the type itself. */
  readonly content: string;
  /** Required value set of the element, which gives a bare code its system. */
  readonly valueSet: string | undefined;
  /** Calls `emit` with each value under `node`, in document order; `resource` resolves contained references. */
  visit(node: JsonValue, resource: JsonObject, emit: (value: JsonValue) => void): void;
}

type Step =
  | { readonly kind: "member"; readonly name: string }
  | { readonly kind: "equals"; readonly name: string; readonly literal: string }
  | { readonly kind: "refersTo"; readonly type: string };

interface Cursor {
  readonly type: string;
  /** Where the type's children are defined. */
  readonly content: string;
  readonly valueSet: string | undefined;
  readonly steps: readonly Step[];
}

const TOKEN = /\s*([A-Za-z_]\w*|'[^']*'|[().|=])/uy;

class ExpressionReader {
  readonly #text: string;
  readonly #definitions: Definitions;
  #offset = 0;

  constructor(text: string, definitions: Definitions) {
    this.#text = text;
    this.#definitions = definitions;
  }

  union(from: readonly Cursor[]): readonly Cursor[] {
    const branches = [...this.#path(from)];
    while (this.#takes("|")) branches.push(...this.#path(from));
    return branches;
  }

  #path(from: readonly Cursor[]): readonly Cursor[] {
    let cursors: readonly Cursor[];
    if (this.#takes("(")) {
      cursors = this.union(from);
      this.#expect(")");
    } else {
      const name = this.#token();
      const isContext = name === "Resource" || from.some((cursor) => cursor.type === name);
      cursors = isContext ? from : this.#member(from, name);
    }
    while (this.#takes(".")) cursors = this.#step(cursors, this.#token());
    return cursors;
  }

  #step(from: readonly Cursor[], name: string): readonly Cursor[] {
    if (name === "ofType" && this.#takes("(")) {
      const type = this.#token();
      this.#expect(")");
      return from.filter((cursor) => this.#definitions.isA(cursor.type, type));
    }
    if (name === "where" && this.#takes("(")) {
      const condition = this.#condition();
      this.#expect(")");
      return from.map((cursor) => ({ ...cursor, steps: [...cursor.steps, condition] }));
    }
    return this.#member(from, name);
  }

  #condition(): Step {
    const name = this.#token();
    if (name === "resolve") {
      for (const token of ["(", ")", "is"]) this.#expect(token);
      return { kind: "refersTo", type: this.#token() };
    }
    this.#expect("=");
    return { kind: "equals", name, literal: this.#token().slice(1, -1) };
  }

  /** A choice branches into its JSON names; a type that lacks the member contributes nothing. */
  #member(from: readonly Cursor[], name: string): readonly Cursor[] {
    return from.flatMap((cursor) =>
      [...this.#definitions.fields(cursor.content)]
        .filter(([, { element }]) => element.name === name || element.name === `${name}[x]`)
        .map(([jsonName, field]) => ({
          type: field.type.code,
          content: field.content,
          valueSet: field.element.binding?.strength === "required" ? field.element.binding.valueSet : undefined,
          steps: [...cursor.steps, { kind: "member", name: jsonName } as const],
        })),
    );
  }

  #token(): string {
    TOKEN.lastIndex = this.#offset;
    const token = TOKEN.exec(this.#text)?.[1];
    if (token === undefined) throw new Error(`cannot compile the search expression ${this.#text}`);
    this.#offset = TOKEN.lastIndex;
    return token;
  }

  #takes(token: string): boolean {
    TOKEN.lastIndex = this.#offset;
    if (TOKEN.exec(this.#text)?.[1] !== token) return false;
    this.#offset = TOKEN.lastIndex;
    return true;
  }

  #expect(token: string): void {
    if (!this.#takes(token)) throw new Error(`cannot compile the search expression ${this.#text}`);
  }
}

interface Walk {
  readonly steps: readonly Step[];
  readonly resource: JsonObject;
  readonly emit: (value: JsonValue) => void;
}

function walk(node: JsonValue | undefined, to: Walk, from: number): void {
  if (node === undefined || node === null) return;
  if (Array.isArray(node)) {
    for (const item of node) walk(item, to, from);
    return;
  }
  const step = to.steps[from];
  if (step === undefined) to.emit(node);
  else if (isJsonObject(node)) {
    if (step.kind === "member") walk(node[step.name], to, from + 1);
    else if (holds(step, node, to.resource)) walk(node, to, from + 1);
  }
}

function holds(step: Exclude<Step, { kind: "member" }>, node: JsonObject, resource: JsonObject): boolean {
  return step.kind === "equals" ? node[step.name] === step.literal : referredType(node, resource) === step.type;
}

/** The type a Reference points to, as far as it can be told without looking the target up. */
function referredType({ reference, type }: JsonObject, resource: JsonObject): string | undefined {
  if (typeof reference === "string") {
    if (reference.startsWith("#")) return containedType(reference.slice(1), resource);
    const relative = reference.includes("://")
      ? reference.replace(/^.*?([A-Z][A-Za-z]+\/[^/]+(?:\/_history\/[^/]+)?)$/u, "$1")
      : reference;
    const parsed = parseReference(relative);
    if (parsed !== undefined) return parsed.type;
  }
  return typeof type === "string" ? type : undefined;
}

function containedType(id: string, { contained }: JsonObject): string | undefined {
  if (!Array.isArray(contained)) return undefined;
  const target = contained.find((candidate) => isJsonObject(candidate) && candidate["id"] === id);
  const type = isJsonObject(target) ? target["resourceType"] : undefined;
  return typeof type === "string" ? type : undefined;
}

/** `Patient.deceased.exists() and Patient.deceased != false`: always a boolean, and a date differs from every boolean. */
function existsAndDiffers(extractors: readonly Extractor[], literal: boolean): Extractor {
  return {
    type: "boolean",
    content: "boolean",
    valueSet: undefined,
    visit: (node, resource, emit) => {
      let result = false;
      for (const extractor of extractors) {
        extractor.visit(node, resource, (value) => {
          result = value !== literal;
        });
      }
      emit(result);
    },
  };
}
