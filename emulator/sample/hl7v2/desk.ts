import type { Random } from "#emulator/sample/random.ts";

/** One message of the feed, ready to be stored. */
export interface FeedMessage {
  readonly text: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Where the messages of one patient are written. */
export interface Desk {
  readonly random: Random;
  /** `controlId("ADT")` → `ADT0001-0001`, never given twice: the patient's number and a count. */
  controlId(prefix: string): string;
}

/** @param patientId `patient-0001` */
export function openDesk(patientId: string, random: Random): Desk {
  let count = 0;
  const number = patientId.replace(/\D/g, "");
  return {
    random,
    controlId: (prefix) => `${prefix}${number}-${String(++count).padStart(4, "0")}`,
  };
}
