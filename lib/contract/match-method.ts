import { METHODS, type Method } from "#lib/contract/methods.ts";

export interface MatchedMethod {
  readonly method: Method;
  /** Path parameters by template name, decoded once. */
  readonly params: Readonly<Record<string, string>>;
}

interface Row {
  readonly method: Method;
  readonly segments: readonly string[];
}

/** A custom verb such as `:import` binds to the whole last segment, so it is part of that segment's template. */
const ROWS_BY_VERB_AND_LENGTH: ReadonlyMap<string, readonly Row[]> = Map.groupBy(
  METHODS.map((method) => ({ method, segments: method.path.split("/") })).toSorted(byLiterals),
  (row) => `${row.method.verb} ${row.segments.length}`,
);

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
    const params = bind(row.segments, segments);
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
  const segments = method.path.split("/").map((segment) =>
    segment.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = params[name];
      if (value === undefined) throw new Error(`${method.id} needs ${name}`);
      return encodeSegment(value);
    }),
  );
  return `/${segments.join("/")}`;
}

/** `@ = , $` stay readable in a path segment (RFC 3986 pchar), as the service prints them. */
function encodeSegment(value: string): string {
  return encodeURIComponent(value).replace(/%(40|3D|2C|24)/g, (code) => decodeURIComponent(code));
}

function decodeSegments(path: string): string[] | undefined {
  const raw = path.replace(/^\//, "").replace(/\/$/, "").split("/");
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
  return row.segments.map(rankOfSegment).join("");
}

function rankOfSegment(segment: string): string {
  if (!segment.startsWith("{")) return "2";
  return segment.includes(":") ? "1" : "0";
}

function bind(template: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  const params: Record<string, string> = {};
  for (const [index, part] of template.entries()) {
    const segment = segments[index] ?? "";
    if (!part.startsWith("{")) {
      if (part !== segment) return undefined;
      continue;
    }
    const suffix = part.slice(part.indexOf("}") + 1);
    if (!segment.endsWith(suffix) || segment.length === suffix.length) return undefined;
    params[part.slice(1, part.indexOf("}"))] = segment.slice(0, segment.length - suffix.length);
  }
  return params;
}
