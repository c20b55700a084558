import { definitionsFor } from "./definitions/versions.ts";
import { splitEscaped } from "./search-escapes.ts";
import { searchParams } from "./search-params.ts";
import type { FhirVersion, Modifier, SearchFilter, SearchParam, SearchParamType, SearchValue } from "./search-types.ts";
import { SearchValueError, readSearchValue } from "./search-values.ts";

/** Something the store does not know: a parameter, a type. Lenient handling ignores it, strict handling refuses. */
export class NotUnderstoodError extends Error {}

/** Ends the reading of all branches; in any other error another target type may still make sense of the chain. */
class ChainTooLongError extends SearchValueError {}

/** Modifiers by parameter type (FHIR R4 §3.1.1.4), less those the service does not support: `:of-type`, `:identifier`. */
const MODIFIERS: Readonly<Record<SearchParamType, readonly Modifier[]>> = {
  string: ["exact", "contains"],
  token: ["not", "text", "in", "not-in", "above", "below"],
  uri: ["above", "below"],
  reference: [],
  date: [],
  number: [],
  quantity: [],
  composite: [],
  special: [],
};
/** `focus.focus.focus.…` without types branches to every resource type at each dot. */
const MAX_FILTERS = 2000;
const MAX_DEPTH = 8;

/** One `name[:modifier]=value` of a type, chains and `_has` included; undefined when the value is empty, which asks nothing. */
export class FilterReader {
  readonly #version: FhirVersion;
  #filters = 0;

  constructor(version: FhirVersion) {
    this.#version = version;
  }

  /** Throws NotUnderstoodError and SearchValueError. */
  read(type: string, name: string, value: string, depth = 0): SearchFilter | undefined {
    this.#filters += 1;
    if (this.#filters > MAX_FILTERS || depth > MAX_DEPTH) {
      throw new ChainTooLongError("the chain is too long or names too few types; write subject:Patient.name");
    }
    if (name.startsWith("_has:")) return this.#has(name, value, depth);
    const dot = name.indexOf(".");
    return dot < 0
      ? this.#leaf(type, name, value)
      : this.#chain(type, [name.slice(0, dot), name.slice(dot + 1)], value, depth);
  }

  /** `_has:Observation:patient:code`; what follows the third colon is again a name. */
  #has(name: string, value: string, depth: number): SearchFilter | undefined {
    const [, sourceType = "", code = "", ...rest] = name.split(":");
    if (rest.length === 0 || rest[0] === "") {
      throw new SearchValueError(
        `invalid _has query: ${name}; expected format is _has:[resource_type]:[parameter]:[parameter]`,
      );
    }
    const param = this.#param(sourceType, code);
    if (param.type !== "reference")
      throw new SearchValueError(`_has needs a reference parameter; "${code}" is of type ${param.type}`);
    const filter = this.read(sourceType, rest.join(":"), value, depth + 1);
    return filter && { kind: "has", sourceType, param, filter };
  }

  #chain(type: string, [first, rest]: [string, string], value: string, depth: number): SearchFilter | undefined {
    const [code = "", wanted, ...more] = first.split(":");
    const param = this.#param(type, code);
    if (param.type !== "reference")
      throw new SearchValueError(`only reference parameters can be chained; "${code}" is of type ${param.type}`);
    if (rest === "" || more.length > 0) throw new SearchValueError(`invalid chain "${first}.${rest}"`);
    const targetTypes = wanted === undefined ? this.#targets(param) : [this.#targetType(param, wanted)];
    const attempts = targetTypes.map((target) => attempt(() => this.read(target, rest, value, depth + 1)));
    const filters = attempts.flatMap(({ filter }, index) =>
      filter === undefined ? [] : [[targetTypes[index] ?? "", filter] as const],
    );
    if (filters.length > 0) return { kind: "chain", param, targetTypes: filters.map(([target]) => target), filters };
    // A value one target type cannot read says more than that another type lacks the parameter.
    const problem =
      attempts.find(({ error }) => error instanceof SearchValueError) ?? attempts.find(({ error }) => error);
    if (problem?.error !== undefined) throw problem.error;
    return undefined;
  }

  #leaf(type: string, name: string, value: string): SearchFilter | undefined {
    const [code = "", suffix, ...more] = name.split(":");
    if (code === "_text" || code === "_content") throw new NotUnderstoodError(`${code} cannot be chained`);
    const param = this.#param(type, code);
    if (more.length > 0) throw new SearchValueError(`too many modifiers in "${name}"`);
    if (value === "") return undefined;
    if (suffix === "missing") return { kind: "missing", param, isMissing: readMissing(value) };
    const { modifier, referenceType } = this.#suffix(param, suffix);
    const values = readAlternatives(param, value, modifier, referenceType);
    return values.length === 0 ? undefined : { kind: "values", param, modifier, values };
  }

  /** What stands after the colon: a modifier, or the type of a reference. */
  #suffix(param: SearchParam, suffix: string | undefined): { modifier?: Modifier; referenceType?: string } {
    if (suffix === undefined) return {};
    const modifier = MODIFIERS[param.type].find((candidate) => candidate === suffix);
    if (modifier !== undefined) return { modifier };
    if (param.type === "reference" && /^[A-Z]/u.test(suffix)) return { referenceType: this.#targetType(param, suffix) };
    throw new SearchValueError(
      `modifier ":${suffix}" is not supported for parameter "${param.code}" of type ${param.type}`,
    );
  }

  #param(type: string, code: string): SearchParam {
    const param = searchParams(this.#version, type).get(code);
    if (param === undefined)
      throw new NotUnderstoodError(`unknown search parameter "${code}" for resource type "${type}"`);
    return param;
  }

  #targets(param: SearchParam): readonly string[] {
    return param.targets.length > 0 ? param.targets : definitionsFor(this.#version).resourceTypes;
  }

  #targetType(param: SearchParam, wanted: string): string {
    if (this.#targets(param).includes(wanted) && definitionsFor(this.#version).isResourceType(wanted)) return wanted;
    throw new SearchValueError(`parameter "${param.code}" cannot refer to "${wanted}"`);
  }
}

function attempt(read: () => SearchFilter | undefined): { filter?: SearchFilter | undefined; error?: Error } {
  try {
    return { filter: read() };
  } catch (error) {
    const isOwn = error instanceof NotUnderstoodError || error instanceof SearchValueError;
    if (isOwn && !(error instanceof ChainTooLongError)) return { error };
    throw error;
  }
}

function readMissing(value: string): boolean {
  if (value !== "true" && value !== "false")
    throw new SearchValueError(`invalid value "${value}" of :missing; expected true or false`);
  return value === "true";
}

function readAlternatives(
  param: SearchParam,
  text: string,
  modifier: Modifier | undefined,
  referenceType: string | undefined,
): SearchValue[] {
  let offset = 0;
  return splitEscaped(text, ",").flatMap((part) => {
    const start = offset;
    offset += part.length + 1;
    if (part === "") return [];
    try {
      return [readSearchValue(param, part, modifier, referenceType)];
    } catch (error) {
      throw error instanceof SearchValueError ? new SearchValueError(error.message, start + error.offset) : error;
    }
  });
}
