/** Half-open range of UTF-16 offsets into the filter's text. */
export interface FilterSpan {
  readonly start: number;
  readonly end: number;
}

export type Comparison = "=" | "<" | "<=" | ">" | ">=" | ":";

/** Where a term stands, and where its parts do, quotes included. */
export interface TermPlace extends FilterSpan {
  readonly field: FilterSpan;
  readonly operator: FilterSpan | undefined;
  readonly value: FilterSpan | undefined;
}

/** `labels."ward"="icu"` is field ["labels", "ward"], no arguments. `PatientId("1","MRN")` is field ["PatientId"] with two and no operator. */
export interface FilterTerm {
  readonly kind: "term";
  readonly field: readonly string[];
  readonly arguments: readonly string[];
  readonly operator: Comparison | undefined;
  /** As written, without quotes. Empty when there is no operator. */
  readonly value: string;
  /** Absent when the term was not read from a text. */
  readonly place?: TermPlace;
}

export type Filter =
  | FilterTerm
  | { readonly kind: "and" | "or"; readonly terms: readonly Filter[]; readonly place?: FilterSpan }
  | { readonly kind: "not"; readonly term: Filter; readonly place?: FilterSpan };

/** What is wrong with a filter, as the end of the sentence "Invalid filter: …", and where. */
export interface FilterProblem extends FilterSpan {
  readonly reason: string;
}

export type ReadFilter = { readonly filter: Filter | undefined } | { readonly problem: FilterProblem };

/**
 * Reads the filter of an admin or HL7v2 list (contract section 1.8). The typings name App Engine's query strings as the syntax: NOT binds
 * tightest, then OR, then AND, and terms side by side are joined by AND. Empty text is no filter: undefined. Never throws.
 */
export function readFilter(text: string): ReadFilter {
  if (text.trim() === "") return { filter: undefined };
  try {
    if (text.length > LONGEST_FILTER)
      throw new Unreadable(`it is longer than ${LONGEST_FILTER} characters`, {
        start: LONGEST_FILTER,
        end: text.length,
      });
    const cursor = new Cursor(tokenize(text), text.length);
    const filter = parseAnd(cursor, 0);
    const rest = cursor.peek();
    if (rest) throw new Unreadable(`unexpected ${JSON.stringify(rest.text)} at character ${rest.start + 1}`, rest);
    return { filter };
  } catch (error) {
    if (error instanceof Unreadable) return { problem: { reason: error.message, start: error.start, end: error.end } };
    throw error;
  }
}

/** The parts that must all hold: the terms of a filter's outermost AND, or the filter itself. */
export function conjunctsOf(filter: Filter | undefined): readonly Filter[] {
  if (!filter) return [];
  return filter.kind === "and" ? filter.terms : [filter];
}

/** A value in the quotes that a filter takes any text in. */
export function quoteFilterValue(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}

const LONGEST_FILTER = 16_384;
const DEEPEST = 50;

class Unreadable extends Error {
  override readonly name = "Unreadable";
  readonly start: number;
  readonly end: number;
  constructor(reason: string, { start, end }: FilterSpan) {
    super(reason);
    this.start = start;
    this.end = end;
  }
}

interface Token extends FilterSpan {
  readonly kind: "word" | "quoted" | "sign";
  readonly text: string;
}

