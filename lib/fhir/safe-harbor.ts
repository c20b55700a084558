import { memberText } from "./member-text.ts";
import { isJsonObject, numberOf, type JsonObject, type JsonValue } from "./lossless-json.ts";

/** The eighteen classes of 45 CFR 164.514(b)(2)(i), (A) to (R): title and what the method asks. */
export const SAFE_HARBOR = {
  A: { title: "names", asks: "Remove names of the person, relatives, employers and household members." },
  B: {
    title: "geography",
    asks: "Remove everything smaller than a state; three ZIP digits may stay for areas of more than 20,000 people.",
  },
  C: { title: "dates", asks: "Keep at most the year; group ages over 89 as 90 or older." },
  D: { title: "phone numbers", asks: "Remove." },
  E: { title: "fax numbers", asks: "Remove." },
  F: { title: "email addresses", asks: "Remove." },
  G: { title: "social security numbers", asks: "Remove." },
  H: { title: "medical record numbers", asks: "Remove." },
  I: { title: "health plan numbers", asks: "Remove." },
  J: { title: "account numbers", asks: "Remove." },
  K: { title: "certificate and license numbers", asks: "Remove." },
  L: { title: "vehicle identifiers", asks: "Remove." },
  M: { title: "device identifiers", asks: "Remove serial numbers and device identifiers." },
  N: { title: "web addresses", asks: "Remove." },
  O: { title: "IP addresses", asks: "Remove." },
  P: { title: "biometric identifiers", asks: "Remove finger and voice prints and the like." },
  Q: { title: "full-face images", asks: "Remove full-face photographs and comparable images." },
  R: { title: "other unique codes", asks: "Remove, or replace by a code that is not derived from the person." },
} as const;
export type SafeHarborClass = keyof typeof SAFE_HARBOR;

/** A value in its surroundings. */
export interface Place {
  /** Elements from the resource type on, without positions: `Patient.contact.name`. */
  readonly trail: string;
  /** Last property name of the trail. */
  readonly key: string;
  readonly value: JsonValue;
  /** The object that has the property. */
  readonly holder: JsonObject;
}

export interface SafeHarborFinding {
  readonly letter: SafeHarborClass;
  readonly title: string;
  /** Properties of the value that identify; undefined when all of it does. */
  readonly covers: readonly string[] | undefined;
}

interface Rule {
  readonly letter: SafeHarborClass | ((place: Place) => SafeHarborClass);
  readonly title?: string;
  readonly covers?: readonly string[];
  /** Where it can match: the place's trail, its key, or anywhere. */
  readonly at?: RegExp;
  readonly key?: RegExp;
  /** What it asks of the value besides. */
  readonly matches?: (place: Place) => boolean;
}

/** Says whether a value identifies somebody, and how. Needs no definitions, so it also holds for profiles and errors in the data. */
export function classifyPlace(place: Place): SafeHarborFinding | undefined {
  const rule = rulesFor(place).find((candidate) => candidate.matches?.(place) ?? true);
  if (!rule) return undefined;
  const letter = typeof rule.letter === "function" ? rule.letter(place) : rule.letter;
  return { letter, title: rule.title ?? titleOf(letter, place), covers: rule.covers };
}

/** Rules by trail: a bundle asks half a million times about a few hundred trails. */
const byTrail = new Map<string, readonly Rule[]>();
const MOST_TRAILS = 5000;

function rulesFor({ trail, key }: Place): readonly Rule[] {
  const known = byTrail.get(trail);
  if (known) return known;
  const rules = RULES.filter((rule) => (rule.at?.test(trail) ?? true) && (rule.key?.test(key) ?? true));
  // Trails come from data: a document of made-up names must not fill the memory.
  if (byTrail.size >= MOST_TRAILS) byTrail.clear();
  byTrail.set(trail, rules);
  return rules;
}

const isText = (value: JsonValue | undefined): value is string => typeof value === "string" && value !== "";
const has = (value: JsonValue, ...names: readonly string[]) =>
  isJsonObject(value) && names.some((name) => value[name] !== undefined);

const FULL_DATE = /^\d{4}-\d{2}(?:-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:\d{2})?)?)?$/;
const isDate = (value: JsonValue | undefined) => typeof value === "string" && FULL_DATE.test(value);
const NO_DATES = new Set(["code", "system", "version", "url", "reference", "fhirVersion", "display", "unit"]);

