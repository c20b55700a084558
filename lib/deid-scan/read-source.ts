import { daysIn } from "./calendar.ts";
import { squeeze, wordsOf } from "./fold.ts";
import { Needles } from "./needles.ts";
import { ORDINARY_WORDS } from "./ordinary-words.ts";
import { PatientDays } from "./patient-days.ts";
import { patientOf } from "./patient-of.ts";
import { walkTexts } from "./walk-texts.ts";

type Json = Readonly<Record<string, unknown>>;

/** What the source tells of its patients: what is looked for in the output, and the days of each. */
export class SourceKnowledge {
  readonly needles = new Needles();
  readonly days = new PatientDays();
  readonly #vocabulary = new Set<string>(ORDINARY_WORDS);
  readonly #patients = new Set<string>();
  /** Numbers by which patients of the FHIR stores are known. */
  readonly #numbers = new Set<string>();
  /** Those by which pictures name theirs. */
  readonly #pictured = new Set<string>();

  /** Persons: whose pictures bear a number of a patient's record is that patient. */
  get patients(): number {
    return this.#patients.size + this.#pictured.difference(this.#numbers).size;
  }

  addFhir(resource: Json): void {
    const type = textOf(resource["resourceType"]);
    if (type === "Patient" || type === "RelatedPerson" || type === "Person") this.#addPerson(resource, type);
    for (const contained of listOf(resource["contained"])) if (isJson(contained)) this.addFhir(contained);
    this.#addDays(resource, patientOf(resource));
    for (const { key, text } of walkTexts(resource, "")) if (VOCABULARY.has(key)) this.#learn(text);
  }

  addDicom(attributes: Json): void {
    const patient = firstText(attributes, PATIENT_ID) ?? firstText(attributes, STUDY_UID) ?? "";
    this.#pictured.add(squeeze(patient));
    for (const tag of NAME_TAGS) for (const name of personNames(attributes, tag)) this.#addPersonName(name);
    for (const tag of IDENTIFIER_TAGS) for (const text of texts(attributes, tag)) this.needles.addIdentifier(text);
    for (const text of texts(attributes, "00102154")) this.needles.addPhone(text);
    for (const text of texts(attributes, "00101040")) this.needles.addAddress(text);
    for (const tag of UID_TAGS) for (const text of texts(attributes, tag)) this.needles.addUid(text);
    this.#addDays(attributes, patient);
  }

  /** Call when everything was added: words of the standards are then no names any more. */
  finish(): void {
    this.needles.forgetWords(this.#vocabulary);
  }

  #addPerson(person: Json, type: string): void {
    const id = textOf(person["id"]);
    if (type === "Patient") this.#patients.add(id);
    this.needles.addId(id);
    for (const name of [
      ...listOf(person["name"]),
      ...listOf(person["contact"]).map((contact) => member(contact, "name")),
    ])
      if (isJson(name)) this.needles.addName(listOf(name["given"]).map(textOf), textOf(name["family"]));
    for (const identifier of listOf(person["identifier"])) this.#addNumber(textOf(member(identifier, "value")), type);
    for (const holder of [person, ...listOf(person["contact"])]) {
      for (const point of listOf(member(holder, "telecom"))) this.#addContact(point);
      for (const address of listOf(member(holder, "address")))
        for (const line of listOf(member(address, "line"))) this.needles.addAddress(textOf(line));
    }
  }

  #addNumber(value: string, type: string): void {
    this.needles.addIdentifier(value);
    if (type === "Patient" && value !== "") this.#numbers.add(squeeze(value));
  }

  #addContact(point: unknown): void {
    const value = textOf(member(point, "value"));
    if (value.includes("@")) this.needles.addEmail(value);
    else this.needles.addPhone(value);
  }

  /** `Family^Given^Middle` */
  #addPersonName(name: string): void {
    const [family = "", given = "", middle = ""] = name.split("=")[0]?.split("^") ?? [];
    this.needles.addName([given, middle].filter(Boolean), family);
  }

  #addDays(document: Json, patient: string): void {
    for (const { key, text } of walkTexts(document, "")) if (!OWN_DATES.has(key)) this.days.add(patient, daysIn(text));
  }

  #learn(text: string): void {
    for (const word of wordsOf(text)) if (word.length >= 4) this.#vocabulary.add(word);
  }
}

/** Members that hold words of terminologies and of places larger than a town. */
const VOCABULARY = new Set(["system", "code", "unit", "state", "country", "url", "resourceType", "version", "profile"]);
/** Written by the store, not by people. */
export const OWN_DATES: ReadonlySet<string> = new Set(["lastUpdated", "versionId"]);

const PATIENT_ID = "00100020";
const STUDY_UID = "0020000D";
const NAME_TAGS = ["00100010", "00101001", "00101005", "00101060"];
const IDENTIFIER_TAGS = [PATIENT_ID, "00101000", "00080050", "00380010", "00101090"];
const UID_TAGS = [STUDY_UID, "0020000E", "00080018"];

function personNames(attributes: Json, tag: string): string[] {
  return values(attributes, tag).flatMap((value) =>
    isJson(value) ? Object.values(value).map(textOf) : [textOf(value)],
  );
}

function texts(attributes: Json, tag: string): string[] {
  return values(attributes, tag).map(textOf).filter(Boolean);
}

function firstText(attributes: Json, tag: string): string | undefined {
  return texts(attributes, tag)[0];
}

function values(attributes: Json, tag: string): readonly unknown[] {
  return listOf(member(attributes[tag], "Value"));
}

function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function member(value: unknown, name: string): unknown {
  return isJson(value) ? value[name] : undefined;
}

/** The items of a list, a single value as a list of one. */
function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as readonly unknown[]) : [value];
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
