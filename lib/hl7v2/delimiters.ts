/** The characters that structure a message, as its own header declares them. HL7 v2.5.1 §2.5.4, v2.7 §2.5.4 for truncation. */
export interface Delimiters {
  readonly field: string;
  readonly component: string;
  readonly repetition: string;
  readonly escape: string;
  readonly subcomponent: string;
  /** Fifth encoding character, from v2.7 on. */
  readonly truncation: string | undefined;
}

export const STANDARD_DELIMITERS: Delimiters = {
  field: "|",
  component: "^",
  repetition: "~",
  escape: "\\",
  subcomponent: "&",
  truncation: undefined,
};

/** Segments whose first field is the field separator itself, so that field numbers run one ahead of the separators. */
const HEADER_SEGMENTS: ReadonlySet<string> = new Set(["MSH", "FHS", "BHS"]);

export function isHeaderSegment(id: string): boolean {
  return HEADER_SEGMENTS.has(id);
}

/**
 * Reads MSH-1 and MSH-2 (or FHS, BHS) of the header that starts at `start`.
 * Encoding characters that the header leaves out take their standard value; undefined when no field separator follows the segment id.
 */
export function readDelimiters(text: string, start: number): Delimiters | undefined {
  const field = text.charAt(start + 3);
  if (!/^[^\p{L}\p{N}\s]$/u.test(field)) return undefined;
  const end = text.slice(start + 4, start + 12).search(new RegExp(`[\\r\\n${escapeForClass(field)}]`));
  const encoding = text.slice(start + 4, end < 0 ? start + 9 : start + 4 + end);
  const [component, repetition, escape, subcomponent, truncation] = encoding;
  return {
    field,
    component: component ?? STANDARD_DELIMITERS.component,
    repetition: repetition ?? STANDARD_DELIMITERS.repetition,
    escape: escape ?? STANDARD_DELIMITERS.escape,
    subcomponent: subcomponent ?? STANDARD_DELIMITERS.subcomponent,
    truncation,
  };
}

function escapeForClass(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
