import { DicomWebError } from "./dicom-store.ts";

/** One alternative of an Accept header. */
export interface MediaRange {
  /** In lower case; of a multipart one its `type` parameter is what counts. */
  readonly type: string;
  readonly isMultipart: boolean;
  /** `*`, a UID, or undefined when not said. */
  readonly transferSyntax: string | undefined;
  readonly quality: number;
}

const ANYTHING: MediaRange = { type: "*/*", isMultipart: false, transferSyntax: undefined, quality: 1 };

/** The alternatives of an Accept header, best first, those of equal weight in the order written. Without one anything is accepted. */
export function readAccept(header: string | undefined): MediaRange[] {
  if (header === undefined || header.trim() === "") return [ANYTHING];
  return splitOutsideQuotes(header, ",")
    .map(readRange)
    .filter(({ quality }) => quality > 0)
    .toSorted((a, b) => b.quality - a.quality);
}

/** Throws 406 unless JSON of any kind is acceptable. */
export function acceptsJson(header: string | undefined): void {
  const isFine = readAccept(header).some(({ type, isMultipart }) => !isMultipart && JSON_TYPES.has(type));
  if (!isFine) throw notAcceptable(header, ["application/dicom+json"]);
}

const JSON_TYPES = new Set(["*/*", "application/*", "application/dicom+json", "application/json"]);

/** 406 in the service's words (contract 10.2). */
export function notAcceptable(header: string | undefined, supported: readonly string[]): DicomWebError {
  return new DicomWebError(
    406,
    `no supported media type found in [${(header ?? "").slice(0, 500)}], accept-header must include one of ${supported.join(", ")}`,
  );
}

function readRange(text: string): MediaRange {
  const [first = "", ...rest] = splitOutsideQuotes(text, ";");
  const parameters = new Map(
    rest.map((parameter) => {
      const equals = parameter.indexOf("=");
      const value = parameter.slice(equals + 1).trim();
      return [parameter.slice(0, equals).trim().toLowerCase(), value.replace(/^"(.*)"$/, "$1")] as const;
    }),
  );
  const written = first.trim().toLowerCase();
  const isMultipart = written === "multipart/related";
  const quality = Number(parameters.get("q") ?? 1);
  return {
    type: isMultipart ? (parameters.get("type")?.toLowerCase() ?? "*/*") : written,
    isMultipart,
    transferSyntax: parameters.get("transfer-syntax"),
    quality: Number.isFinite(quality) ? quality : 1,
  };
}

function splitOutsideQuotes(text: string, separator: string): string[] {
  const parts: string[] = [];
  let isQuoted = false;
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '"') isQuoted = !isQuoted;
    else if (text[at] === separator && !isQuoted) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, text.slice(start)];
}
