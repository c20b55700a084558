import type { FhirResource, Reference } from "fhir/r4";
import { fhirDate, noonOf } from "#emulator/sample/calendar.ts";
import type { Person } from "#emulator/sample/people.ts";
import { randomFor, type Random } from "#emulator/sample/random.ts";
import type { Staff } from "#emulator/sample/staff.ts";

/** One patient's record while it is being written. Everything a story needs; nothing outlives the patient. */
export interface Chart {
  readonly seed: string;
  readonly person: Person;
  /** Child born to this person, who is a patient of their own. */
  readonly child?: Person;
  /** Mother of a newborn. */
  readonly mother?: Person;
  readonly staff: Staff;
  readonly random: Random;
  readonly subject: Reference;
  /** The last moment that can be written down: the reference date, or the death. */
  readonly end: number;
  readonly birth: number;
  readonly resources: FhirResource[];
  /** `nextId("enc")` → `enc-0001-01`, `enc-0001-02`, … */
  nextId(kind: string): string;
}

export interface ChartOptions {
  readonly seed: string;
  readonly person: Person;
  readonly referenceDate: string;
  readonly staff: Staff;
  readonly child?: Person | undefined;
  readonly mother?: Person | undefined;
}

export function openChart({ seed, person, referenceDate, staff, child, mother }: ChartOptions): Chart {
  const counters = new Map<string, number>();
  const number = person.id.slice(person.id.indexOf("-") + 1);
  return {
    seed,
    person,
    ...(child ? { child } : {}),
    ...(mother ? { mother } : {}),
    staff,
    random: randomFor(seed, "chart", person.index),
    subject: subjectOf(person),
    end: noonOf(person.deceasedDate ?? referenceDate),
    birth: noonOf(person.birthDate),
    resources: [],
    nextId: (kind) => {
      const next = (counters.get(kind) ?? 0) + 1;
      counters.set(kind, next);
      return `${kind}-${number}-${String(next).padStart(2, "0")}`;
    },
  };
}

export function subjectOf(person: Person): Reference {
  return { reference: `Patient/${person.id}`, display: fullName(person) };
}

export function fullName(person: Person): string {
  return `${person.name.given.join(" ")} ${person.name.family}`;
}

/** A date as precise as people remember it: most know the day, some the month, some only the year. */
export function remembered(chart: Chart, time: number): string {
  const date = fhirDate(time);
  const precision = chart.random.pickWeighted([
    { weight: 6, length: 10 },
    { weight: 2, length: 7 },
    { weight: 1, length: 4 },
  ]);
  return date.slice(0, precision.length);
}
