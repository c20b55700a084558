import type { JsonPath } from "./json-path.ts";
import type { ReferenceTarget } from "./reference-target.ts";

/** What kinds of remark a reader can switch on. */
export const LAYERS = ["meaning", "identifiers", "references"] as const;
export type Layer = (typeof LAYERS)[number];

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
  /** The values it is about when that is less than the whole element: an address's street and city, not its country. */
  readonly values?: readonly JsonPath[];
}

/** "referenceRange" → "Reference range"; "valueQuantity" → "Value quantity". */
export function titleOfName(name: string): string {
  const words = name
    .replace(/\[x\]$/, "")
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
