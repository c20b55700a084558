import { METHODS, type Method } from "#lib/contract/methods.ts";

export interface MatchedMethod {
  readonly method: Method;
  /** Path parameters by template name, decoded once. */
  readonly params: Readonly<Record<string, string>>;
}

/** One segment of a template: literal text, or a parameter with the custom verb that may follow it. */
type Part = string | { readonly name: string; readonly suffix: string };

interface Row {
  readonly method: Method;
  readonly parts: readonly Part[];
}

/** A custom verb such as `:import` binds to the whole last segment, so it is part of that segment's template. */
const ROWS: ReadonlyMap<Method, Row> = new Map(
  METHODS.map((method) => [method, { method, parts: method.path.split("/").map(readPart) }]),
);
const ROWS_BY_VERB_AND_LENGTH: ReadonlyMap<string, readonly Row[]> = Map.groupBy(
  [...ROWS.values()].toSorted(byLiterals),
  (row) => `${row.method.verb} ${row.parts.length}`,
);
/** Needs no decoding and holds nothing that is refused but empty and dot segments. RFC 3986 pchar without `%`. */
const PLAIN_PATH = /^[\w\-.~!$&'()*+,;=:@/]*$/;
const UNRESERVED = /^[\w\-.~]*$/;

/**
 * Finds the API method of a request, or undefined when the path or verb is in no row of the table.
 * @param verb HTTP verb in capitals
 * @param path path without query, `/v1/…`, still percent-encoded; one trailing slash is tolerated as the service prints it in links.
 *
 * A path is refused (undefined) when any segment is empty, `.` or `..`, or decodes to something with a slash, backslash or control
 * character: such a path could mean another resource further upstream.
 */
export function matchMethod(verb: string, path: string): MatchedMethod | undefined {
  const segments = decodeSegments(path);
  if (!segments) return undefined;
  for (const row of ROWS_BY_VERB_AND_LENGTH.get(`${verb} ${segments.length}`) ?? []) {
    const params = bind(row.parts, segments);
    if (params) return { method: row.method, params };
  }
  return undefined;
}

/** The row of one method id. Throws when the id is unknown: a programming error, not input. */
export function methodById(id: string): Method {
  const method = METHODS.find((row) => row.id === id);
  if (!method) throw new Error(`No method ${id} in lib/contract/methods.ts`);
  return method;
}

/** `/v1/…` of a method with its parameters put in, percent-encoded segment by segment. */
export function methodPath(method: Method, params: Readonly<Record<string, string>>): string {
  const parts = ROWS.get(method)?.parts ?? method.path.split("/").map(readPart);
  let path = "";
  for (const part of parts) {
    if (typeof part === "string") path += `/${part}`;
    else {
      const value = params[part.name];
      if (value === undefined) throw new Error(`${method.id} needs ${part.name}`);
      path += `/${encodeSegment(value)}${part.suffix}`;
    }
  }
  return path;
}

function readPart(segment: string): Part {
  if (!segment.startsWith("{")) return segment;
  const end = segment.indexOf("}");
  return { name: segment.slice(1, end), suffix: segment.slice(end + 1) };
}

/** `@ = , $` stay readable in a path segment (RFC 3986 pchar), as the service prints them. */
function encodeSegment(value: string): string {
  if (UNRESERVED.test(value)) return value;
  return encodeURIComponent(value).replace(/%(40|3D|2C|24)/g, (code) => decodeURIComponent(code));
}

function decodeSegments(path: string): string[] | undefined {
  const raw = path.replace(/^\//, "").replace(/\/$/, "").split("/");
  if (PLAIN_PATH.test(path))
    return raw.some((segment) => segment === "" || segment === "." || segment === "..") ? undefined : raw;
  const decoded: string[] = [];
  for (const segment of raw) {
    const text = decodeOnce(segment);
    // oxlint-disable-next-line no-control-regex -- control characters are exactly what is refused here
    if (text === undefined || text === "" || text === "." || text === ".." || /[/\\\u0000-\u001f\u007f]/.test(text))
      return undefined;
    decoded.push(text);
  }
  return decoded;
}

function decodeOnce(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

/** Literal templates before parameters: `Patient/{id}/$everything` before `{type}/{id}/$purge`, `_search` before `{type}`. */
function byLiterals(a: Row, b: Row): number {
  return rank(b).localeCompare(rank(a));
}

function rank(row: Row): string {
  return row.parts.map(rankOfPart).join("");
}

function rankOfPart(part: Part): string {
  if (typeof part === "string") return "2";
  return part.suffix === "" ? "0" : "1";
}

function bind(template: readonly Part[], segments: readonly string[]): Record<string, string> | undefined {
  const params: Record<string, string> = {};
  for (const [index, part] of template.entries()) {
    const segment = segments[index] ?? "";
    if (typeof part === "string") {
      if (part !== segment) return undefined;
      continue;
    }
    if (!segment.endsWith(part.suffix) || segment.length === part.suffix.length) return undefined;
    params[part.name] = segment.slice(0, segment.length - part.suffix.length);
  }
  return params;
}
