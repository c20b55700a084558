import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import fhirpath from "fhirpath";
import r4Model from "fhirpath/fhir-context/r4";
import { describe, expect, it } from "vitest";
import { R4 } from "./definitions/r4.ts";
import { isJsonObject } from "./lossless-json.ts";
import type { JsonObject, JsonValue } from "./lossless-json.ts";
import { parseReference } from "./references.ts";
import { compileExpression } from "./search-expression.ts";
import { searchParams } from "./search-params.ts";

const SHARED = join(process.env["SHARED_DATA"] ?? "../shared/data", "fhir");

describe("compileExpression", () => {
  it("compiles the expression of every R4 search parameter", () => {
    const empty: string[] = [];
    let count = 0;
    for (const type of R4.resourceTypes) {
      for (const param of searchParams("R4", type).values()) {
        count += 1;
        const extractors = compileExpression(param.expression, type, R4);
        if (extractors.length === 0) empty.push(`${type}.${param.code}`);
        for (const { content } of extractors) {
          for (const component of param.components) {
            const parts = compileExpression(component.expression, content, R4);
            if (parts.length === 0) empty.push(`${type}.${param.code}: ${component.code}`);
          }
        }
      }
    }
    expect(count).toBeGreaterThan(2000);
    expect(empty).toEqual([]);
  });

  it("finds nothing under a member that the type lacks", () => {
    expect(compileExpression("Patient.nothing.at.all", "Patient", R4)).toEqual([]);
  });

  it("refuses what it cannot compile", () => {
    expect(() => compileExpression("Patient.name.where(given.count() > 1)", "Patient", R4)).toThrow("cannot compile");
  });

  it.skipIf(!existsSync(SHARED))(
    "finds what the fhirpath library finds, in all official examples and synthetic records",
    () => {
      const resources = ["hl7-r4-examples", "synthea-smart"].flatMap(readResources);
      expect(resources.length).toBeGreaterThan(700);
      let compared = 0;
      for (const resource of resources) compared += compareAll(resource);
      expect(compared).toBeGreaterThan(6000);
    },
    300_000,
  );
});

/** Number of parameters that found something. */
function compareAll(resource: JsonObject): number {
  const type = text(resource["resourceType"]);
  let found = 0;
  for (const param of searchParams("R4", type).values()) {
    const ours = compileExpression(param.expression, type, R4).flatMap((extractor) => {
      const values: JsonValue[] = [];
      extractor.visit(resource, resource, (value) => values.push(value));
      return values;
    });
    const theirs = evaluate(resource, type, param.expression);
    const where = `${type}/${text(resource["id"])} ${param.code}`;
    expect({ where, values: distinct(ours) }).toEqual({ where, values: distinct(theirs) });
    if (ours.length > 0) found += 1;
  }
  return found;
}

const COMPILED = new Map<string, (resource: JsonObject) => unknown[]>();

function evaluate(resource: JsonObject, type: string, expression: string): unknown[] {
  const key = `${type} ${expression}`;
  const known =
    COMPILED.get(key) ??
    fhirpath.compile(expression.replaceAll(/resolve\(\) is (\w+)/gu, "refersTo('$1')"), r4Model, {
      async: false,
      userInvocationTable: {
        refersTo: {
          fn: (nodes: JsonObject[], wanted: string) => refersTo(nodes[0], wanted, current),
          arity: { 1: ["String"] },
        },
      },
    });
  COMPILED.set(key, known as (resource: JsonObject) => unknown[]);
  current = resource;
  return (known as (resource: JsonObject) => unknown[])(resource);
}

let current: JsonObject = {};

/** An independent reading of `resolve() is T`: the target's type by relative or absolute url, contained resource or Reference.type. */
function refersTo(node: JsonObject | undefined, wanted: string, resource: JsonObject): boolean {
  const reference = node?.["reference"];
  if (typeof reference !== "string") return node?.["type"] === wanted;
  if (reference.startsWith("#")) {
    const contained = resource["contained"];
    return (
      Array.isArray(contained) &&
      contained.some(
        (one) => isJsonObject(one) && `#${text(one["id"])}` === reference && one["resourceType"] === wanted,
      )
    );
  }
  const segments = reference.split("/_history/")[0]?.split("/") ?? [];
  return segments.at(-2) === wanted || (parseReference(reference) === undefined && node?.["type"] === wanted);
}

function text(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : "";
}

function distinct(values: readonly unknown[]): string[] {
  return [...new Set(values.map((value) => JSON.stringify(value)))].toSorted();
}

function readResources(folder: string): JsonObject[] {
  return readdirSync(join(SHARED, folder))
    .filter((file) => file.endsWith(".json"))
    .flatMap((file) => {
      const document = JSON.parse(readFileSync(join(SHARED, folder, file), "utf8")) as JsonObject;
      const entries = document["entry"];
      if (folder !== "synthea-smart" || !Array.isArray(entries)) return [document];
      return entries.flatMap((entry) =>
        isJsonObject(entry) && isJsonObject(entry["resource"]) ? [entry["resource"]] : [],
      );
    });
}
