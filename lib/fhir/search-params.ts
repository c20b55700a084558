import { definitionsFor } from "./definitions/versions.ts";
import published from "./definitions/search-r4.generated.json" with { type: "json" };
import type { FhirVersion, SearchParam } from "./search-types.ts";

/** As scripts/generate-search-parameters.ts writes it. */
interface PublishedParam {
  readonly code: string;
  readonly type: SearchParam["type"];
  readonly url: string;
  /** Expression and description by resource type; `Resource` stands for all. */
  readonly on: Readonly<Record<string, readonly [expression: string, description: string]>>;
  readonly targets?: readonly string[];
  readonly components?: SearchParam["components"];
}

/** Parameters the service does not support in R4 (contract section 8.5). */
const UNSUPPORTED: ReadonlySet<string> = new Set([
  "Bundle-composition",
  "Bundle-message",
  "Group-characteristic-value",
  "Location-near",
  "InsurancePlan-phonetic",
  "Organization-phonetic",
  "individual-phonetic",
]);
/** The only composites the service supports (contract section 8.5). */
const SUPPORTED_COMPOSITE = /\/(?:Observation-(?:code-value|combo|component)-.*|DocumentReference-relationship)$/u;

/**
 * R4 publishes the two components of DocumentReference.relationship with their expressions swapped, and one type name in the wrong case
 * (both corrected in R5).
 */
const CORRECTED_EXPRESSION: Readonly<Record<string, string>> = {
  relatesto: "target",
  relation: "code",
  "value-date": "value.ofType(dateTime) | value.ofType(Period)",
};

const BY_TYPE = tabulate(published);
const COMMON = BY_TYPE.get("Resource") ?? new Map<string, SearchParam>();
const NONE: ReadonlyMap<string, SearchParam> = new Map();

/**
 * Search parameters by code that apply to `type`, common ones (`_id`, `_lastUpdated`, `_profile`, `_security`, `_source`, `_tag`) included. Other
 * versions than R4 use R4's parameters for the types they share; their own types have the common ones. Empty for a type that the version lacks.
 * Server only: imports the whole table (350 kB).
 */
export function searchParams(version: FhirVersion, type: string): ReadonlyMap<string, SearchParam> {
  if (!definitionsFor(version).isResourceType(type)) return NONE;
  return BY_TYPE.get(type) ?? COMMON;
}

/** The parameters that every resource type has. */
export function commonSearchParams(): ReadonlyMap<string, SearchParam> {
  return COMMON;
}

function tabulate(params: readonly PublishedParam[]): ReadonlyMap<string, ReadonlyMap<string, SearchParam>> {
  const tables = new Map<string, Map<string, SearchParam>>();
  const supported = params.filter(isSupported);
  for (const param of supported) {
    for (const [type, [expression, description]] of Object.entries(param.on)) {
      const table = tables.get(type) ?? new Map<string, SearchParam>();
      table.set(param.code, toSearchParam(param, expression, description));
      tables.set(type, table);
    }
  }
  const common = tables.get("Resource") ?? new Map<string, SearchParam>();
  return new Map([...tables].map(([type, own]) => [type, new Map([...common, ...own])]));
}

function isSupported(param: PublishedParam): boolean {
  const name = param.url.slice(param.url.lastIndexOf("/") + 1);
  return !UNSUPPORTED.has(name) && (param.type !== "composite" || SUPPORTED_COMPOSITE.test(param.url));
}

function toSearchParam(param: PublishedParam, expression: string, description: string): SearchParam {
  return {
    code: param.code,
    type: param.type,
    url: param.url,
    expression,
    targets: param.targets ?? [],
    components: (param.components ?? []).map((component) => ({
      ...component,
      expression: CORRECTED_EXPRESSION[component.code] ?? component.expression,
    })),
    description,
  };
}
