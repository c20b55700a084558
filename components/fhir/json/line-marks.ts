import type { AnnotationIndex, PlacedAnnotation } from "#lib/fhir/annotation-index.ts";
import type { Layer } from "#lib/fhir/annotation.ts";
import type { LineMarks } from "./json-line-row.tsx";

/** The class names of a line. Meaning, notes and what concerns a whole object stand on names, the rest on values. */
export function marksOf(index: AnnotationIndex, layers: readonly Layer[], node: number, isMasked: boolean): LineMarks {
  const has = (layer: Layer) => layers.includes(layer) && index.isAnnotated(node, layer);
  const isContainer = index.document.isContainer(node);
  const about = [has("terminology") ? "term" : "", has("match") ? "match" : ""];
  const marks = [has("validation") ? "check" : "", has("changes") ? "change" : "", has("notes") ? "note" : ""];
  const isIdentifying = layers.includes("identifiers") && index.isIdentifying(node);
  const names = [has("meaning") ? "mean" : "", ...(isContainer ? about : []), ...marks];
  const values = [...about, has("references") ? referenceMark(index, node) : "", isIdentifying ? "phi" : "", ...marks];
  return { onName: joined(names), onValue: joined(values), isMasked };
}

function referenceMark(index: AnnotationIndex, node: number): string {
  return index.isWarned(node, "references") ? "ref odd" : "ref";
}

function joined(names: readonly string[]): string {
  return names.filter((name) => name !== "").join(" ");
}

/** The picked annotation's element, else what a FHIRPath expression has found. */
export function highlightedNodes(
  listed: readonly PlacedAnnotation[],
  picked: string | undefined,
  found: readonly number[],
): readonly number[] {
  const node = listed.find(({ id }) => id === picked)?.node;
  return node === undefined ? found : [node];
}
