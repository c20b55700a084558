import type { DicomAttributes, DicomElement } from "./attributes.ts";

/** A coded word: value, scheme, meaning. */
export type Code = readonly [value: string, scheme: string, meaning: string];

export const one = (vr: string, ...values: readonly unknown[]): DicomElement => ({ vr, Value: values });

export const codeSequence = ([value, scheme, meaning]: Code): DicomElement =>
  one("SQ", { "00080100": one("SH", value), "00080102": one("SH", scheme), "00080104": one("LO", meaning) });

/** A content item of a structured report (PS3.3 C.17.3). */
export function contentItem(
  relation: string,
  type: string,
  concept: Code | undefined,
  more: DicomAttributes,
): DicomAttributes {
  return {
    "0040A010": one("CS", relation),
    "0040A040": one("CS", type),
    ...(concept ? { "0040A043": codeSequence(concept) } : {}),
    ...more,
  };
}

export const container = (relation: string, concept: Code, items: readonly DicomAttributes[]): DicomAttributes =>
  contentItem(relation, "CONTAINER", concept, { "0040A050": one("CS", "SEPARATE"), "0040A730": one("SQ", ...items) });

export const textItem = (relation: string, concept: Code, text: string): DicomAttributes =>
  contentItem(relation, "TEXT", concept, { "0040A160": one("UT", text) });

export const codeItem = (relation: string, concept: Code, code: Code): DicomAttributes =>
  contentItem(relation, "CODE", concept, { "0040A168": codeSequence(code) });

export const uidItem = (relation: string, concept: Code, uid: string): DicomAttributes =>
  contentItem(relation, "UIDREF", concept, { "0040A124": one("UI", uid) });

/** A figure with its unit, found on the shape that `from` gives. */
export function numberItem(
  concept: Code,
  value: number,
  unit: Code,
  from: readonly DicomAttributes[],
): DicomAttributes {
  return contentItem("CONTAINS", "NUM", concept, {
    "0040A300": one("SQ", { "004008EA": codeSequence(unit), "0040A30A": one("DS", decimal(value)) }),
    ...(from.length > 0 ? { "0040A730": one("SQ", ...from) } : {}),
  });
}

/** Sixteen characters at most (PS3.5 6.2, DS). */
function decimal(value: number): string {
  return String(Number(value.toPrecision(10))).slice(0, 16);
}
