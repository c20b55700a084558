import { createHash } from "node:crypto";
import { z } from "zod";
import { FhirError } from "./outcome.ts";

/** Where a page ended: what the next one starts after. */
export type PagePosition = readonly (string | number | null)[];

const tokenSchema = z.tuple([z.string(), z.array(z.union([z.string(), z.number(), z.null()]))]);

/**
 * An opaque token of a place in the results of one query. It holds the place itself, so it survives restarts and a page deep in the
 * results costs no more than the first.
 */
export function encodePageToken(query: string, position: PagePosition): string {
  return Buffer.from(JSON.stringify([fingerprint(query), position])).toString("base64url");
}

/** The inverse. @throws FhirError 400 for a damaged token and for the token of another query. */
export function decodePageToken(query: string, token: string): PagePosition {
  const parsed = tokenSchema.safeParse(parseToken(token));
  if (!parsed.success || parsed.data[0] !== fingerprint(query)) {
    throw new FhirError("invalid_query", "invalid _page_token: it was not given out for this query");
  }
  return parsed.data[1];
}

function parseToken(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
}

function fingerprint(query: string): string {
  return createHash("sha256").update(query).digest("base64url").slice(0, 12);
}
