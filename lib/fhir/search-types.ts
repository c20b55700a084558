/** The vocabulary that search rules (lib/fhir) and the emulator's index share. FHIR R4 §3.1.1 "Search". */

export type SearchParamType =
  "number" | "date" | "string" | "token" | "reference" | "composite" | "quantity" | "uri" | "special";

export type FhirVersion = "DSTU2" | "STU3" | "R4" | "R5";

/** A published SearchParameter, compiled. */
export interface SearchParam {
  /** As written in a query: `name`, `value-quantity`. */
  readonly code: string;
  readonly type: SearchParamType;
  /** Canonical url of the definition. */
  readonly url: string;
  /** FHIRPath, only the branches that apply to the one resource type. */
  readonly expression: string;
  /** Resource types a reference parameter may point to; empty for any. */
  readonly targets: readonly string[];
  /** Codes of the component parameters of a composite, with the expression relative to the composite's own. */
  readonly components: readonly {
    readonly code: string;
    readonly type: SearchParamType;
    readonly expression: string;
  }[];
  readonly description: string;
}

/** One indexable value of one parameter of one resource. Ranges are half-open [low, high), times in milliseconds since 1970 UTC. */
export type IndexValue =
  | { readonly kind: "token"; readonly system: string; readonly code: string; readonly text: string }
  | { readonly kind: "string"; readonly value: string; readonly normalized: string }
  | { readonly kind: "date"; readonly low: number; readonly high: number }
  | { readonly kind: "number"; readonly value: number; readonly low: number; readonly high: number }
  | {
      readonly kind: "quantity";
      readonly value: number;
      readonly low: number;
      readonly high: number;
      readonly system: string;
      readonly code: string;
      readonly unit: string;
    }
  | {
      readonly kind: "reference";
      /** Empty for an absolute url outside the store or a contained reference. */
      readonly type: string;
      readonly id: string;
      /** As written in the resource. */
      readonly url: string;
      /** `Reference.identifier`, when present. */
      readonly identifier: { readonly system: string; readonly code: string } | undefined;
    }
  | { readonly kind: "uri"; readonly value: string }
  | { readonly kind: "composite"; readonly parts: readonly (readonly IndexValue[])[] };

export interface IndexEntry {
  readonly code: string;
  readonly value: IndexValue;
}

export type DatePrefix = "eq" | "ne" | "lt" | "gt" | "le" | "ge" | "sa" | "eb" | "ap";

/** One alternative of a comma list, already typed by its parameter. */
export type SearchValue =
  | { readonly kind: "token"; readonly system: string | undefined; readonly code: string | undefined }
  | { readonly kind: "string"; readonly value: string; readonly normalized: string }
  | { readonly kind: "date"; readonly prefix: DatePrefix; readonly low: number; readonly high: number }
  | {
      readonly kind: "number";
      readonly prefix: DatePrefix;
      readonly value: number;
      readonly low: number;
      readonly high: number;
    }
  | {
      readonly kind: "quantity";
      readonly prefix: DatePrefix;
      readonly value: number;
      readonly low: number;
      readonly high: number;
      readonly system: string | undefined;
      readonly code: string | undefined;
    }
  | {
      readonly kind: "reference";
      readonly type: string | undefined;
      readonly id: string | undefined;
      readonly url: string;
    }
  | { readonly kind: "uri"; readonly value: string }
  | { readonly kind: "composite"; readonly parts: readonly SearchValue[] };

export type Modifier =
  "exact" | "contains" | "not" | "text" | "in" | "not-in" | "above" | "below" | "identifier" | "missing";

/** What one `name[:modifier]=a,b` asks. Several filters are ANDed; `values` within one are ORed. */
export type SearchFilter =
  | {
      readonly kind: "values";
      readonly param: SearchParam;
      readonly modifier: Modifier | undefined;
      readonly values: readonly SearchValue[];
    }
  | { readonly kind: "missing"; readonly param: SearchParam; readonly isMissing: boolean }
  /** `subject:Patient.name=x`: the reference points to a `targetType` for which `filter` holds. */
  | {
      readonly kind: "chain";
      readonly param: SearchParam;
      readonly targetTypes: readonly string[];
      readonly filters: readonly (readonly [type: string, filter: SearchFilter])[];
    }
  /** `_has:Observation:patient:code=x`: some `sourceType` whose `param` points here satisfies `filter`. */
  | { readonly kind: "has"; readonly sourceType: string; readonly param: SearchParam; readonly filter: SearchFilter }
  /** Full text over narrative (`_text`) or everything (`_content`): all words must occur. */
  | { readonly kind: "fulltext"; readonly field: "_text" | "_content"; readonly words: readonly string[] };

export interface Include {
  readonly sourceType: string;
  /** `*` for every reference parameter of the source. */
  readonly param: string;
  readonly targetType: string | undefined;
  readonly iterate: boolean;
}

export interface SearchQuery {
  /** Types searched: one for a type search, `_type` or all for a system search. */
  readonly types: readonly string[];
  readonly filters: readonly SearchFilter[];
  readonly sort: readonly { readonly param: SearchParam | "_lastUpdated" | "_id"; readonly descending: boolean }[];
  readonly count: number;
  readonly pageToken: string | undefined;
  readonly includes: readonly Include[];
  readonly revincludes: readonly Include[];
  readonly elements: readonly string[] | undefined;
  readonly summary: "text" | "data" | "true" | "count" | "false" | undefined;
  readonly total: "none" | "estimate" | "accurate" | undefined;
  /** Parameters that took effect, in the order and spelling sent: the `self` link. */
  readonly used: readonly (readonly [name: string, value: string])[];
  /** Parameters that were not understood; lenient handling drops them from `self`. */
  readonly ignored: readonly (readonly [name: string, value: string])[];
}
