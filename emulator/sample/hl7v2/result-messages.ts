import type { DiagnosticReport, Encounter, Observation } from "fhir/r4";
import { MINUTE } from "#emulator/sample/calendar.ts";
import { after } from "./admission-messages.ts";
import { clinician, coded, msh, pid, pv1, timestamp, type Sender } from "./common-segments.ts";
import type { Desk, FeedMessage } from "./desk.ts";
import { encounterOf, idOf, type PatientFile } from "./patient-file.ts";
import { components, lines, message, segment, value, type FieldText } from "./write-segment.ts";

const ORDERS: Sender = { application: "CEDAROE", facility: "DEMO", version: "2.5.1", system: "orders" };
const OLD_ORDERS: Sender = { application: "WARDOE", facility: "DEMO", version: "2.3", system: "orders" };
const LAB: Sender = { application: "CEDARLAB", facility: "DEMO_LAB", version: "2.5.1", system: "laboratory" };
const OLD_LAB: Sender = { application: "LABSYS3", facility: "DEMO_LAB", version: "2.3", system: "laboratory" };
const RADIOLOGY: Sender = { application: "CEDARRIS", facility: "DEMO_RAD", version: "2.4", system: "radiology" };

/** An order and its result: laboratory by OML (or ORM from the old wards) and ORU, radiology by ORM and ORU. */
export function reportMessages(desk: Desk, file: PatientFile, report: DiagnosticReport): FeedMessage[] {
  const encounter = encounterOf(file, report.encounter);
  if (!encounter) return [];
  const isLab = report.category?.[0]?.coding?.[0]?.code === "LAB";
  const isOld = desk.random.chance(0.3);
  const order: Order = {
    report,
    encounter,
    placer: (report.id ?? "").replace("report-", "P").replaceAll("-", ""),
    filler: (report.id ?? "").replace("report-", isLab ? "L" : "R").replaceAll("-", ""),
  };
  if (!isLab) return [orm(desk, file, order, ORDERS), radiologyResult(desk, file, order)];
  return isOld
    ? [orm(desk, file, order, OLD_ORDERS), labResult(desk, file, order, OLD_LAB)]
    : [oml(desk, file, order), labResult(desk, file, order, LAB)];
}

interface Order {
  readonly report: DiagnosticReport;
  readonly encounter: Encounter;
  readonly placer: string;
  readonly filler: string;
}

function orm(desk: Desk, file: PatientFile, order: Order, sender: Sender): FeedMessage {
  const time = orderTime(order);
  const text = message(
    msh({ sender, type: ["ORM", "O01", "ORM_O01"], time, controlId: desk.controlId("ORM") }),
    pid(file),
    pv1(file, order.encounter),
    orc(file, order, "NW", time),
    segment("OBR", { ...observationRequest(file, order), 7: "" }),
  );
  return { text, labels: { system: sender.system } };
}

function oml(desk: Desk, file: PatientFile, order: Order): FeedMessage {
  const time = orderTime(order);
  const text = message(
    msh({ sender: ORDERS, type: ["OML", "O21", "OML_O21"], time, controlId: desk.controlId("OML") }),
    pid(file),
    pv1(file, order.encounter),
    orc(file, order, "NW", time),
    segment("TQ1", { 1: "1", 7: timestamp(time), 9: components("R", "Routine", "HL70078") }),
    segment("OBR", { ...observationRequest(file, order), 7: "" }),
    segment("SPM", { 1: "1", 2: components(order.filler), 4: components("119297000", "Blood specimen", "SCT") }),
  );
  return { text, labels: { system: ORDERS.system } };
}

function labResult(desk: Desk, file: PatientFile, order: Order, sender: Sender): FeedMessage {
  const { report } = order;
  const time = report.issued ?? "";
  const results = (report.result ?? []).flatMap((reference) => file.observations.get(idOf(reference)) ?? []);
  const text = message(
    msh({ sender, type: ["ORU", "R01", "ORU_R01"], time, controlId: desk.controlId("ORU") }),
    pid(file),
    pv1(file, order.encounter),
    orc(file, order, "RE", time),
    segment("OBR", { ...observationRequest(file, order), 22: timestamp(time), 24: "LAB", 25: "F" }),
    ...results.map((result, index) => measured(result, index + 1)),
    segment("NTE", { 1: "1", 2: "L", 3: value("Reference ranges for adults & adolescents; values ^ checked twice.") }),
  );
  return { text, labels: { system: sender.system } };
}

