import type { Delimiters } from "./delimiters.ts";

/**
 * Turns escape sequences into what they stand for: `\F\ \S\ \T\ \R\ \E\ \P\` (delimiters), `\.br\` and the other formatting commands that
 * break a line, `\Xhh..\` (bytes, read as UTF-8). `\H\ \N\` (highlighting), `\C..\ \M..\` (character sets) and `\Z..\` (local) have no plain
 * text and stay as written, as does a lone escape character. HL7 v2.5.1 §2.7.
 */
export function unescapeText(raw: string, delimiters: Delimiters): string {
  if (!raw.includes(delimiters.escape)) return raw;
  const parts = raw.split(delimiters.escape);
  let text = parts[0] ?? "";
  for (let index = 1; index < parts.length; index++) {
    const sequence = parts[index] ?? "";
    const meaning = index + 1 < parts.length ? meaningOf(sequence, delimiters) : undefined;
    if (meaning === undefined) {
      text += delimiters.escape + sequence;
      continue;
    }
    text += meaning + (parts[index + 1] ?? "");
    index++;
  }
  return text;
}

/** Escapes delimiters, the escape character and line ends, so that any text can be the value of a field. */
export function escapeText(text: string, delimiters: Delimiters): string {
  const { escape } = delimiters;
  const named = new Map(
    Object.entries(sequences(delimiters)).flatMap(([sequence, character]) =>
      character ? [[character, sequence] as const] : [],
    ),
  );
  return Array.from(text, (character) => {
    const sequence = named.get(character);
    if (sequence !== undefined) return escape + sequence + escape;
    if (character === "\r" || character === "\n") return `${escape}X${character === "\r" ? "0D" : "0A"}${escape}`;
    return character;
  }).join("");
}

function sequences(delimiters: Delimiters): Readonly<Record<string, string | undefined>> {
  return {
    F: delimiters.field,
    S: delimiters.component,
    R: delimiters.repetition,
    T: delimiters.subcomponent,
    E: delimiters.escape,
    P: delimiters.truncation,
  };
}

const LINE_COMMAND = /^\.(br|sp(\+?\d*)|ce)$/;

function meaningOf(sequence: string, delimiters: Delimiters): string | undefined {
  const delimiter = sequences(delimiters)[sequence];
  if (delimiter !== undefined) return delimiter;
  if (/^X([0-9A-Fa-f]{2})+$/.test(sequence)) return hexText(sequence.slice(1));
  return LINE_COMMAND.test(sequence) ? "\n" : undefined;
}

function hexText(hex: string): string {
  const bytes = Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  return new TextDecoder().decode(bytes);
}
