import type { Replacement } from "#lib/deid/text/transform-text.ts";
import { escapeMarkup, unescapeMarkup } from "./markup-entities.ts";

/** Text of narratives (FHIR R4 §2.4.4, XHTML inside one div) and HTML notes: only what people read and attributes change, tags stay. */

/** What is to be put in place of which stretches of a text. */
export type FindReplacements = (text: string) => readonly Replacement[];

/** Elements in the midst of a line: `Si<b>obh&aacute;n</b>` is one word. */
const INLINE =
  /^<\/?(?:a|abbr|acronym|b|bdi|bdo|big|cite|code|del|em|font|i|ins|kbd|mark|q|s|samp|small|span|strike|strong|sub|sup|tt|u|var)\b/i;
/** Cells of a row: what is in the first names what is in the second. */
const CELL = /^<\/?(?:td|th|dt|dd)\b/i;

/** A text between two tags, and where it begins in the text of the whole document. */
interface Piece {
  readonly escaped: string;
  readonly text: string;
  readonly start: number;
}

/**
 * Replaces in every text and attribute value between the tags. The document is read as a person reads it, across its tags, so that a label in
 * one element and its value in the next are seen together. Comments are dropped: nobody reads them, and anything may be in them.
 */
export function transformMarkup(markup: string, find: FindReplacements): string {
  const parts = markup.replaceAll(/<!--[\s\S]*?(?:-->|$)/g, "").split(/(<[^>]*>)/);
  let whole = "";
  const pieces = parts.map((escaped, index): Piece => {
    const isTag = index % 2 === 1;
    const text = isTag ? gapOf(escaped) : unescapeMarkup(escaped);
    const piece = { escaped, text, start: whole.length };
    whole += text;
    return piece;
  });
  const replacements = find(whole);
  return pieces
    .map((piece, index) => (index % 2 === 1 ? inTag(piece.escaped, find) : replaced(piece, replacements)))
    .join("");
}

/** What a tag is to a reader. */
function gapOf(tag: string): string {
  if (INLINE.test(tag)) return "";
  return CELL.test(tag) ? "\t" : "\n";
}

/** A piece without the stretches that are replaced; what goes over several pieces is written into the first. */
function replaced({ escaped, text, start }: Piece, replacements: readonly Replacement[]): string {
  const end = start + text.length;
  let result = "";
  let at = start;
  let isChanged = false;
  for (const each of replacements) {
    if (each.end <= start || each.start >= end) continue;
    isChanged = true;
    result += text.slice(at - start, Math.max(each.start, start) - start);
    if (each.start >= start) result += each.text;
    at = Math.min(each.end, end);
  }
  return isChanged ? escapeMarkup(result + text.slice(at - start)) : escaped;
}

/** Attributes that hold no words. */
const PLAIN_ATTRIBUTES = new Set(
  "xmlns class style colspan rowspan width height border align valign xml:lang lang".split(" "),
);

function inTag(tag: string, find: FindReplacements): string {
  if (!tag.includes("=")) return tag;
  return tag.replaceAll(
    /([\w:-]+)(\s*=\s*)("[^"]*"|'[^']*')/g,
    (whole: string, name: string, sign: string, quoted: string) => {
      if (PLAIN_ATTRIBUTES.has(name.toLowerCase())) return whole;
      const mark = quoted.charAt(0);
      const escaped = quoted.slice(1, -1);
      const text = unescapeMarkup(escaped);
      return `${name}${sign}${mark}${replaced({ escaped, text, start: 0 }, find(text))}${mark}`;
    },
  );
}
