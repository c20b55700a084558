import { annotate, type AnnotateOptions } from "./annotate.ts";
import { scopesOf, type Scope } from "./annotation-index.ts";
import { LAYERS, type Layer } from "./annotation.ts";
import type { Definitions } from "./definitions.ts";
import type { JsonDocument } from "./json-document.ts";
import { isJsonObject } from "./lossless-json.ts";
import { valueOf } from "./json-value.ts";

/** What the layers say about a whole document, in figures. */
export interface AnnotationSurvey {
  readonly counts: Readonly<Record<Layer, number>>;
  /** Nodes with a remark to check, ascending, each once. */
  readonly warnings: Int32Array<ArrayBuffer>;
}

/** Layers that a document alone can fill. */
const OWN_LAYERS = [
  "meaning",
  "identifiers",
  "references",
  "terminology",
  "validation",
] as const satisfies readonly Layer[];

/**
 * Annotates a whole document, entry by entry, and keeps only figures: a bundle of 10 MB has some 500,000 remarks. Takes about a
 * second for that, so it runs in a worker.
 */
export function surveyAnnotations(
  document: JsonDocument,
  definitions: Definitions,
  options: Pick<AnnotateOptions, "store"> = {},
): AnnotationSurvey {
  const counts = Object.fromEntries(LAYERS.map((layer) => [layer, 0])) as Record<Layer, number>;
  const warnings = new Set<number>();
  const scopes = scopesOf(document, true);
  const inner = new Set(scopes.slice(1).map(({ node }) => node));
  for (const scope of scopes) {
    const value = valueOf(document, scope.node, (node) => node !== scope.node && inner.has(node));
    if (!isJsonObject(value)) continue;
    for (const layer of OWN_LAYERS) {
      const found = annotate(value, layer, definitions, options);
      counts[layer] += found.length;
      for (const { severity, path } of found) if (severity === "warning") warnings.add(nodeIn(document, scope, path));
    }
  }
  return { counts, warnings: Int32Array.from(warnings).toSorted() };
}

function nodeIn(document: JsonDocument, scope: Scope, path: readonly (string | number)[]): number {
  let node = scope.node;
  for (const step of path) {
    const next = childAt(document, node, step);
    if (next === undefined) return node;
    node = next;
  }
  return node;
}

function childAt(document: JsonDocument, node: number, step: string | number): number | undefined {
  for (const child of document.childrenOf(node)) {
    if ((document.keyOf(child) ?? document.nodes.index[child]) === step) return child;
  }
  return undefined;
}
