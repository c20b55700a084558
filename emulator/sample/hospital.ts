import type { FhirResource } from "fhir/r4";
import { people, personAt, REFERENCE_DATE, type Person, type PopulationOptions } from "./people.ts";
import { randomFor } from "./random.ts";
import { openChart } from "./record/chart.ts";
import { register } from "./record/registration.ts";
import { hireStaff, type Staff } from "./staff.ts";
import { appendicitis } from "./stories/appendicitis.ts";
import { atrialFibrillation } from "./stories/atrial-fibrillation.ts";
import { breastCancer } from "./stories/breast-cancer.ts";
import { checkups } from "./stories/checkups.ts";
import { childhoodAsthma } from "./stories/childhood-asthma.ts";
import { dementia } from "./stories/dementia.ts";
import { depression } from "./stories/depression.ts";
import { diabetes } from "./stories/diabetes.ts";
import { fracture } from "./stories/fracture.ts";
import { heartFailure } from "./stories/heart-failure.ts";
import { hypertension } from "./stories/hypertension.ts";
import { kidneyDisease } from "./stories/kidney-disease.ts";
import { kneeReplacement } from "./stories/knee-replacement.ts";
import { lastDays } from "./stories/last-days.ts";
import { newborn } from "./stories/newborn.ts";
import { pneumonia } from "./stories/pneumonia.ts";
import { pregnancyAndBirth } from "./stories/pregnancy-and-birth.ts";
import type { Story } from "./stories/story.ts";
import { stroke } from "./stories/stroke.ts";

const STORIES: readonly Story[] = [
  appendicitis,
  atrialFibrillation,
  breastCancer,
  childhoodAsthma,
  dementia,
  depression,
  diabetes,
  fracture,
  heartFailure,
  hypertension,
  kidneyDisease,
  kneeReplacement,
  newborn,
  pneumonia,
  pregnancyAndBirth,
  stroke,
];

export interface HospitalOptions extends PopulationOptions {
  /** Leaves out patients for whom it answers false; the others are the same as without it. */
  readonly cohort?: (patient: { readonly person: Person; readonly stories: readonly Story[] }) => boolean;
}

/**
 * Every resource of the sample hospital: first the staff, then patient by patient. The same options give the same resources, and at any
 * scale no more than the staff and one patient are in memory. Every reference points to a resource of the same stream, but a reference
 * may come before its target.
 */
export function* hospital(options: HospitalOptions): Generator<FhirResource> {
  for (const record of hospitalRecords(options)) yield* record;
}

/** As `hospital`, in groups that belong together: the staff, then each patient's whole record. */
export function* hospitalRecords(options: HospitalOptions): Generator<readonly FhirResource[]> {
  const staff = hireStaff(options.seed);
  yield staff.resources;
  for (const person of people(options)) {
    const stories = storiesOf(person, options.seed);
    if (options.cohort?.({ person, stories }) ?? true) yield patientRecord(person, stories, staff, options);
  }
}

/** What happens to this person: nothing much, one story, or from middle age on often two. Mothers and newborns have their own. */
export function storiesOf(person: Person, seed: string): readonly Story[] {
  if (person.household === "mother") return [pregnancyAndBirth];
  if (person.household === "newborn") return [newborn];
  const random = randomFor(seed, "stories", person.index);
  const possible = STORIES.map((story) => ({ story, weight: story.weight(person) })).filter(({ weight }) => weight > 0);
  const isWell = random.chance(0.12);
  if (possible.length === 0 || isWell) return [];
  const first = random.pickWeighted(possible);
  const others = possible.filter((row) => row !== first);
  const hasSecond = others.length > 0 && random.chance(Math.min(0.7, person.age / 110));
  return hasSecond ? [first.story, random.pickWeighted(others).story] : [first.story];
}

function patientRecord(
  person: Person,
  stories: readonly Story[],
  staff: Staff,
  options: HospitalOptions,
): FhirResource[] {
  const chart = openChart({
    seed: options.seed,
    person,
    referenceDate: options.referenceDate ?? REFERENCE_DATE,
    staff,
    child: person.household === "mother" ? personAt(person.index + 1, options) : undefined,
    mother: person.household === "newborn" ? personAt(person.index - 1, options) : undefined,
  });
  register(chart);
  checkups(chart);
  for (const story of stories) story.tell(chart);
  if (person.deceasedDate !== undefined) lastDays(chart);
  return chart.resources;
}
