/** One attribute of the DICOM JSON model (PS3.18 annex F). Values come from files, so they are looked at before they are used. */
export interface DicomElement {
  readonly vr?: string;
  readonly Value?: readonly unknown[];
  readonly InlineBinary?: string;
  readonly BulkDataURI?: string;
}

/** A data set of the DICOM JSON model: eight hex digits in upper case to attribute. */
export type DicomAttributes = Readonly<Record<string, DicomElement | undefined>>;

/** The first value as text; undefined when absent or empty. A person's name gives its alphabetic group. */
export function textOf(attributes: DicomAttributes, tag: string): string | undefined {
  return textsOf(attributes, tag)[0];
}

/** All values as texts. */
export function textsOf(attributes: DicomAttributes, tag: string): readonly string[] {
  return valuesOf(attributes, tag).flatMap((value) => {
    if (typeof value === "string") return value.trim() === "" ? [] : [value.trim()];
    if (typeof value === "number") return [String(value)];
    const alphabetic = (value as { Alphabetic?: unknown } | null)?.Alphabetic;
    return typeof alphabetic === "string" && alphabetic !== "" ? [alphabetic] : [];
  });
}

/** The first value as a number; undefined when absent or no number. */
export function numberOf(attributes: DicomAttributes, tag: string): number | undefined {
  return numbersOf(attributes, tag)[0];
}

/** All values that are numbers. DS and IS may come as text. */
export function numbersOf(attributes: DicomAttributes, tag: string): readonly number[] {
  return valuesOf(attributes, tag).flatMap((value) => {
    const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
    return typeof number === "number" && Number.isFinite(number) ? [number] : [];
  });
}

/** Items of a sequence. */
export function itemsOf(attributes: DicomAttributes, tag: string): readonly DicomAttributes[] {
  return valuesOf(attributes, tag).filter(
    (value): value is DicomAttributes => typeof value === "object" && value !== null && !Array.isArray(value),
  );
}

function valuesOf(attributes: DicomAttributes, tag: string): readonly unknown[] {
  const values = attributes[tag]?.Value;
  return Array.isArray(values) ? (values as readonly unknown[]) : [];
}
