import type { Encounter } from "fhir/r4";
import { fhirDateTime, HOUR, MINUTE } from "#emulator/sample/calendar.ts";
import {
  allergies,
  diagnoses,
  evn,
  identifier,
  insurance,
  msh,
  personNames,
  pid,
  place,
  pv1,
  timestamp,
  type Sender,
} from "./common-segments.ts";
import type { FeedMessage, Desk } from "./desk.ts";
import type { PatientFile } from "./patient-file.ts";
import { components, message, segment, value } from "./write-segment.ts";

const ADT: Sender = { application: "CEDARADT", facility: "DEMO", version: "2.5.1", system: "adt" };

/** What the front desk and the wards report of a visit. */
export function visitMessages(desk: Desk, file: PatientFile, encounter: Encounter): FeedMessage[] {
  const start = encounter.period?.start ?? "";
  const end = encounter.period?.end ?? "";
  const hours = (Date.parse(end) - Date.parse(start)) / HOUR;
  const isInpatient = encounter.class.code === "IMP";
  if (!isInpatient && encounter.class.code !== "EMER")
    return [adt(desk, file, encounter, { event: "A04", time: start })];
  const messages = [adt(desk, file, encounter, { event: isInpatient ? "A01" : "A04", time: start })];
  if (isInpatient && hours > 40) messages.push(transfer(desk, file, encounter, after(start, 22 * HOUR)));
  if (isInpatient || (encounter.diagnosis ?? []).length > 0)
    messages.push(adt(desk, file, encounter, { event: "A08", time: after(start, 3 * HOUR) }));
  return [...messages, adt(desk, file, encounter, { event: "A03", time: end })];
}

/** Structures that share the one of another event. HL7 table 0354. */
const STRUCTURES = { A01: "ADT_A01", A02: "ADT_A02", A03: "ADT_A03", A04: "ADT_A01", A08: "ADT_A01" } as const;

interface VisitEvent {
  readonly event: "A01" | "A03" | "A04" | "A08";
  /** FHIR dateTime. */
  readonly time: string;
}

function adt(desk: Desk, file: PatientFile, encounter: Encounter, { event, time }: VisitEvent): FeedMessage {
  const isOver = event === "A03";
  const isArrival = event === "A01" || event === "A04";
  const text = message(
    msh({ sender: ADT, type: ["ADT", event, STRUCTURES[event]], time, controlId: desk.controlId("ADT") }),
    evn(event, time),
    pid(file),
    isArrival ? nextOfKin(file) : undefined,
    pv1(file, encounter, { isOver }),
    segment("PV2", { 3: components("", encounter.reasonCode?.[0]?.text) }),
    ...(isArrival ? allergies(file) : []),
    ...(event === "A08" || isOver ? diagnoses(file, encounter) : []),
    isArrival ? insurance(file) : undefined,
    visitExtension(encounter),
  );
  return { text, labels: { system: ADT.system } };
}

/** From the bed of the first night to the ward. */
function transfer(desk: Desk, file: PatientFile, encounter: Encounter, time: string): FeedMessage {
  const moved = pv1(file, encounter).split("|");
  moved[6] = place(encounter, "EMERGENCY");
  const text = message(
    msh({ sender: ADT, type: ["ADT", "A02", STRUCTURES.A02], time, controlId: desk.controlId("ADT") }),
    evn("A02", time),
    pid(file),
    moved.join("|"),
    visitExtension(encounter),
  );
  return { text, labels: { system: ADT.system } };
}

/** A segment of the hospital's own: what the bed management wants to know. */
function visitExtension(encounter: Encounter): string {
  return segment("ZBD", {
    1: "1",
    2: components(encounter.type?.[0]?.coding?.[0]?.code, encounter.type?.[0]?.text, "SCT"),
    3: encounter.class.code === "EMER" ? "Y" : "N",
    4: timestamp(encounter.period?.start),
  });
}

function nextOfKin({ patient }: PatientFile): string | undefined {
  const [contact] = patient.contact ?? [];
  if (!contact) return undefined;
  const [relationship] = contact.relationship ?? [];
  return segment("NK1", {
    1: "1",
    2: contact.name?.family ? components(contact.name.family, contact.name.given?.[0]) : components(contact.name?.text),
    3: components(relationship?.coding?.[0]?.code, relationship?.text, "HL70131"),
    5: value(contact.telecom?.[0]?.value),
  });
}

/** New address or telephone number: a person's record is changed outside a visit. */
export function personUpdate(desk: Desk, file: PatientFile, time: string): FeedMessage {
  const text = message(
    msh({ sender: ADT, type: ["ADT", "A31", "ADT_A05"], time, controlId: desk.controlId("ADT") }),
    evn("A31", time),
    pid(file),
    nextOfKin(file),
    segment("PV1", { 1: "1", 2: "N" }),
    insurance(file),
  );
  return { text, labels: { system: ADT.system } };
}

/** The second record of a person goes into the first. */
export function merge(desk: Desk, file: PatientFile, time: string): FeedMessage | undefined {
  const { duplicate } = file;
  const [number] = duplicate?.identifier ?? [];
  if (!duplicate || !number) return undefined;
  const text = message(
    msh({ sender: ADT, type: ["ADT", "A40", "ADT_A39"], time, controlId: desk.controlId("ADT") }),
    evn("A40", time),
    pid(file),
    segment("MRG", { 1: identifier(number), 7: personNames(duplicate) }),
  );
  return { text, labels: { system: ADT.system } };
}

export function after(time: string, milliseconds: number): string {
  return fhirDateTime(Date.parse(time) + milliseconds);
}

const SCHEDULING: Sender = { application: "APPTBOOK", facility: "DEMO", version: "2.3.1", system: "scheduling" };

/** The appointment that led to a visit, booked some days before. */
export function appointment(desk: Desk, file: PatientFile, encounter: Encounter, daysBefore: number): FeedMessage {
  const start = encounter.period?.start ?? "";
  const time = after(start, -daysBefore * 24 * HOUR);
  const minutes = Math.round((Date.parse(encounter.period?.end ?? "") - Date.parse(start)) / MINUTE);
  const number = (encounter.identifier?.[0]?.value ?? "").replace("V", "APT");
  const reason = encounter.reasonCode?.[0]?.text ?? encounter.type?.[0]?.text;
  const timing = components("", "", `M${minutes}`, timestamp(start), timestamp(encounter.period?.end));
  const text = message(
    msh({ sender: SCHEDULING, type: ["SIU", "S12", "SIU_S12"], time, controlId: desk.controlId("SIU") }),
    segment("SCH", {
      1: components(number),
      6: components("ROUTINE"),
      7: components("", reason),
      8: components("NORMAL"),
      9: String(minutes),
      10: "min",
      11: timing,
      25: components("BOOKED"),
    }),
    pid(file),
    segment("RGS", { 1: "1", 2: "A" }),
    segment("AIL", { 1: "1", 2: "A", 3: place(encounter) }),
  );
  return { text, labels: { system: SCHEDULING.system } };
}
