export interface PartLimits {
  readonly items: number;
  /** Of the texts as UTF-8. */
  readonly bytes: number;
}

/** Texts in their order, in parts that one call takes each. A text that is too long by itself is a part of its own. */
export function inParts(texts: readonly string[], limits: PartLimits): readonly (readonly string[])[] {
  const parts: string[][] = [];
  let bytes = 0;
  for (const text of texts) {
    const size = new TextEncoder().encode(text).length;
    const last = parts.at(-1);
    if (last && last.length < limits.items && bytes + size <= limits.bytes) {
      last.push(text);
      bytes += size;
    } else {
      parts.push([text]);
      bytes = size;
    }
  }
  return parts;
}
