/** Control characters by their names (`‹CR›`, `‹00›`), so that nothing in a message is invisible; the pictures Unicode has for them are in few fonts. */
export function visibleText(text: string): string {
  return text.replaceAll(CONTROLS, (character) => {
    const code = character.charCodeAt(0);
    return `‹${NAMES[code] ?? code.toString(16).toUpperCase().padStart(2, "0")}›`;
  });
}

const CONTROLS = /\p{Cc}|\ufeff|\u2028|\u2029/gu;
const NAMES: Readonly<Record<number, string>> = { 9: "TAB", 10: "LF", 11: "VT", 13: "CR", 28: "FS", 0xfeff: "BOM" };

/** The line end of a segment, by its name. */
export function visibleTerminator(terminator: string): string {
  return terminator === "" ? "‹end›" : visibleText(terminator);
}
