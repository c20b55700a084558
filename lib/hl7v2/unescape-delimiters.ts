import type { Delimiters } from "./delimiters.ts";

/**
 * Turns only the escaped delimiters `\F\ \S\ \T\ \R\ \E\ \P\` into what they stand for, as the API's V3 parser does; formatting, hex and
 * local sequences stay as written. `unescapeText` in escape.ts reads all of them, for people.
 */
export function unescapeDelimiters(raw: string, delimiters: Delimiters): string {
  const { escape } = delimiters;
  if (escape === "" || !raw.includes(escape)) return raw;
  const meaning: Readonly<Record<string, string>> = {
    F: delimiters.field,
    S: delimiters.component,
    T: delimiters.subcomponent,
    R: delimiters.repetition,
    E: escape,
    P: delimiters.truncation ?? "#",
  };
  let text = "";
  let from = 0;
  for (let at = raw.indexOf(escape); at >= 0; at = raw.indexOf(escape, from)) {
    const character = raw.charAt(at + 2) === escape ? meaning[raw.charAt(at + 1)] : undefined;
    text += raw.slice(from, at) + (character ?? escape);
    from = at + (character === undefined ? 1 : 3);
  }
  return text + raw.slice(from);
}
