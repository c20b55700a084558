import fhirpath from "fhirpath";
import model from "fhirpath/fhir-context/r4";
import { pathOfExpression } from "./expression-path.ts";
import type { JsonPath } from "./json-path.ts";

/** One item of a FHIRPath result. */
export interface FhirPathItem {
  /** Where it stands in the resource; undefined for what was computed. A choice is named without its type: `value`. */
  readonly path: JsonPath | undefined;
  readonly value: unknown;
}

export type FhirPathAnswer =
  | { readonly state: "results"; readonly items: readonly FhirPathItem[] }
  /** `offset` from 0 in the expression; undefined when the engine does not tell. */
  | { readonly state: "problem"; readonly message: string; readonly offset: number | undefined };

/** Evaluates an expression (FHIRPath 2.0) on a resource as JSON.parse gives it, with the R4 model. Never throws. */
export function evaluateFhirPath(resource: object, expression: string): FhirPathAnswer {
  try {
    const found: unknown = fhirpath.evaluate(resource, expression, undefined, model, { resolveInternalTypes: false });
    const items = Array.isArray(found) ? found : [found];
    return { state: "results", items: items.flatMap(readItem) };
  } catch (error) {
    return { state: "problem", ...readProblem(error, expression) };
  }
}

function readItem(item: unknown): FhirPathItem[] {
  const [value] = fhirpath.resolveInternalTypes([item]) as unknown[];
  if (value === undefined || value === null) return [];
  const path = isPlaced(item) ? pathOfExpression(item.fullPropertyName()) : undefined;
  return [{ path, value }];
}

function isPlaced(item: unknown): item is { fullPropertyName(): string } {
  return typeof item === "object" && item !== null && "fullPropertyName" in item;
}

function readProblem(error: unknown, expression: string): { message: string; offset: number | undefined } {
  const text = error instanceof Error ? error.message : String(error);
  const parsed = /line: (\d+); column: (\d+); message: ([^\n]*)/.exec(text);
  if (parsed) {
    const lines = expression.split("\n").slice(0, Number(parsed[1]) - 1);
    const offset = lines.reduce((sum, line) => sum + line.length + 1, 0) + Number(parsed[2]);
    return { message: shorten(parsed[3] ?? ""), offset: Math.min(offset, expression.length) };
  }
  const name = /Not implemented: (\w+)/.exec(text)?.[1];
  const at = name === undefined ? -1 : expression.indexOf(name);
  if (name !== undefined) return { message: `There is no function ${name}().`, offset: at < 0 ? undefined : at };
  const dots = /\.\s*(?:\.|$)/.exec(expression);
  if (dots) return { message: "A name is missing after the dot.", offset: dots.index + 1 };
  return {
    message: /Cannot read properties/.test(text) ? "The expression is not complete." : shorten(text),
    offset: undefined,
  };
}

/** The parser lists everything that could have stood there. */
function shorten(message: string): string {
  return message.replace(/ expecting \{.*$/s, ".").replace("'<EOF>'", "end of the expression");
}
