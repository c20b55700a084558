import { embeddedDocuments, type EmbeddedDocument } from "#lib/hl7v2/embedded-document.ts";
import type { Leaf } from "#lib/hl7v2/locate.ts";
import type { Message, Segment } from "#lib/hl7v2/message.ts";

/** The documents in a segment; only that of the repetition when the cursor stands in OBX-5. */
export function documentsAt(message: Message, segment: Segment, leaf: Leaf | undefined): readonly EmbeddedDocument[] {
  if (segment.id !== "OBX") return [];
  const found = embeddedDocuments({ ...message, segments: [segment] });
  return leaf?.field === 5 ? found.filter(({ position }) => position.repetition === leaf.repetition) : found;
}
