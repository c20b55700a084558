import fhirpath from "fhirpath";
import r4Model from "fhirpath/fhir-context/r4";
import { isJsonObject, type JsonObject, type JsonValue } from "./lossless-json.ts";
import type { ResultColumn } from "./result-column.ts";
import {
  addressText,
  codeText,
  dateText,
  nameText,
  periodText,
  plainText,
  quantityText,
  referenceText,
} from "./result-text.ts";

/** A column from any FHIRPath expression. Throws Error with the library's words when the expression cannot be read. Heavy: bring it when it is needed. */
export function fhirPathColumn(expression: string): ResultColumn {
  const evaluate = fhirpath.compile(expression, r4Model, { async: false });
  const known = new WeakMap<JsonObject, string>();
  return {
    key: `${FHIRPATH_KEY}${expression}`,
    title: expression,
    weight: 1.2,
    characters: Math.min(24, Math.max(10, expression.length)),
    // Nobody knows what an expression brings up.
    isIdentity: true,
    isMono: false,
    sortBy: undefined,
    text: (resource) => {
      const text = known.get(resource) ?? textOf(evaluate, resource);
      known.set(resource, text);
      return text;
    },
  };
}

/** What the key of such a column begins with. */
const FHIRPATH_KEY = "=";

function textOf(evaluate: (resource: JsonObject) => unknown, resource: JsonObject): string {
  try {
    // The library reads numbers as numbers, not as kept spellings.
    const found = evaluate(JSON.parse(JSON.stringify(resource)) as JsonObject);
    const values = JSON.parse(JSON.stringify(found)) as JsonValue[];
    return wordsOf(values);
  } catch (error) {
    return error instanceof Error ? `⚠ ${error.message}` : "⚠";
  }
}

function wordsOf(values: readonly JsonValue[]): string {
  if (values.length === 0) return "";
  if (values.every((value) => !isJsonObject(value))) return plainText(values);
  for (const format of [codeText, nameText, quantityText, referenceText, periodText, addressText, dateText]) {
    const text = format(values);
    if (text !== "") return text;
  }
  return JSON.stringify(values);
}