/** A word runs until a blank, quote, bracket, comma or operator. A colon ends a word only before a blank, `*` or quote: times hold colons. */
const TOKEN = /\s*(?:"((?:[^"\\]|\\.)*)"|(<=|>=|[=<>(),])|(:)(?=["*\s]|[^\s"]*$)|((?:[^\s"=<>(),:]|:(?!["*\s]))+))/suy;

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  const last = text.trimEnd().length;
  while (TOKEN.lastIndex < last) {
    const from = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (!match) throw new Unreadable(`cannot read on at character ${from + 1}`, { start: from, end: last });
    const [whole, quoted, sign, colon, word] = match;
    const start = from + whole.length - whole.trimStart().length;
    const span = { start, end: TOKEN.lastIndex };
    if (quoted !== undefined) tokens.push({ kind: "quoted", text: quoted.replace(/\\(.)/gs, "$1"), ...span });
    else if (word !== undefined) tokens.push({ kind: "word", text: word, ...span });
    else tokens.push({ kind: "sign", text: sign ?? colon ?? "", ...span });
  }
  return tokens;
}

class Cursor {
  readonly #tokens: readonly Token[];
  readonly #length: number;
  #next = 0;

  constructor(tokens: readonly Token[], length: number) {
    this.#tokens = tokens;
    this.#length = length;
  }

  peek(): Token | undefined {
    return this.#tokens[this.#next];
  }

  /** Start of the next token, and end of the last one that was taken. */
  get start(): number {
    return this.peek()?.start ?? this.#length;
  }
  get end(): number {
    return this.#tokens[this.#next - 1]?.end ?? 0;
  }

  /** The next token, when it is this word or sign. */
  take(text: string): boolean {
    const token = this.peek();
    if (!token || token.kind === "quoted" || token.text !== text) return false;
    this.#next += 1;
    return true;
  }

  literal(what: string): Token {
    const token = this.peek();
    if (!token) throw new Unreadable(`it ends where ${what} should be`, { start: this.end, end: this.#length });
    if (token.kind === "sign") throw new Unreadable(`expected ${what} at character ${token.start + 1}`, token);
    this.#next += 1;
    return token;
  }

  /** From `start` to the end of the last token that was taken. */
  covered(start: number): FilterSpan {
    return { start, end: this.end };
  }
}

function parseAnd(cursor: Cursor, depth: number): Filter {
  const { start } = cursor;
  const terms = [parseOr(cursor, depth)];
  for (let token = cursor.peek(); token && token.text !== ")"; token = cursor.peek()) {
    cursor.take("AND");
    terms.push(parseOr(cursor, depth));
  }
  return terms.length === 1 && terms[0] ? terms[0] : { kind: "and", terms, place: cursor.covered(start) };
}

function parseOr(cursor: Cursor, depth: number): Filter {
  const { start } = cursor;
  const terms = [parseNot(cursor, depth)];
  while (cursor.take("OR")) terms.push(parseNot(cursor, depth));
  return terms.length === 1 && terms[0] ? terms[0] : { kind: "or", terms, place: cursor.covered(start) };
}

function parseNot(cursor: Cursor, depth: number): Filter {
  const { start } = cursor;
  if (depth > DEEPEST) throw new Unreadable(`it is nested deeper than ${DEEPEST}`, { start, end: start + 1 });
  if (cursor.take("NOT")) {
    const term = parseNot(cursor, depth + 1);
    return { kind: "not", term, place: cursor.covered(start) };
  }
  if (!cursor.take("(")) return parseTerm(cursor);
  const inner = parseAnd(cursor, depth + 1);
  if (!cursor.take(")")) throw new Unreadable('a ")" is missing', { start, end: cursor.end });
  return withBrackets(inner, cursor.covered(start));
}

/** A bracketed part reaches from bracket to bracket. */
function withBrackets(filter: Filter, span: FilterSpan): Filter {
  if (filter.kind !== "term") return { ...filter, place: span };
  return filter.place ? { ...filter, place: { ...filter.place, ...span } } : filter;
}

const OPERATORS: readonly Comparison[] = ["=", "<", "<=", ">", ">=", ":"];

function parseTerm(cursor: Cursor): FilterTerm {
  const { start } = cursor;
  const field = parseField(cursor);
  const fieldSpan = cursor.covered(start);
  const parameters = cursor.take("(") ? parseArguments(cursor) : [];
  const sign = cursor.peek();
  const operator = OPERATORS.find((each) => cursor.take(each));
  if (operator === undefined && parameters.length === 0)
    throw new Unreadable(`${JSON.stringify(field.join("."))} needs an operator and a value`, fieldSpan);
  const value = operator ? cursor.literal("a value") : undefined;
  const place = {
    ...cursor.covered(start),
    field: fieldSpan,
    operator: operator && spanOf(sign),
    value: spanOf(value),
  };
  return { kind: "term", field, arguments: parameters, operator, value: value?.text ?? "", place };
}

function spanOf(token: FilterSpan | undefined): FilterSpan | undefined {
  return token && { start: token.start, end: token.end };
}

/** `a.b`, `labels."any text"`: a word that ends with a dot goes on in the quotes behind it. */
function parseField(cursor: Cursor): string[] {
  const written = cursor.literal("a field");
  if (/[^\p{L}\p{N}_.-]/u.test(written.text))
    throw new Unreadable(`${JSON.stringify(written.text.slice(0, 100))} is not a field`, written);
  const parts = written.text.split(".");
  if (parts.at(-1) === "" && parts.length > 1) parts.splice(-1, 1, cursor.literal("a field").text);
  if (parts.includes("")) throw new Unreadable(`${JSON.stringify(written.text)} is not a field`, written);
  return parts;
}

function parseArguments(cursor: Cursor): string[] {
  const { start } = cursor;
  const values = [cursor.literal("an argument").text];
  while (cursor.take(",")) values.push(cursor.literal("an argument").text);
  if (!cursor.take(")")) throw new Unreadable('a ")" is missing', { start, end: cursor.end });
  return values;
}
