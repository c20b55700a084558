import { numberOf, textOf, type DicomAttributes } from "./attributes.ts";

/** A line of text over a picture. */
export interface OverlayLine {
  readonly text: string;
  /** True: it tells who the patient is, and is covered by the identity mask. */
  readonly isIdentity: boolean;
}

/** Whose picture it is, for the top right corner: name, record number with sex and age, date. */
export function patientLines(image: DicomAttributes): readonly OverlayLine[] {
  const person = [textOf(image, "00100040"), ageText(textOf(image, "00101010"))].filter(Boolean).join(" ");
  const id = [textOf(image, "00100020"), person].filter(Boolean).join(" · ");
  return [
    ...line(textOf(image, "00100010")?.replaceAll("^", " ").trim(), true),
    ...line(id, true),
    ...line(dateText(textOf(image, "00080020")), true),
    ...line(textOf(image, "00080080"), true),
  ];
}

/** What picture it is, for the bottom left corner: slice, technique, size. */
export function techniqueLines(image: DicomAttributes): readonly OverlayLine[] {
  const rows = numberOf(image, "00280010");
  const columns = numberOf(image, "00280011");
  const technique = TECHNIQUE.flatMap(([tag, before, unit]) => {
    const value = numberOf(image, tag);
    return value === undefined ? [] : [`${before}${rounded(value)}${unit}`];
  });
  return [...line(technique.join(" · "), false), ...line(rows && columns ? `${columns} × ${rows}` : "", false)];
}

/** How thick the slice is and where it lies: `5 mm at −42.5 mm`. */
export function sliceText(image: DicomAttributes): string {
  const thickness = numberOf(image, "00180050");
  const location = numberOf(image, "00201041");
  return [
    ...(thickness === undefined ? [] : [`${rounded(thickness)} mm`]),
    ...(location === undefined ? [] : [`at ${rounded(location)} mm`]),
  ].join(" ");
}

/** `20260314` → `14 Mar 2026`; other text as it is. */
export function dateText(date: string | undefined): string {
  const match = /^(\d{4})(\d{2})(\d{2})$/.exec(date ?? "");
  const month = MONTHS[Number(match?.[2]) - 1];
  return match && month ? `${Number(match[3])} ${month} ${match[1]}` : (date ?? "");
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const TECHNIQUE = [
  ["00180060", "", " kV"],
  ["00181151", "", " mA"],
  ["00180080", "TR ", " ms"],
  ["00180081", "TE ", " ms"],
] as const;

/** `057Y` → `57 y` (PS3.5 6.2, AS). */
function ageText(age: string | undefined): string | undefined {
  const match = /^(\d{3})([DWMY])$/.exec(age ?? "");
  return match ? `${Number(match[1])} ${match[2]?.toLowerCase()}` : age;
}

function line(text: string | undefined, isIdentity: boolean): OverlayLine[] {
  return text ? [{ text, isIdentity }] : [];
}

function rounded(value: number): string {
  return String(Math.round(value * 100) / 100);
}
