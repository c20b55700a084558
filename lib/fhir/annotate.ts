import { annotateIdentifiers } from "./annotate-identifiers.ts";
import { annotateMeaning } from "./annotate-meaning.ts";
import { annotateReferences } from "./annotate-references.ts";
import { annotateTerminology, type Displays, type UnitVerdict } from "./annotate-terminology.ts";
import { annotateValidation } from "./annotate-validation.ts";
import type { Annotation, Layer } from "./annotation.ts";
import type { Definitions } from "./definitions.ts";
import type { JsonPath } from "./json-path.ts";
import type { JsonObject } from "./lossless-json.ts";

export interface AnnotateOptions {
  /** Where the resource stands in the document; the root unless given. */
  readonly base?: JsonPath;
  /** False leaves out resources inside bundle entries; true unless given. */
  readonly entersEntries?: boolean;
  /** Resource name of the FHIR store: its own absolute addresses count as local references. */
  readonly store?: string;
  /** Displays seen with codes in other resources. */
  readonly displays?: Displays;
  /** The UCUM library, once it is there. */
  readonly checkUnit?: ((code: string) => UnitVerdict) | undefined;
}

const NO_DISPLAYS: Displays = new Map();

/** The remarks of one layer on a resource, in document order. Empty for the layers whose remarks come from elsewhere: another version, a configuration that is tried, a search, people. */
export function annotate(
  resource: JsonObject,
  layer: Layer,
  definitions: Definitions,
  options: AnnotateOptions = {},
): Annotation[] {
  const walk = { base: options.base ?? [], entersEntries: options.entersEntries ?? true, store: options.store };
  const annotators: Readonly<Record<Layer, () => Annotation[]>> = {
    meaning: () => annotateMeaning(resource, definitions, walk),
    identifiers: () => annotateIdentifiers(resource, walk),
    references: () => annotateReferences(resource, definitions, walk),
    terminology: () =>
      annotateTerminology(resource, definitions, {
        ...walk,
        displays: options.displays ?? NO_DISPLAYS,
        checkUnit: options.checkUnit,
      }),
    validation: () => annotateValidation(resource, definitions, walk),
    changes: () => [],
    deidentification: () => [],
    match: () => [],
    notes: () => [],
  };
  return annotators[layer]();
}
