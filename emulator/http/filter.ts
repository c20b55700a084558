import { GoogleError } from "./errors.ts";

export type Comparison = "=" | "<" | "<=" | ">" | ">=" | ":";

/** `labels."ward"="icu"` is field ["labels", "ward"], no arguments. `PatientId("1","MRN")` is field ["PatientId"] with two and no operator. */
export interface FilterTerm {
  readonly kind: "term";
  readonly field: readonly string[];
  readonly arguments: readonly string[];
  readonly operator: Comparison | undefined;
  /** As written, without quotes. Empty when there is no operator. */
  readonly value: string;
}

export type Filter =
  | FilterTerm
  | { readonly kind: "and" | "or"; readonly terms: readonly Filter[] }
  | { readonly kind: "not"; readonly term: Filter };

/**
 * Reads a list filter (contract section 1.8). The typings name App Engine's query strings as the syntax: NOT binds tightest, then OR, then
 * AND, and terms side by side are joined by AND. Empty text is no filter: undefined.
 * Throws GoogleError 400 that says at which character it went wrong.
 */
export function parseFilter(text: string | undefined): Filter | undefined {
  if (text === undefined || text.trim() === "") return undefined;
  if (text.length > LONGEST_FILTER) throw badFilter(`it is longer than ${LONGEST_FILTER} characters`);
  const cursor = new Cursor(tokenize(text));
  const filter = parseAnd(cursor, 0);
  const rest = cursor.peek();
  if (rest) throw badFilter(`unexpected ${JSON.stringify(rest.text)} at character ${rest.at + 1}`);
  return filter;
}

/** True when `filter` holds, given what each term says. */
export function evaluateFilter(filter: Filter | undefined, holds: (term: FilterTerm) => boolean): boolean {
  if (!filter) return true;
  if (filter.kind === "term") return holds(filter);
  if (filter.kind === "not") return !evaluateFilter(filter.term, holds);
  if (filter.kind === "and") return filter.terms.every((term) => evaluateFilter(term, holds));
  return filter.terms.some((term) => evaluateFilter(term, holds));
}

/** The 400 of a filter; also for a field or operator that the list does not know. */
export function badFilter(reason: string): GoogleError {
  return new GoogleError("INVALID_ARGUMENT", `Invalid filter: ${reason}.`);
}

const LONGEST_FILTER = 16_384;
const DEEPEST = 50;

interface Token {
  readonly kind: "word" | "quoted" | "sign";
  readonly text: string;
  readonly at: number;
}

/** A word runs until a blank, quote, bracket, comma or operator. A colon ends a word only before a blank, `*` or quote: times hold colons. */
const TOKEN = /\s*(?:"((?:[^"\\]|\\.)*)"|(<=|>=|[=<>(),])|(:)(?=["*\s]|[^\s"]*$)|((?:[^\s"=<>(),:]|:(?!["*\s]))+))/suy;

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  const end = text.trimEnd().length;
  while (TOKEN.lastIndex < end) {
    const from = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (!match) throw badFilter(`cannot read on at character ${from + 1}`);
    const [whole, quoted, sign, colon, word] = match;
    const at = from + whole.length - whole.trimStart().length;
    if (quoted !== undefined) tokens.push({ kind: "quoted", text: quoted.replace(/\\(.)/gs, "$1"), at });
    else if (word !== undefined) tokens.push({ kind: "word", text: word, at });
    else tokens.push({ kind: "sign", text: sign ?? colon ?? "", at });
  }
  return tokens;
}

class Cursor {
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  peek(): Token | undefined {
    return this.#tokens[this.#next];
  }

  /** The next token, when it is this word or sign. */
  take(text: string): boolean {
    const token = this.peek();
    if (!token || token.kind === "quoted" || token.text !== text) return false;
    this.#next += 1;
    return true;
  }

  literal(what: string): string {
    const token = this.peek();
    if (!token || token.kind === "sign")
      throw badFilter(token ? `expected ${what} at character ${token.at + 1}` : `it ends where ${what} should be`);
    this.#next += 1;
    return token.text;
  }
}

function parseAnd(cursor: Cursor, depth: number): Filter {
  const terms = [parseOr(cursor, depth)];
  for (let token = cursor.peek(); token && token.text !== ")"; token = cursor.peek()) {
    cursor.take("AND");
    terms.push(parseOr(cursor, depth));
  }
  return terms.length === 1 && terms[0] ? terms[0] : { kind: "and", terms };
}

function parseOr(cursor: Cursor, depth: number): Filter {
  const terms = [parseNot(cursor, depth)];
  while (cursor.take("OR")) terms.push(parseNot(cursor, depth));
  return terms.length === 1 && terms[0] ? terms[0] : { kind: "or", terms };
}

function parseNot(cursor: Cursor, depth: number): Filter {
  if (depth > DEEPEST) throw badFilter(`it is nested deeper than ${DEEPEST}`);
  if (cursor.take("NOT")) return { kind: "not", term: parseNot(cursor, depth + 1) };
  if (!cursor.take("(")) return parseTerm(cursor);
  const inner = parseAnd(cursor, depth + 1);
  if (!cursor.take(")")) throw badFilter('a ")" is missing');
  return inner;
}

const OPERATORS: readonly Comparison[] = ["=", "<", "<=", ">", ">=", ":"];

function parseTerm(cursor: Cursor): FilterTerm {
  const field = parseField(cursor);
  const parameters = cursor.take("(") ? parseArguments(cursor) : [];
  const operator = OPERATORS.find((sign) => cursor.take(sign));
  if (operator === undefined && parameters.length === 0)
    throw badFilter(`${JSON.stringify(field.join("."))} needs an operator and a value`);
  return { kind: "term", field, arguments: parameters, operator, value: operator ? cursor.literal("a value") : "" };
}

/** `a.b`, `labels."any text"`: a word that ends with a dot goes on in the quotes behind it. */
function parseField(cursor: Cursor): string[] {
  const written = cursor.literal("a field");
  if (/[^\p{L}\p{N}_.-]/u.test(written)) throw badFilter(`${JSON.stringify(written.slice(0, 100))} is not a field`);
  const parts = written.split(".");
  if (parts.at(-1) === "" && parts.length > 1) parts.splice(-1, 1, cursor.literal("a field"));
  if (parts.includes("")) throw badFilter(`${JSON.stringify(written)} is not a field`);
  return parts;
}

function parseArguments(cursor: Cursor): string[] {
  const values = [cursor.literal("an argument")];
  while (cursor.take(",")) values.push(cursor.literal("an argument"));
  if (!cursor.take(")")) throw badFilter('a ")" is missing');
  return values;
}
