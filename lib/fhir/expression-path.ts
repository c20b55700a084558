import type { JsonDocument } from "./json-document.ts";
import type { JsonPath } from "./json-path.ts";

const STEP = /^\.?(?:`([^`]+)`|([A-Za-z_]\w*))(?:\.ofType\((\w+)\)| as (\w+))?|^\[(\d+)\]/;

/**
 * The steps of a simple path expression as validators write it: `Patient.name[0].family` → `name`, 0, `family`;
 * `Observation.value.ofType(Quantity)` → `valueQuantity` (FHIRPath §6.3, FHIR R4 §2.6.2.5). Reads as far as it is simple.
 */
export function pathOfExpression(expression: string): JsonPath {
  const path: (string | number)[] = [];
  let rest = expression.trim().replace(/^(?:[A-Z]\w*|\$this)(?=\.|\[|$)/, "");
  for (let step = STEP.exec(rest); step; step = STEP.exec(rest)) {
    const [text, quoted, plain, type = step[4], , position] = step;
    if (position !== undefined) path.push(Number(position));
    else if (rest.slice(text.length).startsWith("(")) break;
    else path.push(`${quoted ?? plain ?? ""}${type === undefined ? "" : capitalized(type)}`);
    rest = rest.slice(text.length);
  }
  return path;
}

/** The value a path leads to, or the nearest one around it that is in the document. A name on an array means its first item. */
export function nearestNode(document: JsonDocument, path: JsonPath, from = 0): number {
  let node = from;
  for (const step of path) {
    const holder = typeof step === "string" && document.kindOf(node) === "array" ? firstChild(document, node) : node;
    const next = holder === undefined ? undefined : childAt(document, holder, step);
    if (next === undefined) return node;
    node = next;
  }
  return node;
}

function childAt(document: JsonDocument, holder: number, step: string | number): number | undefined {
  // An element that does not repeat may still be written with [0].
  if (typeof step === "number" && document.kindOf(holder) !== "array") return step === 0 ? holder : undefined;
  const children = [...document.childrenOf(holder)];
  return (
    children.find((child) => (document.keyOf(child) ?? document.nodes.index[child]) === step) ??
    // `value` stands for valueQuantity, as FHIRPath names a choice.
    children.find((child) => isChoice(document.keyOf(child), step))
  );
}

function isChoice(key: string | undefined, step: string | number): boolean {
  return key !== undefined && typeof step === "string" && key.startsWith(step) && /^[A-Z]/.test(key.slice(step.length));
}

function firstChild(document: JsonDocument, node: number): number | undefined {
  return document.hasChildren(node) ? node + 1 : undefined;
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
