import type { ColouredPiece, QueryInk } from "#lib/contract/query-text.ts";
import { PREFIXES } from "./search-capability.ts";
import { parseSearchText } from "./search-text.ts";

const PREFIX = new RegExp(`^(?:${Object.keys(PREFIXES).join("|")})(?=[-+.\\d])`);

/** The text cut into coloured stretches, without gaps: together they are the text again. */
export function colourSearch(text: string): readonly ColouredPiece[] {
  const pieces: ColouredPiece[] = [];
  let at = 0;
  const put = (length: number, ink: QueryInk) => {
    if (length > 0) pieces.push({ start: at, end: at + length, ink });
    at += length;
  };
  const search = parseSearchText(text);
  put(search.head.length, "type");
  for (const segment of search.segments) {
    put(segment.start - at, "sign");
    const equals = segment.source.indexOf("=");
    const left = equals < 0 ? segment.source : segment.source.slice(0, equals);
    const colon = left.search(/[:.]/);
    put(colon < 0 ? left.length : colon, "name");
    put(colon < 0 ? 0 : left.length - colon, "modifier");
    if (equals < 0) continue;
    put(1, "sign");
    for (const [index, part] of segment.source
      .slice(equals + 1)
      .split(/(?<!\\),/)
      .entries()) {
      if (index > 0) put(1, "sign");
      const prefix = PREFIX.exec(part)?.[0].length ?? 0;
      put(prefix, "prefix");
      put(part.length - prefix, "value");
    }
  }
  put(text.length - at, "sign");
  return pieces;
}
