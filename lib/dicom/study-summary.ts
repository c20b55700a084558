import { textOf, type DicomAttributes } from "./attributes.ts";

/** One study as a list shows it. */
export interface StudySummary {
  /** Study Instance UID. */
  readonly uid: string;
  /** `Okafor, Amara` */
  readonly patientName: string;
  readonly patientId: string;
  /** `YYYYMMDD`, as stored. */
  readonly birthDate: string;
  readonly sex: string;
  readonly date: string;
  readonly description: string;
  readonly accession: string;
  /** Further attributes that were asked for, by tag. */
  readonly more: Readonly<Record<string, string>>;
}

/** Reads a row of a QIDO-RS study search. @param fields tags that were asked for beside what every list shows */
export function summariseStudy(row: DicomAttributes, fields: readonly string[] = []): StudySummary {
  const text = (tag: string) => textOf(row, tag) ?? "";
  return {
    uid: text("0020000D"),
    patientName: personName(text("00100010")),
    patientId: text("00100020"),
    birthDate: text("00100030"),
    sex: text("00100040"),
    date: text("00080020"),
    description: text("00081030"),
    accession: text("00080050"),
    more: Object.fromEntries(fields.map((tag) => [tag, row[tag]?.vr === "PN" ? personName(text(tag)) : text(tag)])),
  };
}

/** `Okafor^Amara^N^Dr` → `Okafor, Amara N` (PS3.5 6.2.1, PN: family, given, middle, prefix, suffix). */
function personName(name: string): string {
  const [family = "", given = "", middle = ""] = name.split("^").map((part) => part.trim());
  const first = [given, middle].filter(Boolean).join(" ");
  return [family, first].filter(Boolean).join(", ");
}

/** What the series of a study tell: its modalities in the order of their first series, and how many series there are. */
export function modalitiesOf(series: readonly DicomAttributes[]): readonly string[] {
  return [...new Set(series.flatMap((row) => textOf(row, "00080060") ?? []))];
}
