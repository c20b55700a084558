import { definitionsFor } from "./definitions/versions.ts";
import { normalizeText } from "./normalize-text.ts";
import { FilterReader, NotUnderstoodError } from "./search-filters.ts";
import { commonSearchParams } from "./search-params.ts";
import {
  DEFAULT_COUNT,
  paramOfAll,
  readCount,
  readInclude,
  readSort,
  readSummary,
  readTotal,
} from "./search-results.ts";
import type { FhirVersion, SearchFilter, SearchQuery } from "./search-types.ts";
import { SearchValueError } from "./search-values.ts";

/** A query that is always 400, strict or lenient. */
export class SearchSyntaxError extends Error {
  /** Parameter name as sent, modifier included. */
  readonly parameter: string;
  /** Offset within the value. */
  readonly offset: number | undefined;
  constructor(message: string, parameter: string, offset?: number) {
    super(message);
    this.name = "SearchSyntaxError";
    this.parameter = parameter;
    this.offset = offset;
  }
}

export interface SearchRequest {
  /** Absent for a system search, which `_type` narrows. */
  readonly type?: string | undefined;
  /** Decoded name and value, in the order sent. */
  readonly params: readonly (readonly [name: string, value: string])[];
  /** `Prefer: handling=strict`: parameters not understood are errors instead of being ignored. */
  readonly strict: boolean;
  readonly version: FhirVersion;
}

/** Parameters of every Google method (contract section 1.2) and FHIR's own format switches: neither search criteria nor part of the `self` link. */
const TRANSPORT: ReadonlySet<string> = new Set([
  "$.xgafv",
  "$prettyPrint",
  "access_token",
  "alt",
  "callback",
  "fields",
  "key",
  "oauth_token",
  "prettyPrint",
  "quotaUser",
  "uploadType",
  "upload_protocol",
  "_format",
  "_pretty",
]);

/**
 * Reads the parameters of a search. An empty value asks nothing and is listed in `ignored`, like everything not understood under lenient handling.
 * Throws SearchSyntaxError.
 */
export function parseSearch(request: SearchRequest): SearchQuery {
  const types = searchedTypes(request);
  const draft: Draft = { ...EMPTY, types, filters: [], sort: [], includes: [], revincludes: [], used: [], ignored: [] };
  const reader = new FilterReader(request.version);
  for (const [name, value] of request.params) {
    if (TRANSPORT.has(name) || (name === "resourceType" && request.type === undefined)) continue;
    try {
      const isUsed = value !== "" && readParameter(draft, { name, value, request, reader });
      (isUsed ? draft.used : draft.ignored).push([name, value]);
    } catch (error) {
      if (error instanceof SearchValueError) throw new SearchSyntaxError(error.message, name, error.offset);
      if (!(error instanceof NotUnderstoodError)) throw error;
      if (request.strict) throw new SearchSyntaxError(error.message, name);
      draft.ignored.push([name, value]);
    }
  }
  return draft;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer Item)[] ? Item[] : T[K] };
type Draft = Writable<Omit<SearchQuery, "types" | "elements">> &
  Pick<SearchQuery, "types"> & { elements: readonly string[] | undefined };

const EMPTY = { count: DEFAULT_COUNT, pageToken: undefined, elements: undefined, summary: undefined, total: undefined };

/** One type, those of `_type`, or all. `POST _search?resourceType=Patient` names one as well (contract section 8.5). */
function searchedTypes(request: SearchRequest): readonly string[] {
  const definitions = definitionsFor(request.version);
  const parameter = (name: string): string[] =>
    request.params
      .filter(([key]) => key === name)
      .flatMap(([, value]) => value.split(",").filter((type) => type !== ""));
  const named = request.type === undefined ? [...parameter("resourceType"), ...parameter("_type")] : [request.type];
  for (const type of named) {
    if (!definitions.isResourceType(type))
      throw new SearchSyntaxError(`unsupported resource type: ${type}`, request.type === undefined ? "_type" : "");
  }
  return named.length === 0 ? definitions.resourceTypes : [...new Set(named)];
}

interface Sent {
  readonly name: string;
  readonly value: string;
  readonly request: SearchRequest;
  readonly reader: FilterReader;
}

/** Puts one parameter into the draft; false when it asks nothing. */
function readParameter(draft: Draft, sent: Sent): boolean {
  const { name, value, request } = sent;
  const [code = "", suffix] = name.split(":", 2);
  if (code === "_include" || code === "_revinclude") {
    const includes = readInclude(code, suffix, value, { types: draft.types, version: request.version });
    (code === "_include" ? draft.includes : draft.revincludes).push(...includes);
    return true;
  }
  const readResult = Object.hasOwn(RESULT_PARAMETERS, name) ? RESULT_PARAMETERS[name] : undefined;
  if (readResult !== undefined) {
    readResult(draft, sent);
    return true;
  }
  const filter = readFilter(draft.types, sent);
  if (filter !== undefined) draft.filters.push(filter);
  return filter !== undefined;
}

const RESULT_PARAMETERS: Readonly<Record<string, (draft: Draft, sent: Sent) => void>> = {
  _count: (draft, { value }) => {
    draft.count = readCount(value);
  },
  _sort: (draft, { value, request }) => {
    draft.sort.push(...readSort(value, draft.types, request.version));
  },
  _page_token: (draft, { value }) => {
    draft.pageToken = value;
  },
  _elements: (draft, { value }) => {
    draft.elements = [...(draft.elements ?? []), ...value.split(",").filter((element) => element !== "")];
  },
  _summary: (draft, { value }) => {
    draft.summary = readSummary(value);
  },
  _total: (draft, { value }) => {
    draft.total = readTotal(value);
  },
  _type: (_draft, { request }) => {
    if (request.type !== undefined) throw new NotUnderstoodError("_type belongs to a search of the whole store");
  },
};

function readFilter(types: readonly string[], { name, value, request, reader }: Sent): SearchFilter | undefined {
  if (name === "_text" || name === "_content") {
    const words = normalizeText(value)
      .split(" ")
      .filter((word) => word !== "");
    return words.length === 0 ? undefined : { kind: "fulltext", field: name, words };
  }
  const [code = ""] = name.split(/[:.]/u, 1);
  const isNarrowed =
    request.type !== undefined || request.params.some(([key]) => key === "_type" || key === "resourceType");
  if (code !== "_has" && !commonSearchParams().has(code)) {
    if (!isNarrowed)
      throw new SearchValueError(`search parameter "${code}" needs _type in a search of the whole store`);
    paramOfAll(code, types, request.version);
  }
  return reader.read(types[0] ?? "", name, value);
}