const SYSTEM_CLASSES: Readonly<Record<string, SafeHarborClass>> = { phone: "D", fax: "E", email: "F", url: "N" };
const isContactPoint = ({ key, value }: Place) =>
  isJsonObject(value) &&
  isText(value["value"]) &&
  (key === "telecom" || /^(?:phone|fax|email|pager|url|sms|other)$/.test(memberText(value, "system")));

/** HL7 v2 table 0203 codes of `Identifier.type`. */
const TYPE_CLASSES: Readonly<Record<string, SafeHarborClass>> = {
  SS: "G",
  SB: "G",
  MR: "H",
  MRT: "H",
  PI: "H",
  PT: "H",
  MB: "I",
  MC: "I",
  MA: "I",
  SN: "I",
  NH: "I",
  HC: "I",
  AN: "J",
  DL: "K",
  PPN: "K",
  LN: "K",
  MD: "K",
  NPI: "K",
  DEA: "K",
  PRN: "K",
  VIN: "L",
  VS: "L",
  SNO: "M",
  UDI: "M",
};

/** In this order; the first that matches counts. Source: the seed list of 164.514(b)(2) against FHIR R4 paths. */
const RULES: readonly Rule[] = [
  { letter: "A", title: "Name", covers: ["family", "given", "text", "prefix", "suffix"], matches: isHumanName },
  { letter: "A", title: "Name", at: /^(?:FamilyMemberHistory\.name|Group\.name|Device\.deviceName)$/ },
  { letter: "A", title: "Name of the author", key: /^(?:author|asserter|performer)String$/ },
  { letter: "A", title: "Name in display", key: /^display$/, matches: isPersonDisplay },
  {
    letter: "A",
    title: "Name in an extension",
    covers: ["valueString"],
    key: /^extension$/,
    matches: (place) => hasUrl(place, /mothersMaidenName$/),
  },
  { letter: "A", title: "Narrative", key: /^div$/, matches: ({ value }) => isText(value) },
  { letter: "A", title: "Free text", matches: isFreeText },
  {
    letter: "B",
    title: "Geolocation",
    covers: ["extension"],
    key: /^extension$/,
    matches: (place) => hasUrl(place, /geolocation$/),
  },
  {
    letter: "B",
    title: "Position",
    covers: ["longitude", "latitude", "altitude"],
    at: /^Location\.position$/,
  },
  { letter: "B", title: "Address", covers: ["line", "city", "district", "postalCode", "text"], matches: isAddress },
  {
    letter: "C",
    title: "Period",
    covers: ["start", "end"],
    matches: ({ value }) =>
      has(value, "start", "end") && isJsonObject(value) && (isDate(value["start"]) || isDate(value["end"])),
  },
  { letter: "C", matches: ({ key, value }) => isDate(value) && !NO_DATES.has(key) },
  {
    letter: "C",
    title: "Age over 89",
    covers: ["value"],
    key: /(?:^a|A)ge$/,
    matches: ({ value }) => isJsonObject(value) && (numberOf(value["value"]) ?? 0) > 89,
  },
  { letter: contactClass, covers: ["value"], matches: isContactPoint },
  { letter: "N", title: "Endpoint address", at: /^Endpoint\.address$/ },
  { letter: "M", at: /^Device\.(?:serialNumber|lotNumber|distinctIdentifier)$|\.udi$/ },
  {
    letter: "M",
    title: "Unique device identifier",
    covers: ["deviceIdentifier", "carrierHRF", "carrierAIDC"],
    at: /^Device\.udiCarrier$/,
  },
  {
    letter: identifierClass,
    covers: ["value"],
    key: /identifier$/i,
    matches: ({ value }) => has(value, "value"),
  },
  { letter: "I", at: /^Coverage\.(?:subscriberId|dependent|class\.value)$|\.preAuthRef$/ },
  { letter: "O", title: "Network address", at: /^AuditEvent\.agent\.network\.address$/ },
  {
    letter: "Q",
    title: "Photo",
    covers: ["data", "url", "title"],
    at: /^(?:Patient|Person|Practitioner|RelatedPerson)\.photo$|^Media\.content$/,
  },
  { letter: "P", title: "Binary content", at: /^Binary\.data$/ },
  {
    letter: "R",
    title: "Document",
    covers: ["data", "url", "title"],
    matches: ({ value }) => has(value, "data", "url") && has(value, "contentType"),
  },
  { letter: "N", title: "Source of the record", at: /\.meta\.source$/ },
  { letter: "R", title: "Link to a record", key: /^reference$/, matches: ({ value }) => isText(value) },
  {
    letter: "R",
    title: "Address of a record",
    at: /^Bundle\.(?:entry\.(?:fullUrl|request\.url|response\.location)|link\.url)$/,
  },
  { letter: "R", title: "Id of the record", at: /^[A-Z][A-Za-z]+\.id$/ },
  { letter: "R", title: "Version of the record", at: /\.meta\.versionId$/ },
  {
    letter: "R",
    title: "Text in an extension",
    key: /^valueString$/,
    matches: (place) => isText(place.holder["url"]) && !isHarmlessExtension(place),
  },
];

