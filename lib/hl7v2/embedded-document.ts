import { leavesOf, type Leaf } from "./locate.ts";
import type { Message, Segment, Span } from "./message.ts";
import type { Position } from "./position.ts";
import { unescapeText } from "./escape.ts";

/** A document that travels inside an observation: OBX-5 of type ED. HL7 v2.5.1 §2.A.24. */
export interface EmbeddedDocument {
  /** Of the data component. */
  readonly position: Position;
  /** The encoded data in the message. */
  readonly span: Span;
  /** ED.2 and ED.3 as written: `Application`, `PDF`. */
  readonly type: string;
  readonly subtype: string;
  /** ED.4: `Base64`, `Hex`, `A` (none). */
  readonly encoding: string;
  /** OBX-3.2 or 3.1: what the observation is. */
  readonly title: string;
}

/** All embedded documents of a message, in message order. */
export function embeddedDocuments(message: Message): EmbeddedDocument[] {
  return message.segments.filter(({ id }) => id === "OBX").flatMap((segment) => documentsIn(message, segment));
}

function documentsIn(message: Message, segment: Segment): EmbeddedDocument[] {
  // Observations come by the thousand: only those that say ED are cut.
  const { field } = message.delimiters;
  if (!message.text.slice(segment.start, segment.start + 30).includes(`${field}ED${field}`)) return [];
  const leaves = leavesOf(message, segment);
  const read = (field: number, repetition: number, component: number): string => {
    const leaf = leaves.find(
      (each) => each.field === field && each.repetition === repetition && each.component === component,
    );
    return leaf ? unescapeText(message.text.slice(leaf.start, leaf.end), message.delimiters) : "";
  };
  if (read(2, 1, 1) !== "ED") return [];
  return leaves.filter(isData).map((leaf) => ({
    position: { segment: "OBX", occurrence: segment.occurrence, field: 5, repetition: leaf.repetition, component: 5 },
    span: { start: leaf.start, end: leaf.end },
    type: read(5, leaf.repetition, 2),
    subtype: read(5, leaf.repetition, 3),
    encoding: read(5, leaf.repetition, 4),
    title: read(3, 1, 2) || read(3, 1, 1),
  }));
}

function isData({ field, component, subcomponent, start, end }: Leaf): boolean {
  return field === 5 && component === 5 && subcomponent === 1 && start < end;
}

/** The bytes of a document, and what they are by their first bytes; undefined media type when those say nothing. */
export interface DecodedDocument {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly mediaType: string | undefined;
}

/** Decodes the data; undefined when it is not what its encoding says. Formatting breaks (`\.br\`) and white space inside are passed over. */
export function decodeDocument(message: Message, document: EmbeddedDocument): DecodedDocument | undefined {
  const raw = unescapeText(message.text.slice(document.span.start, document.span.end), message.delimiters);
  const bytes = decodeText(raw, document.encoding.toLowerCase());
  return bytes && { bytes, mediaType: mediaTypeOf(bytes) };
}

function decodeText(raw: string, encoding: string): Uint8Array<ArrayBuffer> | undefined {
  if (encoding === "base64") return decodeBase64(raw.replaceAll(/\s/g, ""));
  if (encoding !== "hex") return new TextEncoder().encode(raw);
  const hex = raw.replaceAll(/\s/g, "");
  if (!/^([0-9a-f]{2})+$/i.test(hex)) return undefined;
  return Uint8Array.from({ length: hex.length / 2 }, (_, at) => Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16));
}

function decodeBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    const binary = atob(text);
    return Uint8Array.from(binary, (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

const SIGNATURES: readonly (readonly [signature: string, mediaType: string])[] = [
  ["%PDF-", "application/pdf"],
  ["\u0089PNG\r\n", "image/png"],
  ["\u00ff\u00d8\u00ff", "image/jpeg"],
  ["GIF8", "image/gif"],
  ["{\\rtf", "application/rtf"],
  ["<?xml", "application/xml"],
];

function mediaTypeOf(bytes: Uint8Array): string | undefined {
  const head = String.fromCharCode(...bytes.subarray(0, 16));
  return SIGNATURES.find(([signature]) => head.startsWith(signature))?.[1];
}
