import { createHash } from "node:crypto";
import { GoogleError } from "./errors.ts";
import type { EmulatorRequest } from "./route.ts";
import { queryValue } from "./admin-request.ts";

/** "pageSize default 100, maximum 1000 (over-max: clamp)": contract section 1.7. */
const DEFAULT_SIZE = 100;
const LARGEST_SIZE = 1000;

export interface PageRequest {
  readonly size: number;
  /** Where the former page ended; undefined for the first page. */
  readonly after: string | undefined;
  /** The token of the page that goes on behind `cursor`. */
  tokenFor(cursor: string): string;
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly nextPageToken?: string;
}

/**
 * Reads `pageSize` and `pageToken`. A token belongs to one list: `scope` is everything that decides what the list holds (parent, filter,
 * order). A token that was not given out for this scope is 400.
 */
export function pageRequest(request: Pick<EmulatorRequest, "query">, ...scope: readonly string[]): PageRequest {
  const token = queryValue(request, "pageToken");
  const scopeText = JSON.stringify(scope);
  return {
    size: pageSize(queryValue(request, "pageSize")),
    after: token === undefined ? undefined : readToken(token, scopeText),
    tokenFor: (cursor) => Buffer.from(JSON.stringify([checksum(scopeText, cursor), cursor])).toString("base64url"),
  };
}

/** Takes one page off rows that begin behind `page.after`; looks at one row more than it gives, to know whether there are more. */
export function takePage<Row>(rows: Iterable<Row>, page: PageRequest, cursorOf: (row: Row) => string): Page<Row> {
  const taken: Row[] = [];
  for (const row of rows) {
    const last = taken.at(-1);
    if (taken.length === page.size && last !== undefined)
      return { rows: taken, nextPageToken: page.tokenFor(cursorOf(last)) };
    taken.push(row);
  }
  return { rows: taken };
}

function pageSize(text: string | undefined): number {
  if (text === undefined) return DEFAULT_SIZE;
  const size = /^\d{1,9}$/.test(text) ? Number(text) : undefined;
  if (size === undefined)
    throw new GoogleError(
      "INVALID_ARGUMENT",
      `Invalid value at 'page_size' (TYPE_INT32), ${JSON.stringify(text.slice(0, 100))}`,
    );
  return size === 0 ? DEFAULT_SIZE : Math.min(size, LARGEST_SIZE);
}

function readToken(token: string, scope: string): string {
  const bad = new GoogleError("INVALID_ARGUMENT", "The page token is invalid or belongs to another list.");
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(token, "base64url").toString());
  } catch {
    throw bad;
  }
  if (!Array.isArray(parts)) throw bad;
  const [sum, cursor] = parts as unknown[];
  if (typeof cursor !== "string" || sum !== checksum(scope, cursor)) throw bad;
  return cursor;
}

/** Not a secret: it tells a mangled or misplaced token from a good one, and a token still holds after a restart. */
function checksum(scope: string, cursor: string): string {
  return createHash("sha256").update(scope).update("\n").update(cursor).digest("base64url").slice(0, 12);
}
