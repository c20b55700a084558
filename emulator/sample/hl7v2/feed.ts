import type { Encounter, Reference } from "fhir/r4";
import { after, appointment, merge, personUpdate, visitMessages } from "./admission-messages.ts";
import { DAY, noonOf } from "#emulator/sample/calendar.ts";
import { hospitalRecords, type HospitalOptions } from "#emulator/sample/hospital.ts";
import { REFERENCE_DATE } from "#emulator/sample/people.ts";
import { randomFor } from "#emulator/sample/random.ts";
import { openDesk, type Desk, type FeedMessage } from "./desk.ts";
import { charges, letterMessage, vaccination } from "./other-messages.ts";
import { idOf, openFile, staffOf, type PatientFile, type Staff } from "./patient-file.ts";
import { reportMessages } from "./result-messages.ts";

/** The feed goes back one year from the reference date. */
const FEED_DAYS = 365;

/**
 * What the hospital's systems have sent, patient by patient: the same people, visits, results and letters as the FHIR store of the same
 * options, in HL7 versions 2.3 to 2.5.1. The same options give the same messages.
 */
export function* hospitalFeed(options: HospitalOptions): Generator<readonly FeedMessage[]> {
  const from = noonOf(options.referenceDate ?? REFERENCE_DATE) - FEED_DAYS * DAY;
  let staff: Staff | undefined;
  for (const record of hospitalRecords(options)) {
    if (!staff) {
      staff = staffOf(record);
      continue;
    }
    const file = openFile(record, staff);
    if (file) yield patientMessages(file, from, options.seed);
  }
}

function patientMessages(file: PatientFile, from: number, seed: string): FeedMessage[] {
  const { id = "" } = file.patient;
  const desk = openDesk(id, randomFor(seed, "hl7v2", id));
  const recent = file.encounters.filter(({ period }) => Date.parse(period?.start ?? "") >= from);
  const [first] = recent;
  if (!first) return [];
  const messages = recent.flatMap((encounter) => encounterMessages(desk, file, encounter));
  const dayOfChange = after(first.period?.start ?? "", desk.random.int(2, 9) * DAY);
  if (desk.random.chance(0.25)) messages.push(personUpdate(desk, file, dayOfChange));
  const merged = merge(desk, file, dayOfChange);
  return merged ? [...messages, merged] : messages;
}

/** A visit and all that came of it. */
function encounterMessages(desk: Desk, file: PatientFile, encounter: Encounter): FeedMessage[] {
  const isOfVisit = (reference: Reference | undefined): boolean => idOf(reference) === encounter.id;
  const isPlanned = encounter.class.code === "AMB" || encounter.class.code === "VR";
  const optional: (FeedMessage | undefined)[] = [
    ...(isPlanned && desk.random.chance(0.5) ? [appointment(desk, file, encounter, desk.random.int(3, 40))] : []),
    ...visitMessages(desk, file, encounter),
    ...file.reports
      .filter((report) => isOfVisit(report.encounter))
      .flatMap((report) => reportMessages(desk, file, report)),
    ...file.immunizations
      .filter((immunization) => isOfVisit(immunization.encounter))
      .map((immunization) => vaccination(desk, file, immunization)),
    ...file.documents
      .filter((document) => isOfVisit(document.context?.encounter?.[0]))
      .map((document) => letterMessage(desk, file, document)),
    charges(desk, file, encounter),
  ];
  return optional.filter((message) => message !== undefined);
}
