import { patientOf } from "./patient-of.ts";

type Json = Readonly<Record<string, unknown>>;

/** Groups of so many patients; where the first of them are. Never what they have in common. */
export interface SmallGroups {
  /** In each of the groups: one to four. */
  readonly patients: number;
  readonly groups: number;
  /** The output's own names of the first patients. */
  readonly places: readonly string[];
}

/** What becomes of the patients when they are told apart by several common attributes at once. */
export interface Combination {
  /** `birth decade`, `sex`, `place`, `rarest diagnosis`: those of them that the output has. */
  readonly of: readonly string[];
  readonly groups: number;
  /** Patients of the smallest group: the k of k-anonymity for these attributes. */
  readonly smallest: number;
  readonly small: readonly SmallGroups[];
}

interface Person {
  readonly attributes: Record<Attribute, string>;
  resource: string;
  readonly codes: Set<number>;
}

const ATTRIBUTES = {
  birth: "birth decade",
  sex: "sex",
  place: "place",
} as const;
type Attribute = keyof typeof ATTRIBUTES;
const DIAGNOSIS = "rarest diagnosis";

/** Cells of fewer than five persons are commonly not published. */
const FEWER_THAN = 5;
/** Among fewer patients nearly every combination is rare, which says nothing. */
const FEWEST_PATIENTS = 50;
/** A patient costs about 300 bytes here; those beyond are counted and not compared. */
const MOST_PATIENTS = 200_000;
const MOST_CODES = 32;
const MOST_PLACES = 50;

/** Counts how many patients of an output share what together can point to one of them (k-anonymity). */
export class PatientGroups {
  readonly #people = new Map<string, Person>();
  readonly #codes = new Map<string, number>();
  #left = 0;

  /** Patients that were too many to compare. */
  get left(): number {
    return this.#left;
  }

  addFhir(resource: Json, place: string): void {
    const patient = patientOf(resource);
    if (patient === "") return;
    const type = resource["resourceType"];
    if (type === "Patient") {
      const person = this.#person(`fhir ${patient}`, place);
      if (!person) return;
      person.resource = place;
      person.attributes.birth = decadeOf(textOf(resource["birthDate"]));
      person.attributes.sex = textOf(resource["gender"]);
      person.attributes.place = placeOf(resource["address"]);
    } else if (type === "Condition") this.#addCode(this.#person(`fhir ${patient}`, place), resource["code"]);
  }

  addDicom(attributes: Json, place: string): void {
    const patient = valueOf(attributes["00100020"]);
    const person = patient === "" ? undefined : this.#person(`dicom ${patient}`, place);
    if (!person) return;
    person.attributes.birth ||=
      decadeOf(valueOf(attributes["00100030"])) || valueOf(attributes["00101010"]).slice(0, 2);
    person.attributes.sex ||= valueOf(attributes["00100040"]);
    person.attributes.place ||= valueOf(attributes["00102152"]);
  }

  /** None when there are too few patients to tell, or nothing that could be combined. */
  result(): readonly Combination[] {
    const people = [...this.#people.values()];
    if (people.length < FEWEST_PATIENTS) return [];
    const present = (Object.keys(ATTRIBUTES) as Attribute[]).filter((name) =>
      people.some(({ attributes }) => attributes[name] !== ""),
    );
    const names = present.map((name) => ATTRIBUTES[name]);
    const keyOf = ({ attributes }: Person): string => present.map((name) => attributes[name]).join("\n");
    const rarest = rarestCode(people);
    return [
      ...(present.length > 1 ? [grouped(people, names, keyOf)] : []),
      ...(present.length > 0 && this.#codes.size > 0
        ? [grouped(people, [...names, DIAGNOSIS], (person) => `${keyOf(person)}\n${rarest(person)}`)]
        : []),
    ];
  }

  #person(key: string, resource: string): Person | undefined {
    const known = this.#people.get(key);
    if (known) return known;
    if (this.#people.size >= MOST_PATIENTS) {
      this.#left += 1;
      return undefined;
    }
    const person: Person = { attributes: { birth: "", sex: "", place: "" }, resource, codes: new Set() };
    this.#people.set(key, person);
    return person;
  }

  #addCode(person: Person | undefined, concept: unknown): void {
    const [coding] = listOf(member(concept, "coding"));
    const code = textOf(member(coding, "code")) || textOf(member(concept, "text"));
    if (!person || code === "" || person.codes.size >= MOST_CODES) return;
    const number = this.#codes.get(code) ?? this.#codes.size + 1;
    this.#codes.set(code, number);
    person.codes.add(number);
  }
}

/** The diagnosis of a patient that the fewest others have. */
function rarestCode(people: readonly Person[]): (person: Person) => number {
  const counts = new Map<number, number>();
  for (const { codes } of people) for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
  return ({ codes }) => [...codes].toSorted((a, b) => (counts.get(a) ?? 0) - (counts.get(b) ?? 0) || a - b)[0] ?? 0;
}

function grouped(people: readonly Person[], of: readonly string[], keyOf: (person: Person) => string): Combination {
  const groups = new Map<string, { count: number; readonly first: string[] }>();
  for (const person of people) {
    const key = keyOf(person);
    const group = groups.get(key) ?? { count: 0, first: [] };
    group.count += 1;
    if (group.first.length < FEWER_THAN) group.first.push(person.resource);
    groups.set(key, group);
  }
  const bySize = Map.groupBy(groups.values(), ({ count }) => count);
  return {
    of,
    groups: groups.size,
    smallest: Math.min(...bySize.keys()),
    small: [...bySize]
      .filter(([count]) => count < FEWER_THAN)
      .toSorted(([a], [b]) => a - b)
      .map(([patients, all]) => ({
        patients,
        groups: all.length,
        places: all.flatMap(({ first }) => first).slice(0, MOST_PLACES),
      })),
  };
}

/** `1962-06-09` and `19620609` → `196`; empty for no date. */
function decadeOf(date: string): string {
  return /^\d{4}/.test(date) ? date.slice(0, 3) : "";
}

function placeOf(addresses: unknown): string {
  const [address] = listOf(addresses);
  return `${textOf(member(address, "state"))} ${textOf(member(address, "postalCode")).slice(0, 3)}`.trim();
}

function valueOf(element: unknown): string {
  return textOf(listOf(member(element, "Value"))[0]);
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Json)[name] : undefined;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
