import { z } from "zod";
import type { SearchParamType } from "./search-types.ts";

/** What a server says it can search, read from its CapabilityStatement (FHIR R4 §5.2, `rest[0].resource[].searchParam`). */
export type SearchCapability = ReadonlyMap<string, TypeCapability>;

export interface TypeCapability {
  readonly type: string;
  /** Own parameters first, then the common ones (`_id`, `_lastUpdated`…), each by name. */
  readonly params: readonly OfferedParam[];
  readonly includes: readonly string[];
  readonly revIncludes: readonly string[];
}

export interface OfferedParam {
  readonly name: string;
  readonly type: SearchParamType;
  readonly documentation: string;
}

/** Parameters about the result rather than the resources; a CapabilityStatement does not list them. Contract section 8.5. */
export const RESULT_PARAMETERS = {
  _sort: "Order of the results; a leading - turns it round",
  _count: "Entries a page, at most 1000",
  _include: "Also the resources that the results refer to",
  _revinclude: "Also the resources that refer to the results",
  _elements: "Only these elements of each resource",
  _summary: "text, data or false",
  _total: "none, estimate or accurate",
  _has: "Only resources that another one points to",
  _type: "Types of a search over all types",
} as const;

/** Modifiers by parameter type (FHIR R4 §3.1.1.4.5, less what contract section 8.5 names as unsupported). */
export const MODIFIERS: Readonly<Record<SearchParamType, readonly string[]>> = {
  string: ["exact", "contains", "missing"],
  token: ["not", "text", "in", "not-in", "above", "below", "missing"],
  reference: ["missing"],
  date: ["missing"],
  number: ["missing"],
  quantity: ["missing"],
  uri: ["above", "below", "missing"],
  composite: ["missing"],
  special: [],
};

/** Comparison prefixes of date, number and quantity values, in words. FHIR R4 §3.1.1.4.6. */
export const PREFIXES = {
  eq: "equals",
  ne: "is not",
  gt: "after, more than",
  ge: "from, at least",
  lt: "before, less than",
  le: "until, at most",
  sa: "starts after",
  eb: "ends before",
  ap: "about",
} as const;

const ORDERED: ReadonlySet<SearchParamType> = new Set(["date", "number", "quantity"]);

export function hasPrefixes(type: SearchParamType): boolean {
  return ORDERED.has(type);
}

/** Types that `_sort` takes. Contract section 8.5. */
export function isSortable(param: OfferedParam): boolean {
  return hasPrefixes(param.type) || param.type === "string" || param.type === "token";
}

const paramSchema = z.object({
  name: z.string(),
  type: z.enum(["number", "date", "string", "token", "reference", "composite", "quantity", "uri", "special"]),
  documentation: z.string().optional(),
});
const statementSchema = z.object({
  rest: z
    .array(
      z.object({
        searchParam: z.array(paramSchema).optional(),
        resource: z
          .array(
            z.object({
              type: z.string(),
              searchParam: z.array(paramSchema).optional(),
              searchInclude: z.array(z.string()).optional(),
              searchRevInclude: z.array(z.string()).optional(),
            }),
          )
          .optional(),
      }),
    )
    .min(1),
});

/** Reads a CapabilityStatement as parsed from JSON. Throws ZodError when it is none. */
export function readCapability(statement: unknown): SearchCapability {
  const rest = statementSchema.parse(statement).rest[0];
  const common = rest?.searchParam ?? [];
  return new Map(
    (rest?.resource ?? []).map((resource) => [
      resource.type,
      {
        type: resource.type,
        params: orderParams([...(resource.searchParam ?? []), ...common]),
        includes: resource.searchInclude ?? [],
        revIncludes: resource.searchRevInclude ?? [],
      },
    ]),
  );
}

/** The parameter of a type by its name. */
export function offeredParam(capability: TypeCapability | undefined, name: string): OfferedParam | undefined {
  return capability?.params.find((param) => param.name === name);
}

function orderParams(params: readonly z.infer<typeof paramSchema>[]): OfferedParam[] {
  const byName = new Map(params.map((param) => [param.name, param]));
  return [...byName.values()]
    .filter((param) => !(param.name in RESULT_PARAMETERS))
    .map((param) => ({ name: param.name, type: param.type, documentation: param.documentation ?? "" }))
    .toSorted(
      (a, b) => Number(a.name.startsWith("_")) - Number(b.name.startsWith("_")) || a.name.localeCompare(b.name),
    );
}
