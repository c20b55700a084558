/**
 * The text of a FHIR search (`Patient?name=smith&birthdate=ge1970`) as a value that keeps every character typed, so that the search box
 * and the builder can both edit it. FHIR R4 §3.1.1.
 *
 * The text is what a person means, not a URL: `%41` is decoded, but `+` is a plus (as in `+1 217…` and `…T00:00:00+01:00`) and a space is a
 * space. The request is encoded from the decoded values.
 */
export interface SearchText {
  /** Everything before the `?`, as typed: `Patient`, also `GET /Patient` or a whole URL. */
  readonly head: string;
  /** Resource type that the head names; empty for a search over all types. */
  readonly type: string;
  readonly hasQuestionMark: boolean;
  /** What stands between the `&`s, empty ones included; empty when there is no query at all. */
  readonly segments: readonly SearchSegment[];
}

export interface SearchSegment {
  /** As typed. */
  readonly source: string;
  /** Offsets of `source` in the whole text. */
  readonly start: number;
  readonly end: number;
  /** Decoded, up to the first `:`; `subject.name` for a chain. */
  readonly name: string;
  /** Decoded, after the first `:`; `Patient.name` in `subject:Patient.name`. */
  readonly modifier: string | undefined;
  /** Decoded; undefined when there is no `=`. */
  readonly value: string | undefined;
}

/** Reads a search text. Never fails: what is not understood stays in `source`. `printSearchText` is its inverse for every text. */
export function parseSearchText(text: string): SearchText {
  const mark = text.indexOf("?");
  const beforeMark = mark < 0 ? text : text.slice(0, mark);
  if (/[=&]/.test(beforeMark)) return { head: "", type: "", hasQuestionMark: false, segments: parseSegments(text, 0) };
  return {
    head: beforeMark,
    type: typeOf(beforeMark),
    hasQuestionMark: mark >= 0,
    segments: mark < 0 ? [] : parseSegments(text.slice(mark + 1), mark + 1),
  };
}

export function printSearchText(search: SearchText): string {
  const query = search.segments.map((segment) => segment.source).join("&");
  return `${search.head}${search.hasQuestionMark ? "?" : ""}${query}`;
}

/** What one builder row writes: the inverse of a segment's `name`, `modifier` and `value`. */
export function writeSegment(row: {
  readonly name: string;
  readonly modifier: string | undefined;
  readonly value: string;
}): string {
  const modifier = row.modifier === undefined ? "" : `:${encode(row.modifier, /[%&=?]/g)}`;
  return `${encode(row.name, /[%&=?:]/g)}${modifier}=${encode(row.value, /[%&]/g)}`;
}

/** The text with segment `index` replaced by `source`, or taken out when `source` is undefined. Other segments keep their spelling. */
export function replaceSegment(text: string, index: number, source: string | undefined): string {
  const search = parseSearchText(text);
  const sources = search.segments.map((segment) => segment.source);
  sources.splice(index, 1, ...(source === undefined ? [] : [source]));
  return join(search, sources);
}

/** The text with one more segment at its end; takes the place of an empty one. */
export function appendSegment(text: string, source: string): string {
  const search = parseSearchText(text);
  const sources = search.segments.map((segment) => segment.source);
  if (sources.at(-1) === "") sources.pop();
  return join(search, [...sources, source]);
}

/** The text asking the same of another type. */
export function setSearchType(text: string, type: string): string {
  const search = parseSearchText(text);
  return join(
    { ...search, head: type },
    search.segments.map((segment) => segment.source),
  );
}

/** The text with its `name` parameters (result parameters such as `_sort`) set to one value, or taken out. */
export function setParameter(text: string, name: string, value: string | undefined): string {
  const search = parseSearchText(text);
  const kept = search.segments.filter((segment) => segment.name !== name && segment.source !== "");
  const sources = kept.map((segment) => segment.source);
  return join(search, value === undefined ? sources : [...sources, writeSegment({ name, modifier: undefined, value })]);
}

/** The value of the first parameter called `name`, without modifier. */
export function parameterValue(search: SearchText, name: string): string | undefined {
  return search.segments.find((segment) => segment.name === name && segment.modifier === undefined)?.value;
}

/** Name (with modifier) and value of every parameter that is sent: those with an empty value ask nothing (FHIR R4 §3.1.1.1) and stay here. */
export function searchParameters(search: SearchText): readonly (readonly [name: string, value: string])[] {
  return search.segments.flatMap((segment) =>
    segment.name && segment.value?.trim() ? [[fullName(segment), segment.value] as const] : [],
  );
}

/** `name:modifier` decoded: the spelling in which a server's `self` link names it. */
export function fullName(segment: SearchSegment): string {
  return segment.modifier === undefined ? segment.name : `${segment.name}:${segment.modifier}`;
}

/** Decodes every valid run of `%XX`; anything else, `+` included, stands for itself. */
function decodePercent(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
}

function parseSegments(query: string, offset: number): SearchSegment[] {
  let start = offset;
  return query.split("&").map((source) => {
    const segment = parseSegment(source, start);
    start = segment.end + 1;
    return segment;
  });
}

function parseSegment(source: string, start: number): SearchSegment {
  const equals = source.indexOf("=");
  const left = equals < 0 ? source : source.slice(0, equals);
  const colon = left.indexOf(":");
  return {
    source,
    start,
    end: start + source.length,
    name: decodePercent(colon < 0 ? left : left.slice(0, colon)).trim(),
    modifier: colon < 0 ? undefined : decodePercent(left.slice(colon + 1)).trim(),
    value: equals < 0 ? undefined : decodePercent(source.slice(equals + 1)),
  };
}

/** `GET https://host/fhir/Patient/_search` names Patient. */
function typeOf(head: string): string {
  const path = head
    .trim()
    .replace(/^(?:GET|POST)\s+/i, "")
    .replace(/\/(?:_search)?\/?$/, "");
  return path.slice(path.lastIndexOf("/") + 1).trim();
}

function join(search: SearchText, sources: readonly string[]): string {
  const query = sources.join("&");
  return search.head === "" && search.type === "" && query === "" ? "" : `${search.head}${query ? "?" : ""}${query}`;
}

function encode(text: string, reserved: RegExp): string {
  return text.replace(reserved, encodeURIComponent);
}
