import type { InfoType } from "#lib/deid/info-types.ts";

/** Attributes whose values are identifiers wherever else they stand in the texts of the same file. Names are found by their VR. */
const ATTRIBUTES: Readonly<Partial<Record<InfoType, string>>> = {
  MEDICAL_RECORD_NUMBER: "00100020 00101000 00101090 00080050 00380010 00401001 00402016 00402017 00200010",
  LOCATION: "00101040 00102152 00380300 00080081",
  PHONE_NUMBER: "00102154 00080094",
  GENERIC_ID: "00181000 00181008 00120040 00181002",
};
const BY_TAG: ReadonlyMap<string, InfoType> = new Map(
  Object.entries(ATTRIBUTES).flatMap(([infoType, tags]) =>
    tags.split(" ").map((tag): [string, InfoType] => [tag, infoType as InfoType]),
  ),
);

/** What kind of identifier an attribute's value is; undefined for others. */
export function knownAttribute(tag: string, vr: string): InfoType | undefined {
  return vr === "PN" ? "PERSON_NAME" : BY_TAG.get(tag);
}

/** An attribute that a de-identified file says of itself; items for a code sequence. */
export interface MethodAttribute {
  readonly tag: string;
  readonly vr: "CS" | "LO" | "SH" | "SQ";
  readonly value: string;
  readonly item?: readonly MethodAttribute[];
}

const METHODS = {
  basic: "Basic Application Confidentiality Profile",
  list: "Kept attributes by list",
  contents: "Contents of attributes inspected",
} as const;

/** PS3.3 C.7.1.1 and PS3.15 E.1: (0012,0062) to (0012,0064) and what became of dates, in the order of tags. */
export function methodAttributes(method: keyof typeof METHODS): readonly MethodAttribute[] {
  const code: MethodAttribute[] = [
    { tag: "00080100", vr: "SH", value: "113100" },
    { tag: "00080102", vr: "SH", value: "DCM" },
    { tag: "00080104", vr: "LO", value: METHODS.basic },
  ];
  return [
    { tag: "00120062", vr: "CS", value: "YES" },
    { tag: "00120063", vr: "LO", value: METHODS[method] },
    ...(method === "basic" ? [{ tag: "00120064", vr: "SQ" as const, value: "", item: code }] : []),
    { tag: "00280303", vr: "CS", value: method === "contents" ? "MODIFIED" : "REMOVED" },
  ];
}
