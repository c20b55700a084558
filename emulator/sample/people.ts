import { DAY, YEAR, ageAt, fhirDate, noonOf } from "./calendar.ts";
import { nameOfSomebody, type Language, type PersonName } from "./name-origins.ts";
import { randomFor, type Random } from "./random.ts";

/** So that the hospital looks current, and the same on every day it is seeded. */
export const REFERENCE_DATE = "2026-11-01";
/** Patients at scale 1. */
const PATIENTS = 200;

/** The demographic core of a patient: what FHIR, HL7v2 and DICOM must agree on. */
export interface Person {
  /** 0-based. */
  readonly index: number;
  /** FHIR id: `patient-0001` for index 0. */
  readonly id: string;
  /** Medical record number, eight digits, unique within one seed. */
  readonly mrn: string;
  readonly name: PersonName;
  readonly sex: "female" | "male";
  /** `YYYY-MM-DD`. */
  readonly birthDate: string;
  /** Completed years on the reference date, or at death. */
  readonly age: number;
  /** `YYYY-MM-DD`; absent for the living. */
  readonly deceasedDate?: string;
  readonly language: Language;
  /** What the household makes of this person's stories: an expecting mother (her child is the next index), that child, or anyone else. */
  readonly household: "mother" | "newborn" | "other";
}

export interface PopulationOptions {
  readonly seed: string;
  /** 1 is 200 patients. Rounded so that mothers keep their newborns: always a multiple of 20, at least 20. */
  readonly scale?: number;
  /** `YYYY-MM-DD`; ages and dates are relative to it. */
  readonly referenceDate?: string;
}

/** How many patients a scale gives. */
export function patientCount(scale = 1): number {
  return Math.max(HOUSEHOLDS.length, Math.round((PATIENTS * scale) / HOUSEHOLDS.length) * HOUSEHOLDS.length);
}

/** Every patient in order, one at a time: any scale fits in memory. */
export function* people(options: PopulationOptions): Generator<Person> {
  const count = patientCount(options.scale);
  for (let index = 0; index < count; index++) yield personAt(index, options);
}

/** One patient, without making the others. */
export function personAt(index: number, { seed, referenceDate = REFERENCE_DATE }: PopulationOptions): Person {
  const random = randomFor(seed, "person", index);
  const slot = HOUSEHOLDS[index % HOUSEHOLDS.length] ?? { kind: "other", ages: [20, 60] };
  const sex = slot.kind === "mother" || random.chance(0.52) ? "female" : "male";
  const reference = noonOf(referenceDate);
  const birth = reference - Math.floor(random.between(slot.ages[0], slot.ages[1]) * YEAR);
  const birthDate = fhirDate(birth);
  const deceased = drawDeath(random, slot.ages[0], reference);
  const ownName = nameOfSomebody(random, sex);
  return {
    index,
    id: `patient-${String(index + 1).padStart(4, "0")}`,
    // 7919 is prime to 90,000,000: no two indexes below that share a number.
    mrn: String(10_000_000 + ((index * 7919 + randomFor(seed, "mrn").int(0, 89_999_999)) % 90_000_000)),
    name:
      slot.kind === "newborn"
        ? namedAfterMother(ownName.name, personAt(index - 1, { seed, referenceDate }))
        : ownName.name,
    sex,
    birthDate,
    age: ageAt(birthDate, deceased ?? reference),
    ...(deceased === undefined ? {} : { deceasedDate: fhirDate(deceased) }),
    language: slot.kind === "newborn" ? personAt(index - 1, { seed, referenceDate }).language : ownName.language,
    household: slot.kind,
  };
}

interface Slot {
  readonly kind: Person["household"];
  /** Years on the reference date: from, below. */
  readonly ages: readonly [from: number, below: number];
}

const ANYONE = (from: number, below: number): Slot => ({ kind: "other", ages: [from, below] });

/** Twenty neighbours; the population repeats them. The order only keeps a list of patients from looking sorted. */
const HOUSEHOLDS: readonly Slot[] = [
  ANYONE(46, 60),
  ANYONE(66, 80),
  ANYONE(5, 12),
  { kind: "mother", ages: [23, 40] },
  { kind: "newborn", ages: [0.1, 1.3] },
  ANYONE(58, 72),
  ANYONE(20, 34),
  ANYONE(74, 94),
  ANYONE(38, 52),
  ANYONE(12, 19),
  ANYONE(60, 76),
  ANYONE(41, 58),
  ANYONE(25, 40),
  ANYONE(72, 90),
  ANYONE(52, 66),
  ANYONE(3, 10),
  ANYONE(34, 48),
  ANYONE(68, 84),
  ANYONE(18, 30),
  ANYONE(50, 70),
];

/** One in seven of the oldest has died within the last two years. */
function drawDeath(random: Random, fromAge: number, reference: number): number | undefined {
  const hasDied = random.chance(1 / 7);
  const daysAgo = random.int(20, 700);
  return hasDied && fromAge >= 66 ? reference - daysAgo * DAY : undefined;
}

function namedAfterMother(own: PersonName, mother: Person): PersonName {
  return { family: mother.name.family, given: own.native ? ["Baby"] : own.given.slice(0, 1) };
}
