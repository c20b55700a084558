import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import model from "fhirpath/fhir-context/r4";
import { describe, expect, it } from "vitest";
import { AnnotationIndex } from "./annotation-index.ts";
import { R4 } from "./definitions/r4.ts";
import { patchOf } from "./diff-patch.ts";
import { rowsOf } from "./diff-rows.ts";
import { createJsonDocument } from "./json-document.ts";
import { formatPointer } from "./json-path.ts";
import { isJsonObject, parseJson, type JsonObject, type JsonValue } from "./lossless-json.ts";
import { readableRows, type ReadableRow } from "./readable.ts";
import { diffJson } from "./semantic-diff.ts";

const FOLDER = join(process.env["SHARED_DATA"] ?? "../shared/data", "fhir/hl7-r4-examples");
const examples = readExamples();
const types: Readonly<Record<string, unknown>> = (model as unknown as { path2Type: Record<string, unknown> }).path2Type;

describe.skipIf(examples.length === 0)("HL7's R4 examples", () => {
  it("have a meaning for at least 99 % of their elements, of the type that another library knows", () => {
    let elements = 0;
    let explained = 0;
    const wrong: string[] = [];
    for (const { name, text } of examples) {
      const document = createJsonDocument(text);
      const index = new AnnotationIndex(document, { definitions: R4 });
      for (let node = 1; node < document.nodes.count; node += 1) {
        if (document.kindOf(node) === "array" || document.keyOf(node) === "resourceType") continue;
        elements += 1;
        if (index.around(node, ["meaning"]).length > 0) explained += 1;
      }
      for (const scope of index.scopes) {
        for (const { href = "", facts } of index.layer(scope, "meaning")) {
          const anchor = href.split("#")[1]?.replace("_x_", "") ?? "";
          const expected = types[anchor];
          const isPlain = typeof expected === "string" && !["BackboneElement", "Element"].includes(expected);
          // fhirpath leaves choices and inherited elements out of this table, and writes system types for ids.
          if (isPlain && !/^http|^System/.test(expected) && facts[1] !== undefined && facts[1] !== expected)
            wrong.push(`${name} ${anchor}: ${facts[1]}, not ${expected}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(elements).toBeGreaterThan(20_000);
    expect(explained / elements).toBeGreaterThanOrEqual(0.99);
  });

  it("read and written again without an edit are the same, to the patch and to each line", () => {
    for (const { text, resource } of examples) {
      const again = parseJson(JSON.stringify(resource));
      const diff = diffJson(resource, again);
      expect(diff.status).toBe("same");
      expect(patchOf(diff)).toEqual([]);
      const document = createJsonDocument(text);
      const rows = rowsOf(diff, document, document);
      expect(rows.every(({ kind, left, right }) => kind === "same" && left === right)).toBe(true);
    }
  });

  it("lose no value in the readable form", () => {
    for (const { name, resource } of examples) {
      const told = new Set(readableRows(resource, R4).flatMap((row) => toldBy(row, resource)));
      const missing = scalarsOf(resource, "").filter(
        (pointer) => !told.has(pointer) && !pointer.endsWith("/resourceType") && pointer !== "/resourceType",
      );
      expect([name, missing]).toEqual([name, []]);
    }
  });
});

/** Pointers of the scalars that a row tells, its parts included. */
function toldBy(row: ReadableRow, resource: JsonValue): string[] {
  const value = row.path.reduce<JsonValue>((at, step) => childOf(at, step), resource);
  const own =
    row.covers === undefined
      ? scalarsOf(value, formatPointer(row.path))
      : row.covers.flatMap((name) => scalarsOf(childOf(value, name), formatPointer([...row.path, name])));
  return [...own, ...row.rows.flatMap((part) => toldBy(part, resource))];
}

function childOf(value: JsonValue, step: string | number): JsonValue {
  if (Array.isArray(value)) return value[Number(step)] ?? null;
  return isJsonObject(value) ? (value[step] ?? null) : null;
}

function scalarsOf(value: JsonValue, pointer: string): string[] {
  if (Array.isArray(value)) return value.flatMap((item, at) => scalarsOf(item, `${pointer}/${at}`));
  if (isJsonObject(value))
    return Object.entries(value).flatMap(([name, member]) => scalarsOf(member, `${pointer}${formatPointer([name])}`));
  return value === null ? [] : [pointer];
}

/** A published example. */
interface Example {
  readonly name: string;
  readonly text: string;
  readonly resource: JsonObject;
}

/** HL7's R4 examples where the folder of real data is there; empty elsewhere. */
function readExamples(): readonly Example[] {
  return fileNames().flatMap((name) => {
    const text = readFileSync(join(FOLDER, name), "utf8");
    const resource = parseJson(text);
    return isJsonObject(resource) ? [{ name, text, resource }] : [];
  });
}

function fileNames(): readonly string[] {
  try {
    return readdirSync(FOLDER).filter((name) => name.endsWith(".json"));
  } catch {
    return [];
  }
}