function radiologyResult(desk: Desk, file: PatientFile, order: Order): FeedMessage {
  const { report } = order;
  const time = report.issued ?? "";
  const text = message(
    msh({ sender: RADIOLOGY, type: ["ORU", "R01", "ORU_R01"], time, controlId: desk.controlId("ORU") }),
    pid(file),
    pv1(file, order.encounter),
    orc(file, order, "RE", time),
    segment("OBR", {
      ...observationRequest(file, order),
      18: value(idOf(report.imagingStudy?.[0]).replace("img-", "A").replaceAll("-", "")),
      22: timestamp(time),
      24: "RAD",
      25: "F",
      32: clinician(file, report.resultsInterpreter?.[0]).replaceAll("^", "&"),
    }),
    segment("OBX", {
      1: "1",
      2: "FT",
      3: coded(report.code),
      5: lines(narrativeLines(report)),
      11: "F",
      14: timestamp(report.effectiveDateTime),
    }),
    segment("OBX", {
      1: "2",
      2: "TX",
      3: components("19005-8", "Radiology imaging study impression", "LN"),
      5: value(report.conclusion),
      11: "F",
      14: timestamp(report.effectiveDateTime),
    }),
  );
  return { text, labels: { system: RADIOLOGY.system } };
}

/** The lines of the report as its FHIR narrative shows them. */
function narrativeLines({ text }: DiagnosticReport): string[] {
  return (text?.div ?? "")
    .split(/<[^>]*>/)
    .map((line) =>
      line.replace(/&(lt|gt|quot|amp);/g, (_, name: string) => ({ lt: "<", gt: ">", quot: '"', amp: "&" })[name] ?? ""),
    )
    .filter((line) => line.trim() !== "");
}

function orderTime({ report }: Order): string {
  return after(report.effectiveDateTime ?? "", -5 * MINUTE);
}

function orc(file: PatientFile, { encounter, placer, filler }: Order, control: "NW" | "RE", time: string): string {
  return segment("ORC", {
    1: control,
    2: components(placer, "CEDAROE"),
    3: control === "RE" ? components(filler, "DEMO") : "",
    5: control === "RE" ? "CM" : "",
    9: timestamp(time),
    12: clinician(file, encounter.participant?.[0]?.individual),
  });
}

function observationRequest(
  file: PatientFile,
  { report, encounter, placer, filler }: Order,
): Record<number, FieldText> {
  return {
    1: "1",
    2: components(placer, "CEDAROE"),
    3: components(filler, "DEMO"),
    4: coded(report.code),
    7: timestamp(report.effectiveDateTime),
    16: clinician(file, encounter.participant?.[0]?.individual),
  };
}

/** A measured value with its unit, range and flag, as the FHIR Observation has them. */
function measured(observation: Observation, setId: number): string {
  const quantity = observation.valueQuantity;
  return segment("OBX", {
    1: String(setId),
    2: "NM",
    3: coded(observation.code),
    5: value(quantity?.value),
    6: components(quantity?.code, quantity?.unit, "UCUM"),
    7: rangeText(observation),
    8: value(observation.interpretation?.[0]?.coding?.[0]?.code),
    11: observation.status === "final" ? "F" : "W",
    14: timestamp(observation.effectiveDateTime),
  });
}

function rangeText({ referenceRange }: Observation): FieldText {
  const low = referenceRange?.[0]?.low?.value;
  const high = referenceRange?.[0]?.high?.value;
  if (low !== undefined && high !== undefined) return value(`${low}-${high}`);
  if (low !== undefined) return value(`>=${low}`);
  return high === undefined ? "" : value(`<=${high}`);
}
