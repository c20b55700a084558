import { GoogleError } from "./errors.ts";
import type { Reply } from "./route.ts";

type Selection = Map<string, Selection | undefined>;

/**
 * Applies the query parameters `prettyPrint` and `fields` (contract section 1.2) to a JSON answer of the admin family. FHIR and DICOMweb
 * answers pass unchanged: there these names belong to the standards.
 */
export function shapeJson(reply: Reply, query: URLSearchParams): Reply {
  const fields = query.get("fields");
  const isCompact = query.get("prettyPrint") === "false" || query.get("$.prettyPrint") === "false";
  const isJson = reply.headers?.["content-type"]?.startsWith("application/json") === true;
  if ((!fields && !isCompact) || !isJson || typeof reply.body !== "string") return reply;
  const whole: unknown = JSON.parse(reply.body);
  const shaped = fields && reply.status < 300 ? select(whole, parseFields(fields)) : whole;
  return { ...reply, body: isCompact ? JSON.stringify(shaped) : `${JSON.stringify(shaped, undefined, 2)}\n` };
}

/** `a,b(c,d),e/f` and `*`. */
function parseFields(text: string): Selection {
  const tokens = text.match(/[^(),/\s]+|[(),/]/g) ?? [];
  let position = 0;
  const bad = (): GoogleError => new GoogleError("INVALID_ARGUMENT", `Invalid field selection ${text.slice(0, 100)}`);
  const parseList = (depth: number): Selection => {
    if (depth > 32) throw bad();
    const selection: Selection = new Map();
    for (;;) {
      parsePath(selection, depth);
      if (tokens[position] !== ",") return selection;
      position += 1;
    }
  };
  const parsePath = (into: Selection, depth: number): void => {
    const name = tokens[position];
    if (name === undefined || /^[(),/]$/.test(name)) throw bad();
    position += 1;
    let inner: Selection | undefined;
    if (tokens[position] === "/") {
      position += 1;
      inner = new Map();
      parsePath(inner, depth + 1);
    } else if (tokens[position] === "(") {
      position += 1;
      inner = parseList(depth + 1);
      if (tokens[position] !== ")") throw bad();
      position += 1;
    }
    const known = into.get(name);
    into.set(name, into.has(name) ? known && inner && new Map([...known, ...inner]) : inner);
  };
  const selection = parseList(0);
  if (position < tokens.length) throw bad();
  return selection;
}

function select(value: unknown, selection: Selection): unknown {
  if (Array.isArray(value)) return value.map((entry) => select(entry, selection));
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).flatMap(([key, inner]): [string, unknown][] => {
    const name = selection.has(key) ? key : "*";
    if (!selection.has(name)) return [];
    const nested = selection.get(name);
    return [[key, nested ? select(inner, nested) : inner]];
  });
  return Object.fromEntries(kept);
}
