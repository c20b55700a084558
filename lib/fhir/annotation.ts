import type { JsonPath } from "./json-path.ts";
import type { ReferenceTarget } from "./reference-target.ts";

/** What kinds of remark a reader can switch on. */
export const LAYERS = [
  "meaning",
  "identifiers",
  "references",
  "terminology",
  "validation",
  "changes",
  "deidentification",
  "match",
  "notes",
] as const;
export type Layer = (typeof LAYERS)[number];

/**
 * What is on at first: comparing with another version asks the store for it, so it waits until somebody wants it; what a configuration does
 * is shown where one is tried.
 */
export const DEFAULT_LAYERS: readonly Layer[] = LAYERS.filter(
  (layer) => layer !== "changes" && layer !== "deidentification",
);

/** A remark on one element of a resource. */
export interface Annotation {
  /** Unique within a resource: layer and JSON Pointer. */
  readonly id: string;
  readonly layer: Layer;
  /** The element, from the root of the document. */
  readonly path: JsonPath;
  readonly title: string;
  /** One or two sentences. Never repeats an identifying value, so it can be shown while identities are masked. */
  readonly text: string;
  /** Short facts in the standard's spelling: `1..1`, `CodeableConcept`, `example binding`. */
  readonly facts: readonly string[];
  /** `warning`: the element is not what the standard allows or recommends. */
  readonly severity: "info" | "warning";
  /** The page of the standard that defines it. */
  readonly href?: string;
  readonly reference?: ReferenceTarget;
  /** Words that may hold values of the resource, such as what stood here before: covered with the element they are about. */
  readonly quotes?: readonly Quote[];
  /** The values it is about when that is less than the whole element: an address's street and city, not its country. */
  readonly values?: readonly JsonPath[];
}

/** A value in the words of an annotation: `{ label: "was", text: "male" }`. */
export interface Quote {
  readonly label: string;
  readonly text: string;
}

/** "referenceRange" → "Reference range"; "valueQuantity" → "Value quantity". */
export function titleOfName(name: string): string {
  let title = titles.get(name);
  if (title === undefined) {
    title = makeTitle(name);
    // Names come from documents, which may be endless.
    if (titles.size < TITLES_KEPT) titles.set(name, title);
  }
  return title;
}

const titles = new Map<string, string>();
const TITLES_KEPT = 5_000;

function makeTitle(name: string): string {
  const words = name
    .replace(/\[x\]$/, "")
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
