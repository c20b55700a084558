import { isJsonObject, isRawNumber, type JsonObject, type JsonValue } from "./lossless-json.ts";
import { memberText } from "./member-text.ts";

export interface ResourceSummary {
  readonly type: string;
  /** One line: "Amara Okafor · female · 1968", "Hemoglobin 10.20 g/dL". Empty when nothing tells. */
  readonly text: string;
  /** True when the line names a person: it is covered while identities are masked. */
  readonly isIdentifying: boolean;
}

/** What a resource is about, in one line. */
export function summariseResource(resource: JsonObject): ResourceSummary {
  const type = memberText(resource, "resourceType");
  const isIdentifying = /^(?:Patient|Person|Practitioner|RelatedPerson)$/.test(type);
  const parts = isIdentifying ? personParts(resource) : thingParts(resource);
  return { type, text: parts.filter((part) => part !== "").join(" · "), isIdentifying };
}

function personParts(resource: JsonObject): string[] {
  return [personName(resource["name"]), memberText(resource, "gender"), memberText(resource, "birthDate").slice(0, 4)];
}

function personName(names: JsonValue | undefined): string {
  const name = Array.isArray(names) ? names.find(isJsonObject) : names;
  if (!isJsonObject(name)) return "";
  const given = Array.isArray(name["given"]) ? name["given"].filter((part) => typeof part === "string") : [];
  return memberText(name, "text") || [...given, memberText(name, "family")].filter((part) => part !== "").join(" ");
}

/** What says what a thing is, the most telling first; a reference to a medication is read by its display. */
const CODED = [
  "code",
  "vaccineCode",
  "medicationCodeableConcept",
  "medicationReference",
  "codeCodeableConcept",
  "codeReference",
  "type",
  "description",
  "procedureCode",
  "modality",
  "relationship",
  "serviceType",
  "appointmentType",
  "scope",
  "category",
  "class",
  "serviceCategory",
  "specialty",
  "reasonCode",
];

function thingParts(resource: JsonObject): string[] {
  const coded = CODED.map((name) => conceptText(resource[name])).find((text) => text !== "") ?? "";
  const name = memberText(resource, "name") || memberText(resource, "title") || studyName(resource);
  return [name, [coded, valueText(resource)].filter((part) => part !== "").join(" "), memberText(resource, "status")];
}

/** A study is known by its description, which modalities write; other types' descriptions are people's free text. */
function studyName(resource: JsonObject): string {
  return memberText(resource, "resourceType") === "ImagingStudy" ? memberText(resource, "description") : "";
}

/** A CodeableConcept, the first of several, or a Coding. */
function conceptText(value: JsonValue | undefined): string {
  const concept = Array.isArray(value) ? value[0] : value;
  if (!isJsonObject(concept)) return "";
  const coding = Array.isArray(concept["coding"]) ? concept["coding"][0] : undefined;
  return (
    [
      memberText(concept, "text"),
      memberText(coding, "display"),
      memberText(concept, "display"),
      memberText(coding, "code"),
      memberText(concept, "code"),
    ].find((text) => text !== "") ?? ""
  );
}

function valueText(resource: JsonObject): string {
  const quantity = resource["valueQuantity"];
  if (!isJsonObject(quantity)) return conceptText(resource["valueCodeableConcept"]);
  const number = numberText(quantity["value"]);
  return number === "" ? "" : `${number} ${memberText(quantity, "unit")}`.trim();
}

/** A decimal in its own spelling where that was kept. */
function numberText(value: JsonValue | undefined): string {
  if (isRawNumber(value)) return value.rawJSON;
  return typeof value === "number" ? String(value) : "";
}
