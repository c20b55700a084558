import type { DicomJson, JsonElement, JsonValue, PersonName } from "./dicom-json.ts";
import { isPrivateTag, tagEntry } from "./tag-dictionary.ts";

/** A data set as `application/dicom+xml`: the Native DICOM Model of PS3.19 annex A.1, made from the JSON model. */
export function nativeDicomModel(json: DicomJson): string {
  const attributes = attributesXml(json);
  return `<?xml version="1.0" encoding="UTF-8"?><NativeDicomModel xmlns="http://dicom.nema.org/PS3.19/models/NativeDICOM" xml:space="preserve">${attributes}</NativeDicomModel>`;
}

function attributesXml(json: DicomJson): string {
  return Object.keys(json)
    .toSorted()
    .map((tag) => attributeXml(json, tag))
    .join("");
}

function attributeXml(json: DicomJson, tag: string): string {
  const element = json[tag];
  if (!element) return "";
  const keyword = tagEntry(tag)?.keyword;
  const creator = isPrivateTag(tag) ? privateCreatorOf(json, tag) : undefined;
  const names =
    (keyword && !isPrivateTag(tag) ? ` keyword="${keyword}"` : "") +
    (creator === undefined ? "" : ` privateCreator="${escapeXml(creator)}"`);
  return `<DicomAttribute tag="${tag}" vr="${element.vr}"${names}>${contentXml(element)}</DicomAttribute>`;
}

/** (gggg,bbxx) belongs to whom (gggg,00bb) names. */
function privateCreatorOf(json: DicomJson, tag: string): string | undefined {
  const block = tag.slice(4, 6);
  const value = block === "00" ? undefined : json[`${tag.slice(0, 4)}00${block}`]?.Value?.[0];
  return typeof value === "string" ? value : undefined;
}

function contentXml({ Value: values, BulkDataURI: uri, InlineBinary: binary }: JsonElement): string {
  if (uri !== undefined) return `<BulkData uri="${escapeXml(uri)}"/>`;
  if (binary !== undefined) return `<InlineBinary>${binary}</InlineBinary>`;
  return (values ?? []).map((value, index) => valueXml(value, index + 1)).join("");
}

function valueXml(value: JsonValue, number: number): string {
  if (value === null) return "";
  if (typeof value !== "object") return `<Value number="${number}">${escapeXml(String(value))}</Value>`;
  if (isName(value)) return `<PersonName number="${number}">${nameXml(value)}</PersonName>`;
  return `<Item number="${number}">${attributesXml(value)}</Item>`;
}

function isName(value: object): value is PersonName {
  return "Alphabetic" in value || "Ideographic" in value || "Phonetic" in value;
}

const NAME_PARTS = ["FamilyName", "GivenName", "MiddleName", "NamePrefix", "NameSuffix"] as const;

function nameXml(name: PersonName): string {
  return (["Alphabetic", "Ideographic", "Phonetic"] as const)
    .map((group) => {
      const parts = name[group]?.split("^");
      if (!parts) return "";
      const inner = NAME_PARTS.map((part, index) =>
        parts[index] ? `<${part}>${escapeXml(parts[index])}</${part}>` : "",
      );
      return `<${group}>${inner.join("")}</${group}>`;
    })
    .join("");
}

/** Control characters that XML 1.0 cannot hold become spaces. */
function escapeXml(text: string): string {
  return (
    text
      // oxlint-disable-next-line no-control-regex -- XML 1.0 section 2.2
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, " ")
      .replace(/&/g, "&amp;")
      .replace(/</g, "&lt;")
      .replace(/>/g, "&gt;")
      .replace(/"/g, "&quot;")
  );
}
