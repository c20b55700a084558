/** What a template cannot know. */
export interface TemplateStamp {
  /** MSH-10, new for every message. */
  readonly controlId: string;
  /** `YYYYMMDDHHMMSS±ZZZZ` for MSH-7 and the event. */
  readonly time: string;
}

export interface MessageTemplate {
  readonly name: string;
  readonly title: string;
  readonly lines: (stamp: TemplateStamp) => readonly string[];
}

const PERSON = "TEST0001^^^HOSP^MR||Example^Patient^A||19700101|U|||1 Main Street^^Springfield^IL^62704^USA";

function header(type: string, { time, controlId }: TemplateStamp): string {
  return `MSH|^~\\&|CAREPLANE|HOSP|RECEIVER|HOSP|${time}||${type}|${controlId}|T|2.5.1`;
}

function admission(event: string, structure: string, visit: string): MessageTemplate["lines"] {
  return (stamp) => [
    header(`ADT^${event}^${structure}`, stamp),
    `EVN|${event}|${stamp.time}`,
    `PID|1||${PERSON}`,
    `PV1|1|${visit}|WARD^101^A^HOSP||||1234567893^Attending^Doctor^^^^^^NPI|||MED|||||||||TESTV0001^^^HOSP^VN`,
  ];
}

/** Messages to begin with: version 2.5.1, an invented patient, MSH-11 `T` for training. Structures of HL7 v2.5.1 chapters 3, 4, 7, 9, 10. */
export const MESSAGE_TEMPLATES: readonly MessageTemplate[] = [
  { name: "ADT_A01", title: "ADT A01: admit", lines: admission("A01", "ADT_A01", "I") },
  { name: "ADT_A03", title: "ADT A03: discharge", lines: admission("A03", "ADT_A03", "I") },
  { name: "ADT_A04", title: "ADT A04: register", lines: admission("A04", "ADT_A01", "O") },
  { name: "ADT_A08", title: "ADT A08: update", lines: admission("A08", "ADT_A01", "I") },
  {
    name: "ADT_A40",
    title: "ADT A40: merge two patients",
    lines: (stamp) => [
      header("ADT^A40^ADT_A39", stamp),
      `EVN|A40|${stamp.time}`,
      `PID|1||${PERSON}`,
      "MRG|TEST0002^^^HOSP^MR",
    ],
  },
  {
    name: "ORU_R01",
    title: "ORU R01: result",
    lines: (stamp) => [
      header("ORU^R01^ORU_R01", stamp),
      `PID|1||${PERSON}`,
      `OBR|1|PLAC001|FILL001|718-7^Hemoglobin [Mass/volume] in Blood^LN|||${stamp.time}|||||||||||||||${stamp.time}||LAB|F`,
      `OBX|1|NM|718-7^Hemoglobin [Mass/volume] in Blood^LN||13.4|g/dL^gram per deciliter^UCUM|12.0-16.0|N|||F|||${stamp.time}`,
    ],
  },
  {
    name: "ORM_O01",
    title: "ORM O01: order",
    lines: (stamp) => [
      header("ORM^O01^ORM_O01", stamp),
      `PID|1||${PERSON}`,
      "PV1|1|O|CLINIC^^^HOSP",
      `ORC|NW|PLAC001|||||||${stamp.time}|||1234567893^Ordering^Doctor^^^^^^NPI`,
      `OBR|1|PLAC001||718-7^Hemoglobin [Mass/volume] in Blood^LN|||${stamp.time}`,
    ],
  },
  {
    name: "SIU_S12",
    title: "SIU S12: new appointment",
    lines: (stamp) => [
      header("SIU^S12^SIU_S12", stamp),
      `SCH|APPT001|||||ROUTINE|||30|min^minute^UCUM|^^30^${stamp.time}|||||1234567893^Scheduling^Doctor||||1234567893^Scheduling^Doctor|||||BOOKED`,
      `PID|1||${PERSON}`,
      "RGS|1|A",
      "AIP|1|A|1234567893^Attending^Doctor^^^^^^NPI",
    ],
  },
  {
    name: "MDM_T02",
    title: "MDM T02: document",
    lines: (stamp) => [
      header("MDM^T02^MDM_T02", stamp),
      `EVN|T02|${stamp.time}`,
      `PID|1||${PERSON}`,
      "PV1|1|O|CLINIC^^^HOSP",
      `TXA|1|CN|TX|${stamp.time}|1234567893^Author^Doctor|${stamp.time}||||||DOC001|||||AU`,
      "OBX|1|TX|11506-3^Progress note^LN||The patient is well.\\.br\\No complaints.||||||F",
    ],
  },
  {
    name: "VXU_V04",
    title: "VXU V04: vaccination",
    lines: (stamp) => [
      header("VXU^V04^VXU_V04", stamp),
      `PID|1||${PERSON}`,
      "ORC|RE||VACC001",
      `RXA|0|1|${stamp.time}|${stamp.time}|141^Influenza, seasonal, injectable^CVX|0.5|mL^milliliter^UCUM||00^New immunization record`,
    ],
  },
  {
    name: "DFT_P03",
    title: "DFT P03: charge",
    lines: (stamp) => [
      header("DFT^P03^DFT_P03", stamp),
      `EVN|P03|${stamp.time}`,
      `PID|1||${PERSON}`,
      `FT1|1|||${stamp.time}||CG|85018^Hemoglobin^C4|||1`,
    ],
  },
];

/** `20260131080000+0100`: how HL7 writes a moment, in the zone of `offset` minutes ahead of UTC. HL7 v2.5.1 §2.A.78. */
export function hl7Time(time: number, offset: number): string {
  const local = new Date(time + offset * 60_000).toISOString().replace(/[-:T]/g, "").slice(0, 14);
  const minutes = Math.abs(offset);
  const zone = [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, "0")).join("");
  return `${local}${offset < 0 ? "-" : "+"}${zone}`;
}
