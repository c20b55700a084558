/** Text of narratives (FHIR R4 §2.4.4, XHTML inside one div) and HTML notes: only what people read and attributes change, tags stay. */

const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0" };

/** Applies a change to every text and attribute value between the tags. Comments are dropped: nobody reads them, and anything may be in them. */
export function transformMarkup(markup: string, transform: (text: string) => string): string {
  return markup
    .replaceAll(/<!--[\s\S]*?(?:-->|$)/g, "")
    .split(/(<[^>]*>)/)
    .map((piece, index) => (index % 2 === 0 ? changed(piece, transform) : inTag(piece, transform)))
    .join("");
}

/** Attributes that hold no words. */
const PLAIN_ATTRIBUTES = new Set([
  "xmlns",
  "class",
  "style",
  "colspan",
  "rowspan",
  "width",
  "height",
  "border",
  "align",
  "valign",
  "xml:lang",
  "lang",
]);

function inTag(tag: string, transform: (text: string) => string): string {
  if (!tag.includes("=")) return tag;
  return tag.replaceAll(
    /([\w:-]+)(\s*=\s*)("[^"]*"|'[^']*')/g,
    (whole: string, name: string, sign: string, quoted: string) => {
      if (PLAIN_ATTRIBUTES.has(name.toLowerCase())) return whole;
      const mark = quoted.charAt(0);
      return `${name}${sign}${mark}${changed(quoted.slice(1, -1), transform)}${mark}`;
    },
  );
}

function changed(escaped: string, transform: (text: string) => string): string {
  if (escaped.trim() === "") return escaped;
  const text = unescapeMarkup(escaped);
  const result = transform(text);
  return result === text ? escaped : escapeMarkup(result);
}

function unescapeMarkup(text: string): string {
  if (!text.includes("&")) return text;
  return text.replaceAll(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]+));/gi,
    (whole: string, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole;
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}

function escapeMarkup(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
