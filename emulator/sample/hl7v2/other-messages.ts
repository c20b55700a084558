import type { DocumentReference, Encounter, Immunization } from "fhir/r4";
import { HOUR } from "#emulator/sample/calendar.ts";
import { after } from "./admission-messages.ts";
import {
  clinician,
  coded,
  day,
  diagnoses,
  evn,
  insurance,
  msh,
  pid,
  pv1,
  timestamp,
  type Sender,
} from "./common-segments.ts";
import type { Desk, FeedMessage } from "./desk.ts";
import { encounterOf, idOf, type PatientFile } from "./patient-file.ts";
import { components, message, segment, value } from "./write-segment.ts";

const DOCUMENTS: Sender = { application: "LETTERBOX", facility: "DEMO", version: "2.5", system: "documents" };

/** A letter with the PDF itself in OBX-5; undefined for a document that is no PDF or belongs to no visit. */
export function letterMessage(desk: Desk, file: PatientFile, document: DocumentReference): FeedMessage | undefined {
  const attachment = document.content[0]?.attachment;
  const pdf = file.binaries.get(idOf({ reference: attachment?.url ?? "" }));
  const encounter = encounterOf(file, document.context?.encounter?.[0]);
  if (pdf === undefined || !encounter) return undefined;
  const time = document.date ?? "";
  const text = message(
    msh({ sender: DOCUMENTS, type: ["MDM", "T02", "MDM_T02"], time, controlId: desk.controlId("MDM") }),
    evn("T02", time),
    pid(file),
    pv1(file, encounter, { isOver: true }),
    segment("TXA", {
      1: "1",
      2: "DS",
      3: "AP",
      4: timestamp(document.date),
      9: clinician(file, document.author?.[0]),
      12: components(document.id, "DEMO"),
      17: "AU",
      19: "AV",
    }),
    segment("OBX", {
      1: "1",
      2: "ED",
      3: coded(document.type),
      5: ["", "application", "pdf", "Base64", pdf].join("^"),
      11: "F",
      14: timestamp(time),
    }),
    segment("OBX", { 1: "2", 2: "TX", 3: coded(document.type), 5: value(attachment?.title), 11: "F" }),
  );
  return { text, labels: { system: DOCUMENTS.system } };
}

const VACCINATIONS: Sender = { application: "CEDARVAX", facility: "DEMO", version: "2.5.1", system: "immunization" };

export function vaccination(desk: Desk, file: PatientFile, immunization: Immunization): FeedMessage | undefined {
  const encounter = encounterOf(file, immunization.encounter);
  const given = immunization.occurrenceDateTime ?? "";
  if (!encounter) return undefined;
  const isGiven = immunization.status === "completed";
  const performer = immunization.performer?.[0]?.actor;
  const text = message(
    msh({
      sender: VACCINATIONS,
      type: ["VXU", "V04", "VXU_V04"],
      time: after(given, HOUR),
      controlId: desk.controlId("VXU"),
    }),
    pid(file),
    pv1(file, encounter),
    segment("ORC", { 1: "RE", 3: components(immunization.id, "DEMO"), 12: clinician(file, performer) }),
    segment("RXA", {
      1: "0",
      2: "1",
      3: timestamp(given),
      4: timestamp(given),
      5: coded(immunization.vaccineCode),
      6: isGiven ? "0.5" : "999",
      7: isGiven ? components("mL", "mL", "UCUM") : "",
      9: components("00", "New immunization record", "NIP001"),
      10: clinician(file, performer),
      15: value(immunization.lotNumber),
      18: isGiven ? "" : components("00", "Parental or patient decision", "NIP002"),
      20: isGiven ? "CP" : "RE",
      21: "A",
    }),
    isGiven
      ? segment("RXR", {
          1: components("IM", "Intramuscular", "HL70162"),
          2: components("LD", "Left deltoid", "HL70163"),
        })
      : undefined,
    doseNumber(immunization),
  );
  return { text, labels: { system: VACCINATIONS.system } };
}

function doseNumber({ protocolApplied, occurrenceDateTime }: Immunization): string | undefined {
  const dose = protocolApplied?.[0]?.doseNumberPositiveInt;
  if (dose === undefined) return undefined;
  return segment("OBX", {
    1: "1",
    2: "NM",
    3: components("30973-2", "Dose number in series", "LN"),
    4: "1",
    5: String(dose),
    11: "F",
    14: day(occurrenceDateTime),
  });
}

const BILLING: Sender = { application: "CEDARBILL", facility: "DEMO_FIN", version: "2.3", system: "billing" };

/** The charges of a stay after its end: one line for each procedure. */
export function charges(desk: Desk, file: PatientFile, encounter: Encounter): FeedMessage | undefined {
  const procedures = file.procedures.filter((procedure) => idOf(procedure.encounter) === encounter.id);
  if (procedures.length === 0) return undefined;
  const time = after(encounter.period?.end ?? "", 2 * HOUR);
  const text = message(
    msh({ sender: BILLING, type: ["DFT", "P03", "DFT_P03"], time, controlId: desk.controlId("DFT") }),
    evn("P03", time),
    pid(file),
    pv1(file, encounter, { isOver: true }),
    ...procedures.map((procedure, index) =>
      segment("FT1", {
        1: String(index + 1),
        2: value(procedure.id),
        4: day(procedure.performedPeriod?.start),
        6: "CG",
        7: coded(procedure.code),
        10: "1",
        20: clinician(file, procedure.performer?.[0]?.actor),
      }),
    ),
    ...diagnoses(file, encounter),
    insurance(file),
  );
  return { text, labels: { system: BILLING.system } };
}
