import type { ReportContext } from "#lib/dicom/report-evidence.ts";

/** Time and new names for a document that is written now. */
export function documentContext(observer: string): ReportContext {
  const digits = new Date().toISOString().replaceAll(/\D/g, "");
  return {
    series: uidOf(crypto.randomUUID()),
    instance: uidOf(crypto.randomUUID()),
    observer,
    date: digits.slice(0, 8),
    time: digits.slice(8, 14),
  };
}

/** A UUID as a UID (PS3.5 B.2). */
export function uidOf(uuid: string): string {
  return `2.25.${BigInt(`0x${uuid.replaceAll("-", "")}`).toString()}`;
}
