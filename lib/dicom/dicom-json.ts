/** The DICOM JSON model: PS3.18 annex F. */
export interface JsonElement {
  readonly vr: string;
  readonly Value?: readonly JsonValue[];
  readonly InlineBinary?: string;
  readonly BulkDataURI?: string;
}
export type JsonValue = string | number | null | PersonName | DicomJson;
/** By tag in eight hexadecimal digits. */
export type DicomJson = { readonly [tag: string]: JsonElement };

export interface PersonName {
  readonly Alphabetic?: string;
  readonly Ideographic?: string;
  readonly Phonetic?: string;
}

/** The first value of a text element, undefined when there is none. Of a name the alphabetic group. */
export function firstText(json: DicomJson, tag: string): string | undefined {
  const value = json[tag]?.Value?.[0];
  if (typeof value === "string") return value;
  if (typeof value === "number") return String(value);
  return isPersonName(value) ? value.Alphabetic : undefined;
}

/** The first value of a numeric element, undefined when it is none. */
export function firstNumber(json: DicomJson, tag: string): number | undefined {
  const value = json[tag]?.Value?.[0];
  return typeof value === "number" ? value : undefined;
}

/**
 * The text of a data set, tags in ascending order at every level as PS3.18 F.2.2 wants it: an object of JavaScript would put those first
 * that look like array indexes. `writeUri` makes the JSON text of a BulkDataURI.
 */
export function dicomJsonText(
  json: DicomJson,
  writeUri: (uri: string) => string = (uri) => JSON.stringify(uri),
): string {
  const parts = Object.keys(json)
    .toSorted()
    .map((tag) => {
      const element = json[tag];
      return element ? `"${tag}":${elementText(element, writeUri)}` : "";
    });
  return `{${parts.join(",")}}`;
}

function elementText(element: JsonElement, writeUri: (uri: string) => string): string {
  if (element.BulkDataURI !== undefined) return `{"vr":"${element.vr}","BulkDataURI":${writeUri(element.BulkDataURI)}}`;
  if (element.vr !== "SQ" || !element.Value) return JSON.stringify(element);
  const items = element.Value.map((item) => (isDicomJson(item) ? dicomJsonText(item, writeUri) : "{}"));
  return `{"vr":"SQ","Value":[${items.join(",")}]}`;
}

function isDicomJson(value: JsonValue): value is DicomJson {
  return typeof value === "object" && value !== null;
}

function isPersonName(value: JsonValue | undefined): value is PersonName {
  return typeof value === "object" && value !== null && "Alphabetic" in value && typeof value.Alphabetic === "string";
}
