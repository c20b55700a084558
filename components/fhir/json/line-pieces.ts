import type { JsonMatch } from "#lib/fhir/json-search.ts";
import type { JsonToken } from "#lib/fhir/json-document.ts";

/** A run of one token that looks the same. */
export interface Piece {
  readonly text: string;
  readonly mark: "match" | "current" | undefined;
}

/** Splits a token at the matches on its line. `current` is the match that the reader stands on. */
export function piecesOf(
  token: JsonToken,
  matches: readonly JsonMatch[],
  current: JsonMatch | undefined,
): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = token.start;
  for (const match of matches) {
    const start = Math.max(match.startColumn, at);
    const end = Math.min(match.endColumn, token.end);
    if (start >= end) continue;
    if (start > at) pieces.push({ text: slice(token, at, start), mark: undefined });
    pieces.push({ text: slice(token, start, end), mark: match === current ? "current" : "match" });
    at = end;
  }
  if (at < token.end) pieces.push({ text: slice(token, at, token.end), mark: undefined });
  return pieces;
}

/** The first `shown` characters of a token, as a token. */
export function cutToken(token: JsonToken, shown: number): JsonToken {
  if (token.text.length <= shown) return token;
  return { ...token, text: token.text.slice(0, shown), end: token.start + shown };
}

function slice(token: JsonToken, start: number, end: number): string {
  return token.text.slice(start - token.start, end - token.start);
}
