import type { Definitions } from "./definitions.ts";
import type { JsonPath } from "./json-path.ts";
import { isJsonObject, type JsonObject } from "./lossless-json.ts";
import { memberText } from "./member-text.ts";
import { walkElements } from "./walk-elements.ts";

/** A file inside a resource, or the address of one. */
export interface Attachment {
  readonly path: JsonPath;
  readonly title: string;
  /** As the resource declares it; what it is, its first bytes say. */
  readonly contentType: string;
  readonly created: string;
  /** Base64; empty when the file is elsewhere. */
  readonly data: string;
  readonly url: string;
}

/** The files of a resource: Attachments wherever they stand, `Signature.data`, and a Binary's own content (FHIR R4 §2.24.0.8, §2.4). */
export function attachmentsOf(resource: JsonObject, definitions: Definitions): readonly Attachment[] {
  const found: Attachment[] = [];
  if (memberText(resource, "resourceType") === "Binary") found.push(read(resource, ["data"], "Content"));
  walkElements(resource, definitions, { base: [], entersEntries: true }, ({ value, field, path }) => {
    const type = field?.type.code;
    if (isJsonObject(value) && (type === "Attachment" || (type === "Signature" && memberText(value, "data") !== ""))) {
      found.push(read(value, path, type));
    }
    if (isJsonObject(value) && memberText(value, "resourceType") === "Binary") found.push(read(value, path, "Content"));
    return true;
  });
  return found;
}

function read(value: JsonObject, path: JsonPath, title: string): Attachment {
  return {
    path,
    title: memberText(value, "title") || title,
    contentType: memberText(value, "contentType") || memberText(value, "sigFormat"),
    created: memberText(value, "creation") || memberText(value, "when"),
    data: memberText(value, "data"),
    url: memberText(value, "url"),
  };
}

/** What a file is by its first bytes. Only these are ever shown; everything else is downloaded as bytes without a type. */
export type FileKind = "image/png" | "image/jpeg" | "image/gif" | "image/webp" | "application/pdf" | "other";

const SIGNATURES: readonly (readonly [kind: FileKind, offset: number, bytes: readonly number[]])[] = [
  ["image/png", 0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ["image/jpeg", 0, [0xff, 0xd8, 0xff]],
  ["image/gif", 0, [0x47, 0x49, 0x46, 0x38]],
  ["image/webp", 8, [0x57, 0x45, 0x42, 0x50]],
  ["application/pdf", 0, [0x25, 0x50, 0x44, 0x46, 0x2d]],
];

export function kindOfFile(bytes: Uint8Array): FileKind {
  const known = SIGNATURES.find(([, offset, expected]) => expected.every((byte, at) => bytes[offset + at] === byte));
  return known?.[0] ?? "other";
}

/** Undefined when the text is no base64. White space is allowed (RFC 2045 §6.8). */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text.replaceAll(/\s/g, "")), (letter) => letter.charCodeAt(0));
  } catch {
    return undefined;
  }
}
