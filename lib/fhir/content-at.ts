import type { Definitions, Field } from "./definitions.ts";
import type { JsonPath } from "./json-path.ts";

/** What the definitions say about the value at a path. */
export interface ContentAt {
  /** Type or backbone path that defines the members of an object here: `Patient`, `HumanName`, `Patient.contact`. */
  readonly content: string;
  /** Undefined at the root and in the place of a whole resource's own members. */
  readonly field: Field | undefined;
  /** True for `_birthDate`, which holds the id and extensions of a primitive. */
  readonly isCompanion: boolean;
}

/**
 * Follows a path from a resource of type `rootType`. Undefined when the definitions know nothing there.
 * @param typeAt the resource type that the document names at the start of the path so far, where a whole resource may stand
 */
export function contentAt(
  definitions: Definitions,
  rootType: string,
  path: JsonPath,
  typeAt: (path: JsonPath) => string | undefined,
): ContentAt | undefined {
  let at: ContentAt = { content: rootType, field: undefined, isCompanion: false };
  for (const [depth, step] of path.entries()) {
    if (typeof step === "string") {
      const isCompanion = step.startsWith("_");
      const field = definitions.fields(at.content).get(isCompanion ? step.slice(1) : step);
      if (field === undefined) return undefined;
      at = { content: isCompanion ? "Element" : field.content, field, isCompanion };
    }
    if (at.content === "Resource") at = { ...at, content: typeAt(path.slice(0, depth + 1)) ?? at.content };
  }
  return at;
}
