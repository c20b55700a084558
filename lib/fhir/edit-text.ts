import { applyEdits, findNodeAtLocation, modify, parseTree } from "jsonc-parser";
import type { JsonPath } from "./json-path.ts";
import type { JsonValue } from "./lossless-json.ts";

const FORMAT = { formattingOptions: { tabSize: 2, insertSpaces: true, eol: "\n" } };

/** Puts a value at a path of a JSON text; every other byte stays as it was, so `0.10` elsewhere stays `0.10`. */
export function setInText(text: string, path: JsonPath, value: JsonValue): string {
  return applyEdits(text, modify(text, [...path], value, FORMAT));
}

/** Adds an item at the end of the list at a path, making the list where there is none. */
export function appendInText(text: string, path: JsonPath, value: JsonValue): string {
  const list = nodeAt(text, path);
  if (list?.type !== "array") return setInText(text, path, [value]);
  const at = [...path, list.children?.length ?? 0];
  return applyEdits(text, modify(text, at, value, { ...FORMAT, isArrayInsertion: true }));
}

/** Takes out what is at a path, and whatever would be left empty by it: FHIR knows no empty objects and lists. */
export function removeFromText(text: string, path: JsonPath): string {
  let at = path;
  while (at.length > 1 && nodeAt(text, at.slice(0, -1))?.children?.length === 1) at = at.slice(0, -1);
  return at.length === 0 ? text : applyEdits(text, modify(text, [...at], undefined, FORMAT));
}

function nodeAt(text: string, path: JsonPath) {
  const root = parseTree(text);
  return root && findNodeAtLocation(root, [...path]);
}