function isHumanName({ key, trail: at, value }: Place): boolean {
  if (!isJsonObject(value)) return false;
  if (has(value, "family", "given")) return true;
  return /^(?:name|contact\.name|valueHumanName)$/.test(key) && isText(value["text"]) && !at.startsWith("Bundle");
}

/** A reference's display names a person unless the target is known to be a thing. Codes' displays are no names. */
function isPersonDisplay({ value, holder }: Place): boolean {
  if (!isText(value) || holder["system"] !== undefined || holder["code"] !== undefined) return false;
  const target = memberText(holder, "type") || memberText(holder, "reference");
  const type = /(?:^|\/)([A-Z][A-Za-z]+)(?:\/|$|\?)/.exec(target)?.[1];
  return type === undefined || /^(?:Patient|Person|Practitioner|PractitionerRole|RelatedPerson|Group)$/.test(type);
}

function isFreeText({ key, trail: at, value }: Place): boolean {
  if (!isText(value)) return false;
  if (/\.note\.text$|^QuestionnaireResponse\..*\.valueString$|^DocumentReference\.description$/.test(at)) return true;
  return /^(?:comment|conclusion|contentString|patientInstruction|valueMarkdown|valueAnnotation)$/.test(key);
}

function hasUrl({ value }: Place, url: RegExp): boolean {
  return url.test(memberText(value, "url"));
}

/** US Core's race and ethnicity carry a text that repeats their codes. */
function isHarmlessExtension({ holder }: Place): boolean {
  return /^text$|birthsex$|\/us-core-/.test(memberText(holder, "url"));
}

function isAddress({ value }: Place): boolean {
  return has(value, "line", "city", "district", "postalCode") && !has(value, "resourceType");
}

function contactClass({ value }: Place): SafeHarborClass {
  const system = memberText(value, "system");
  return SYSTEM_CLASSES[system] ?? "D";
}

function identifierClass({ trail: at, value }: Place): SafeHarborClass {
  if (at.startsWith("Account.")) return "J";
  if (/^Practitioner\b/.test(at)) return "K";
  if (/^(?:Coverage|Claim|ExplanationOfBenefit)/.test(at)) return "I";
  if (!isJsonObject(value)) return "R";
  if (/us-ssn|2\.16\.840\.1\.113883\.4\.1$/.test(memberText(value, "system"))) return "G";
  const type = isJsonObject(value["type"]) ? value["type"]["coding"] : undefined;
  const codes = Array.isArray(type) ? type.flatMap((coding) => memberText(coding, "code")) : [];
  const known = codes.flatMap((code) => TYPE_CLASSES[code] ?? [])[0];
  return known ?? (at.startsWith("Patient.") ? "H" : "R");
}

function titleOf(letter: SafeHarborClass, { key }: Place): string {
  const words = CLASS_WORDS[letter];
  if (words) return words;
  const name = key.replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
  return name.charAt(0).toUpperCase() + name.slice(1);
}

const CLASS_WORDS: Readonly<Partial<Record<SafeHarborClass, string>>> = {
  D: "Phone number",
  E: "Fax number",
  F: "Email address",
  G: "Social security number",
  H: "Medical record number",
  I: "Health plan number",
  J: "Account number",
  K: "License number",
  L: "Vehicle identifier",
  N: "Web address",
};
