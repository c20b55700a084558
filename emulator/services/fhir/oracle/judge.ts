import { fold, splitEscaped, testOf } from "./judge-criteria.ts";
import { judgedParams, type Item, type Json, type JudgedParam } from "./judge-params.ts";
import { valuesOf, type Value } from "./judge-values.ts";

export type Criterion = readonly [name: string, value: string];

/**
 * Search by looking at every resource: slow, plain, written from FHIR R4 §3.1.1 and the contract's section 8.5. It shares no code with the index
 * or the search of the emulator: parameters are HL7's, their expressions run by the FHIRPath library.
 */
export class Judge {
  readonly #byType = new Map<string, Judged[]>();
  readonly #byName = new Map<string, Judged>();
  readonly #now: number;

  /** @param resources in commit order */
  constructor(resources: readonly Json[], now: number) {
    this.#now = now;
    for (const [order, resource] of resources.entries()) {
      const judged = new Judged(resource, order);
      this.#byName.set(judged.name, judged);
      this.#byType.set(judged.type, [...(this.#byType.get(judged.type) ?? []), judged]);
    }
  }

  get types(): readonly string[] {
    return [...this.#byType.keys()].toSorted();
  }

  of(type: string): readonly Judged[] {
    return this.#byType.get(type) ?? [];
  }

  has(name: string): boolean {
    return this.#byName.has(name);
  }

  /** Names (`Patient/1`) of what matches, in result order. */
  search(type: string | undefined, criteria: readonly Criterion[]): string[] {
    const given = (wanted: string): string[] =>
      criteria.filter(([name]) => name === wanted).flatMap(([, value]) => value.split(","));
    const named = type === undefined ? given("_type") : [type];
    const types = named.length === 0 ? this.types : named;
    const filters = criteria.filter(([name]) => name !== "_type" && name !== "_sort");
    const sort = given("_sort").map((key) => ({ code: key.replace(/^-/u, ""), descending: key.startsWith("-") }));
    return types
      .flatMap((one) => this.of(one))
      .filter((found) => filters.every(([name, value]) => this.#meets(found, name, value)))
      .toSorted((a, b) => compare(sort, a, b))
      .map((found) => found.name);
  }

  #meets(found: Judged, name: string, value: string): boolean {
    const reverse = /^_has:(\w+):([^:]+):(.+)$/u.exec(name);
    if (reverse) {
      const [, type = "", code = "", rest = ""] = reverse;
      const pointsHere = (value: Value): boolean => nameOfTarget(value) === found.name;
      return this.of(type).some((source) => source.values(code).some(pointsHere) && this.#meets(source, rest, value));
    }
    const chain = /^([^.:]+)(?::(\w+))?\.(.+)$/u.exec(name);
    if (chain) {
      const [, code = "", type, rest = ""] = chain;
      return found.values(code).some((reference) => {
        const target = this.#byName.get(nameOfTarget(reference) ?? "");
        if (target === undefined || (type !== undefined && target.type !== type)) return false;
        return target.knows(rest) && this.#meets(target, rest, value);
      });
    }
    const [code = "", modifier] = name.split(":");
    return this.#meetsOwn(found, code, modifier, value);
  }

  #meetsOwn(found: Judged, code: string, modifier: string | undefined, value: string): boolean {
    if (code === "_text" || code === "_content")
      return fold(value)
        .split(" ")
        .every((word) => found.words(code).has(word));
    const param = found.param(code);
    if (param.components.length > 0) return this.#meetsComposite(found, param, modifier, value);
    const own = found.values(code);
    if (modifier === "missing") return (own.length === 0) === (value === "true");
    const meant = modifier === "not" ? undefined : modifier;
    const tests = splitEscaped(value, ",").map((text) => testOf(param, meant, text, this.#now));
    const isMet = own.some((one) => tests.some((test) => test(one)));
    return modifier === "not" ? !isMet : isMet;
  }

  /** `a$b`: both of the same element (FHIR R4 §3.1.1.4.14). */
  #meetsComposite(found: Judged, param: JudgedParam, modifier: string | undefined, value: string): boolean {
    const elements = param.items(found.resource).map((element) => partsOf(param, element));
    if (modifier === "missing")
      return elements.some((parts) => parts.every((values) => values.length > 0)) !== (value === "true");
    return splitEscaped(value, ",").some((text) => {
      const tests = splitEscaped(text, "$").map((part, index) =>
        testOf({ type: param.components[index]?.type ?? "" }, undefined, part, this.#now),
      );
      return elements.some((parts) => tests.every((test, index) => parts[index]?.some(test)));
    });
  }
}

/** The values of each component of one element. */
export function partsOf(param: JudgedParam, element: Item): Value[][] {
  return param.components.map(({ type, items }) => items(element).flatMap((item) => valuesOf(type, item)));
}

function nameOfTarget(value: Value): string | undefined {
  return value.kind === "reference" && value.target ? `${value.target.type}/${value.target.id}` : undefined;
}

/** A resource and, once asked for, its values by parameter. */
export class Judged {
  readonly resource: Json;
  readonly order: number;
  readonly type: string;
  readonly id: string;
  readonly #values = new Map<string, readonly Value[]>();

  constructor(resource: Json, order: number) {
    this.resource = resource;
    this.order = order;
    this.type = String(resource["resourceType"]);
    this.id = String(resource["id"]);
  }

  get name(): string {
    return `${this.type}/${this.id}`;
  }

  param(code: string): JudgedParam {
    const param = judgedParams(this.type).get(code);
    if (!param) throw new Error(`${this.type} has no parameter ${code}`);
    return param;
  }

  /** Whether the first parameter of a criterion's name is one of this type: a chain goes on at the types that have it. */
  knows(name: string): boolean {
    return name.startsWith("_has:") || judgedParams(this.type).has(/^[^.:]+/u.exec(name)?.[0] ?? "");
  }

  /** What a search by the parameter can compare with. */
  values(code: string): readonly Value[] {
    const known = this.#values.get(code);
    if (known) return known;
    const param = this.param(code);
    const values = param
      .items(this.resource)
      .flatMap((item) => valuesOf(param.type, item))
      .filter(isComparable);
    this.#values.set(code, values);
    return values;
  }

  /** Codes of those parameters that this resource has values of; composites aside. */
  heldCodes(isSearchable: (param: JudgedParam) => boolean): string[] {
    return [...judgedParams(this.type).values()]
      .filter((param) => isSearchable(param) && param.components.length === 0 && this.values(param.code).length > 0)
      .map(({ code }) => code);
  }

  /** Words of the narrative, or of every text in the resource. */
  words(field: "_text" | "_content"): ReadonlySet<string> {
    const narrative = String((this.resource["text"] as Json | undefined)?.["div"] ?? "").replaceAll(/<[^>]*>/gu, " ");
    const text = field === "_text" ? narrative : [...textsIn(this.resource)].join(" ");
    return new Set(fold(text).split(" "));
  }
}

function isComparable(value: Value): boolean {
  if (value.kind === "token") return value.system !== undefined || value.code !== undefined || value.text !== undefined;
  return value.kind !== "string" || value.text !== "";
}

function* textsIn(value: unknown): Generator<string> {
  if (typeof value === "string") yield value;
  else if (typeof value === "object" && value !== null) for (const child of Object.values(value)) yield* textsIn(child);
}

type SortKey = { readonly code: string; readonly descending: boolean };

/** By the first value of each key, what has none last; then by time of commit, newest first unless the first key ascends (section 8.5). */
function compare(sort: readonly SortKey[], a: Judged, b: Judged): number {
  for (const { code, descending } of sort) {
    const [left, right] = [sortValue(a, code), sortValue(b, code)];
    if (left === right) continue;
    if (left === undefined) return 1;
    if (right === undefined) return -1;
    return left < right === descending ? 1 : -1;
  }
  return (sort[0]?.descending ?? true) ? b.order - a.order : a.order - b.order;
}

function sortValue(found: Judged, code: string): string | number | undefined {
  if (code === "_lastUpdated") return found.order;
  const [first] = found.values(code);
  switch (first?.kind) {
    case "date":
      return first.range.low;
    case "number":
    case "quantity":
      // "<5" is sorted by its 5.
      return Number.isFinite(first.range.low) ? first.range.low : first.range.high;
    case "string":
      return fold(first.text);
    case "token":
      // A concept in words only has an empty code; the standard does not say where it belongs.
      return first.code ?? "";
    default:
      return undefined;
  }
}
