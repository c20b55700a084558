import { fulltextOf, indexResource } from "#lib/fhir/index-resource.ts";
import type { JsonObject } from "#lib/fhir/lossless-json.ts";
import { parseSearch } from "#lib/fhir/parse-search.ts";
import type {
  IndexEntry,
  IndexValue,
  SearchFilter,
  SearchParam,
  SearchQuery,
  SearchValue,
} from "#lib/fhir/search-types.ts";

/** Search by looking at every resource: slow, plain, and written from the standard without the SQL at hand. The judge of the differential test. */
export class NaiveStore {
  readonly #resources: readonly Indexed[];
  readonly #byName: ReadonlyMap<string, Indexed>;
  readonly #now: number;

  /** @param resources in commit order */
  constructor(resources: readonly JsonObject[], now: number) {
    this.#now = now;
    this.#resources = resources.map((resource, order) => ({
      resource,
      order,
      type: String(resource["resourceType"]),
      name: `${String(resource["resourceType"])}/${String(resource["id"])}`,
      entries: indexResource(resource, "R4"),
      words: wordsOf(resource),
    }));
    this.#byName = new Map(this.#resources.map((indexed) => [indexed.name, indexed]));
  }

  /** Names (`Patient/1`) of what matches, in result order. */
  search(type: string | undefined, params: readonly (readonly [string, string])[]): string[] {
    const query = parseSearch({ type, params, strict: true, version: "R4" });
    return this.#resources
      .filter((found) => query.types.includes(found.type))
      .filter((found) => query.filters.every((filter) => this.#meets(found, filter)))
      .toSorted((a, b) => compare(query.sort, a, b))
      .map((found) => found.name);
  }

  #meets(found: Indexed, filter: SearchFilter): boolean {
    switch (filter.kind) {
      case "values":
        return this.#hasValue(found, filter);
      case "missing":
        return (valuesOf(found, filter.param).length === 0) === filter.isMissing;
      case "chain":
        return valuesOf(found, filter.param).some((value) => {
          const target = value.kind === "reference" ? this.#byName.get(`${value.type}/${value.id}`) : undefined;
          return (
            target !== undefined &&
            filter.filters.some(([type, next]) => type === target.type && this.#meets(target, next))
          );
        });
      case "has":
        return this.#resources.some(
          (source) =>
            source.type === filter.sourceType &&
            valuesOf(source, filter.param).some(
              (value) => value.kind === "reference" && `${value.type}/${value.id}` === found.name,
            ) &&
            this.#meets(source, filter.filter),
        );
      case "fulltext":
        return filter.words.every((word) => found.words[filter.field].has(word));
    }
  }

  #hasValue(found: Indexed, { param, modifier, values }: Extract<SearchFilter, { kind: "values" }>): boolean {
    const own = valuesOf(found, param);
    const isAny = own.some((value) => values.some((wanted) => this.#fits(value, wanted, modifier)));
    return modifier === "not" || modifier === "not-in" ? !isAny : isAny;
  }

  #fits(value: IndexValue, wanted: SearchValue, modifier: string | undefined): boolean {
    if (value.kind === "token") return fitsToken(value, wanted);
    if (isNumeric(value) && isNumeric(wanted)) return fitsNumber(value, wanted);
    switch (wanted.kind) {
      case "string":
        return value.kind === "string" && fitsString(value, wanted, modifier);
      case "date":
        return value.kind === "date" && this.#fitsDate(value, wanted);
      case "reference":
        return value.kind === "reference" && fitsReference(value, wanted);
      case "uri":
        return value.kind === "uri" && value.value === wanted.value;
      case "composite":
        return (
          value.kind === "composite" && wanted.parts.every((part, index) => this.#someFits(value.parts[index], part))
        );
      default:
        return false;
    }
  }

  #someFits(values: readonly IndexValue[] | undefined, wanted: SearchValue): boolean {
    return values?.some((value) => this.#fits(value, wanted, undefined)) ?? false;
  }

  #fitsDate(value: { low: number; high: number }, wanted: Extract<SearchValue, { kind: "date" }>): boolean {
    const slack = Math.abs(this.#now - wanted.low) / 10;
    const isWithin = value.low >= wanted.low && value.high <= wanted.high;
    const answers = {
      eq: isWithin,
      ne: !isWithin,
      lt: value.low < wanted.low,
      gt: value.high > wanted.high,
      le: value.low < wanted.low || isWithin,
      ge: value.high > wanted.high || isWithin,
      sa: value.low >= wanted.high,
      eb: value.high <= wanted.low,
      ap: value.low < wanted.high + slack && value.high > wanted.low - slack,
    };
    return answers[wanted.prefix];
  }
}

interface Indexed {
  readonly resource: JsonObject;
  readonly order: number;
  readonly type: string;
  readonly name: string;
  readonly entries: readonly IndexEntry[];
  readonly words: Readonly<Record<"_text" | "_content", ReadonlySet<string>>>;
}

function wordsOf(resource: JsonObject): Indexed["words"] {
  const { narrative, content } = fulltextOf(resource);
  return { _text: new Set(narrative.split(" ")), _content: new Set(content.split(" ")) };
}

function valuesOf(found: Indexed, param: SearchParam): IndexValue[] {
  return found.entries.filter((entry) => entry.code === param.code).map((entry) => entry.value);
}

function fitsToken(value: Extract<IndexValue, { kind: "token" }>, wanted: SearchValue): boolean {
  if (wanted.kind === "string") {
    const text = value.text.toLowerCase();
    return ` ${text}`.includes(` ${wanted.normalized}`);
  }
  if (wanted.kind !== "token") return false;
  return (
    (wanted.system === undefined || wanted.system === value.system) &&
    (wanted.code === undefined || wanted.code === value.code)
  );
}

function fitsString(
  value: Extract<IndexValue, { kind: "string" }>,
  wanted: Extract<SearchValue, { kind: "string" }>,
  modifier: string | undefined,
): boolean {
  if (modifier === "exact") return value.value === wanted.value;
  return modifier === "contains"
    ? value.normalized.includes(wanted.normalized)
    : value.normalized.startsWith(wanted.normalized);
}

function isNumeric<T extends { readonly kind: string }>(
  value: T,
): value is Extract<T, { kind: "number" | "quantity" }> {
  return value.kind === "number" || value.kind === "quantity";
}

function fitsReference(
  value: Extract<IndexValue, { kind: "reference" }>,
  wanted: Extract<SearchValue, { kind: "reference" }>,
): boolean {
  if (wanted.id === undefined) return value.url === wanted.url;
  return value.id === wanted.id && (wanted.type === undefined || wanted.type === value.type);
}

type Numeric = { readonly value: number; readonly low: number; readonly high: number };

function fitsNumber(
  value: Numeric & { readonly kind: "number" | "quantity" },
  wanted: Extract<SearchValue, { kind: "number" | "quantity" }>,
): boolean {
  const isEven = Math.abs(value.high + value.low - 2 * value.value) < (value.high - value.low) / 1000;
  const [low, high] = isEven ? [value.value, value.value] : [value.low, value.high];
  const slack = Math.abs(wanted.value) * 0.1;
  const isWithin = low >= wanted.low && high < wanted.high;
  const answers = {
    eq: isWithin,
    ne: !isWithin,
    lt: low < wanted.value,
    gt: high > wanted.value,
    le: low <= wanted.value,
    ge: high >= wanted.value,
    sa: low > wanted.value,
    eb: high < wanted.value,
    ap: low <= wanted.value + slack && high >= wanted.value - slack,
  };
  return answers[wanted.prefix] && fitsUnit(value, wanted);
}

function fitsUnit(value: object, wanted: Extract<SearchValue, { kind: "number" | "quantity" }>): boolean {
  if (wanted.kind === "number") return true;
  const { system, code } = wanted;
  const own = value as { system: string; code: string; unit: string };
  if (system !== undefined && own.system !== system) return false;
  return code === undefined || own.code === code || (system === undefined && own.unit === code);
}

function compare(sort: SearchQuery["sort"], a: Indexed, b: Indexed): number {
  for (const { param, descending } of sort) {
    if (param === "_lastUpdated") return descending ? b.order - a.order : a.order - b.order;
    const [left, right] = [a, b].map((found) =>
      param === "_id" ? String(found.resource["id"]) : sortValue(found, param),
    );
    if (left === right) continue;
    if (left === undefined) return 1;
    if (right === undefined) return -1;
    return left < right === descending ? 1 : -1;
  }
  return (sort[0]?.descending ?? true) ? b.order - a.order : a.order - b.order;
}

function sortValue(found: Indexed, param: SearchParam): string | number | undefined {
  const [first] = valuesOf(found, param);
  switch (first?.kind) {
    case "date":
      return first.low;
    case "string":
      return first.normalized;
    case "number":
    case "quantity":
      return first.value;
    case "token":
      return first.code;
    default:
      return undefined;
  }
}
