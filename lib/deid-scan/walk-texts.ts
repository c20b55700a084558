/** A text in a document, and where. */
export interface PlacedText {
  readonly path: string;
  /** Name of the member that holds it. */
  readonly key: string;
  readonly text: string;
}

/** Every text and number of a JSON document, names of members included where they are no part of a standard. */
export function* walkTexts(value: unknown, path: string, key = ""): Generator<PlacedText> {
  if (typeof value === "string") yield { path, key, text: value };
  else if (typeof value === "number" || typeof value === "bigint") yield { path, key, text: String(value) };
  else if (Array.isArray(value))
    for (const [index, item] of value.entries()) yield* walkTexts(item, `${path}[${index}]`, key);
  else if (typeof value === "object" && value !== null)
    for (const [name, member] of Object.entries(value))
      yield* walkTexts(member, path === "" ? name : `${path}.${name}`, name);
}
