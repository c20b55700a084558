import { findNodeAtLocation, parseTree, type Node } from "jsonc-parser";
import type { Definitions } from "./definitions.ts";
import type { JsonPath } from "./json-path.ts";
import { isJsonObject, JsonSyntaxError, parseJson, type JsonObject } from "./lossless-json.ts";
import { validateResource } from "./validate.ts";

/** Something wrong in a text that is being edited, at its place. */
export interface EditProblem {
  /** Offsets in the text, [from, to). */
  readonly from: number;
  readonly to: number;
  readonly severity: "error" | "warning";
  readonly message: string;
  /** FHIRPath of the place; empty when the text is no JSON. */
  readonly expression: string;
}

export interface CheckedText {
  /** Undefined when the text is no JSON object. */
  readonly resource: JsonObject | undefined;
  readonly problems: readonly EditProblem[];
}

export interface ExpectedResource {
  /** Undefined where any type may stand. */
  readonly type: string | undefined;
  /** Undefined while the server is to give one. */
  readonly id: string | undefined;
}

/** Checks a text as a resource while it is typed: JSON, structure, cardinality, primitives, required codes, type and id. */
export function checkText(text: string, definitions: Definitions, expected: ExpectedResource): CheckedText {
  let resource;
  try {
    resource = parseJson(text);
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    const from = Math.min(error.offset, text.length);
    return {
      resource: undefined,
      problems: [
        { from, to: Math.min(from + 1, text.length), severity: "error", message: error.message, expression: "" },
      ],
    };
  }
  if (!isJsonObject(resource))
    return {
      resource: undefined,
      problems: [
        { from: 0, to: text.length, severity: "error", message: "A resource is a JSON object.", expression: "" },
      ],
    };
  const root = parseTree(text);
  const found = [
    ...addressProblems(resource, expected),
    ...validateResource(resource, { definitions, checkRequired: true, checkReferenceTypes: true }),
  ];
  const problems = found.map(({ expression, message }) => ({
    ...placeOf(root, pathOfExpression(expression), message),
    severity: "error" as const,
    message,
    expression,
  }));
  return {
    resource,
    problems: [...problems, ...(root === undefined ? [] : repeatedNames(root))].toSorted((a, b) => a.from - b.from),
  };
}

/** The address names type and id, and the API refuses a body that says otherwise (contract section 8.2). */
function addressProblems(
  resource: JsonObject,
  { type, id }: ExpectedResource,
): { expression: string; message: string }[] {
  const root = type ?? String(resource["resourceType"] ?? "Resource");
  const problems = [];
  if (type !== undefined && resource["resourceType"] !== type)
    problems.push({ expression: `${root}.resourceType`, message: `resourceType must stay "${type}"` });
  if (id !== undefined && resource["id"] !== id)
    problems.push({ expression: `${root}.id`, message: "id must stay the id of this resource" });
  return problems;
}

/** `Patient.name[0].family` → ["name", 0, "family"]. */
export function pathOfExpression(expression: string): JsonPath {
  return [...expression.matchAll(/\.([^.[\]]+)|\[(\d+)\]/gu)].map(([, name, index]) => name ?? Number(index));
}

/** The value at the path, or the nearest that exists; an unknown member is found by its name, a missing one at what should have it. */
function placeOf(root: Node | undefined, path: JsonPath, message: string): { from: number; to: number } {
  if (root === undefined) return { from: 0, to: 0 };
  const unknown = /^unknown field "(.*)"$/u.exec(message)?.[1];
  const full = unknown === undefined ? path : [...path, unknown];
  for (let depth = full.length; depth >= 0; depth -= 1) {
    const node = findNodeAtLocation(root, full.slice(0, depth));
    if (node === undefined) continue;
    if (unknown !== undefined && depth === full.length) return rangeOf(node.parent?.children?.[0] ?? node);
    return rangeOf(node);
  }
  return rangeOf(root);
}

/** Of an object or list only the opening sign: what is inside has problems of its own. */
function rangeOf(node: Node): { from: number; to: number } {
  const isContainer = node.type === "object" || node.type === "array";
  return { from: node.offset, to: node.offset + (isContainer ? 1 : node.length) };
}

/** JSON takes the last of two members with one name and forgets the other in silence. */
function repeatedNames(node: Node, path = ""): EditProblem[] {
  const problems: EditProblem[] = [];
  const seen = new Set<string>();
  for (const child of node.children ?? []) {
    const [key, value] = child.type === "property" ? (child.children ?? []) : [undefined, child];
    if (key !== undefined) {
      const name = String(key.value);
      if (seen.has(name))
        problems.push({
          ...rangeOf(key),
          severity: "warning",
          message: `"${name}" stands here twice; only the last one counts`,
          expression: path,
        });
      seen.add(name);
    }
    if (value !== undefined)
      problems.push(
        ...repeatedNames(value, key === undefined ? path : `${path}${path === "" ? "" : "."}${String(key.value)}`),
      );
  }
  return problems;
}
