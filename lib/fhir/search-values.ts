import { normalizeText } from "./normalize-text.ts";
import { parseReference } from "./references.ts";
import { splitEscaped, unescapeSearch } from "./search-escapes.ts";
import { dateRange, numberRange } from "./search-ranges.ts";
import type { DatePrefix, Modifier, SearchParam, SearchParamType, SearchValue } from "./search-types.ts";

/** What is wrong with one value; `offset` counts within it. */
export class SearchValueError extends Error {
  readonly offset: number;
  constructor(message: string, offset = 0) {
    super(message);
    this.name = "SearchValueError";
    this.offset = offset;
  }
}

const PREFIX = /^(eq|ne|lt|gt|le|ge|sa|eb|ap)(?=[-+.\d])/u;

/**
 * Reads one alternative of a comma list, escapes still in it. `referenceType` is the type named by `subject:Patient=1`. For token modifiers `text`
 * gives a string value, `in` and `not-in` a uri. Throws SearchValueError.
 */
export function readSearchValue(
  param: Pick<SearchParam, "type" | "components">,
  text: string,
  modifier: Modifier | undefined,
  referenceType?: string,
): SearchValue {
  if (modifier === "text") return readString(text);
  if (modifier === "in" || modifier === "not-in") return { kind: "uri", value: unescapeSearch(text) };
  if (param.type === "reference") return readReference(text, referenceType);
  if (param.type === "composite") return readComposite(param, text);
  return READERS[param.type](text);
}

const READERS: Readonly<Record<Exclude<SearchParamType, "reference" | "composite">, (text: string) => SearchValue>> = {
  string: readString,
  token: readToken,
  date: readDate,
  number: readNumber,
  quantity: readQuantity,
  uri: (text) => ({ kind: "uri", value: unescapeSearch(text) }),
  // No special parameter is supported, so none gets here with a value to understand.
  special: readString,
};

function readString(text: string): SearchValue {
  const value = unescapeSearch(text);
  return { kind: "string", value, normalized: normalizeText(value) };
}

/** `system|code`, `|code`, `code`, `system|`. */
function readToken(text: string): SearchValue {
  const parts = splitEscaped(text, "|");
  if (parts.length > 2) throw new SearchValueError(`too many "|" in token "${text}"`, text.lastIndexOf("|"));
  const [first = "", second] = parts.map(unescapeSearch);
  if (second === undefined) return { kind: "token", system: undefined, code: first };
  return { kind: "token", system: first, code: second === "" ? undefined : second };
}

function readPrefix(text: string): [prefix: DatePrefix, rest: string] {
  const prefix = PREFIX.exec(text)?.[1];
  return prefix === undefined ? ["eq", text] : [prefix as DatePrefix, text.slice(2)];
}

function readDate(text: string): SearchValue {
  const [prefix, rest] = readPrefix(text.trim());
  // A "+" of a time zone that nobody percent-encoded arrives as a space.
  const range = dateRange(rest.replace(/ (?=\d{2}:\d{2}$)/u, "+"));
  if (range === undefined) throw new SearchValueError(`invalid date "${text}"`);
  return { kind: "date", prefix, ...range };
}

function readNumber(text: string): SearchValue {
  const [prefix, rest] = readPrefix(text.trim());
  const range = numberRange(rest);
  if (range === undefined) throw new SearchValueError(`invalid number "${text}"`);
  return { kind: "number", prefix, ...range };
}

/** `5.4`, `5.4|system|code`, `5.4||code`. */
function readQuantity(text: string): SearchValue {
  const parts = splitEscaped(text, "|");
  const [prefix, rest] = readPrefix((parts[0] ?? "").trim());
  const range = numberRange(rest);
  if (range === undefined) throw new SearchValueError(`invalid number in quantity "${text}"`);
  if (parts.length === 2 || parts.length > 3) {
    throw new SearchValueError(
      `invalid quantity "${text}"; expected format is [number]|[system]|[code]`,
      parts[0]?.length,
    );
  }
  const [system, code] = parts.slice(1).map((part) => (part === "" ? undefined : unescapeSearch(part)));
  return { kind: "quantity", prefix, ...range, system, code };
}

function readReference(text: string, referenceType: string | undefined): SearchValue {
  const url = unescapeSearch(text);
  const reference = parseReference(url);
  if (reference !== undefined) {
    if (referenceType !== undefined && referenceType !== reference.type) {
      throw new SearchValueError(`reference "${text}" is not of type ${referenceType}`);
    }
    return { kind: "reference", type: reference.type, id: reference.id, url };
  }
  const isId = /^[A-Za-z0-9\-.]{1,64}$/u.test(url);
  return { kind: "reference", type: referenceType, id: isId ? url : undefined, url };
}

function readComposite(param: Pick<SearchParam, "components">, text: string): SearchValue {
  const parts = splitEscaped(text, "$");
  if (parts.length !== param.components.length) {
    throw new SearchValueError(
      `invalid composite "${text}"; expected ${String(param.components.length)} parts joined by "$"`,
    );
  }
  return {
    kind: "composite",
    parts: param.components.map(({ type }, index) =>
      readSearchValue({ type, components: [] }, parts[index] ?? "", undefined),
    ),
  };
}
