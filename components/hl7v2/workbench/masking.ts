import { identifiersIn, type Identifier } from "#lib/hl7v2/identifiers.ts";
import { leavesOf, type Leaf } from "#lib/hl7v2/locate.ts";
import type { Message, Segment } from "#lib/hl7v2/message.ts";

/** The identifying values of a segment by the offset where they start. */
export function identifiersByOffset(message: Message, segment: Segment): ReadonlyMap<number, Identifier> {
  const known = remembered.get(segment);
  if (known) return known;
  const fresh = new Map(identifiersIn(message, segment).map((identifier) => [identifier.leaf.start, identifier]));
  remembered.set(segment, fresh);
  return fresh;
}

const remembered = new WeakMap<Segment, ReadonlyMap<number, Identifier>>();

/** Whether anything in a stretch of a segment identifies somebody. */
export function holdsIdentifying(
  message: Message,
  segment: Segment,
  leaves: readonly Leaf[] = leavesOf(message, segment),
): boolean {
  const identifiers = identifiersByOffset(message, segment);
  return leaves.some(({ start }) => identifiers.has(start));
}
