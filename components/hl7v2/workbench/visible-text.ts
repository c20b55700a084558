/** Control characters as the pictures Unicode has for them (`␍`, `␊`, `␀`), so that nothing in a message is invisible. */
export function visibleText(text: string): string {
  return text.replaceAll(CONTROLS, (character) => {
    const code = character.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return code === 0x7f ? "␡" : `⟨${code.toString(16).toUpperCase().padStart(2, "0")}⟩`;
  });
}

const CONTROLS = /\p{Cc}|\ufeff|\u2028|\u2029/gu;

/** The line end of a segment, as a picture. */
export function visibleTerminator(terminator: string): string {
  return terminator === "" ? "⊣" : visibleText(terminator);
}
