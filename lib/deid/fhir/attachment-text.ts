import { base64Of, bytesOfBase64 } from "#lib/deid/keyed.ts";

/** Media types whose content is text that can be inspected. */
const TEXT = /^(?:text\/(?:plain|markdown|csv|x-.*)|application\/(?:json|fhir\+json))$/i;
const MARKUP = /^(?:text\/(?:html|xml)|application\/(?:xml|xhtml\+xml|fhir\+xml))$/i;

export interface TextContent {
  readonly text: string;
  readonly isMarkup: boolean;
}

/** The text of an Attachment or Binary; undefined for other content, and for bytes that are not text in the character set named. */
export function readTextContent(base64: string, contentType: string): TextContent | undefined {
  const mediaType = contentType.split(";", 1)[0]?.trim() ?? "";
  const isMarkup = MARKUP.test(mediaType);
  if (!isMarkup && !TEXT.test(mediaType)) return undefined;
  const charset = /charset\s*=\s*"?([^\s;"]+)/i.exec(contentType)?.[1] ?? "utf-8";
  const bytes = bytesOfBase64(base64);
  // The text is written back as UTF-8, and the media type goes on saying what it said.
  if (!bytes || !/^(?:utf-?8|us-ascii|ascii)$/i.test(charset)) return undefined;
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), isMarkup };
  } catch {
    return undefined;
  }
}

export function writeTextContent(text: string): string {
  return base64Of(new TextEncoder().encode(text));
}

/** Bytes that base64 stands for. */
export function byteLength(base64: string): number {
  return Math.floor((base64.replaceAll(/[\s=]/g, "").length * 3) / 4);
}
