/** A path of `fieldMetadataList[].paths`: names of fields or types, with the first letter small. */
export type FieldPath = readonly string[];

/** One step of where a value is: the names by which a path may call it. */
export type Step = readonly string[];

/**
 * `Patient.HumanName.family`, `Address.city`, `HumanName`, `Deceased.Age.unit` (contract 13.5). Undefined for what is no path. Field and
 * type names differ in the capital only, which makes no difference here: no field has the name of another field's type.
 */
export function parseFieldPath(path: string): FieldPath | undefined {
  return /^[A-Za-z][A-Za-z0-9]*(?:\.[A-Za-z][A-Za-z0-9]*)*$/.test(path) ? path.split(".").map(lowerFirst) : undefined;
}

/** True when the path names the value at the end of the steps, or something that it is part of. The head of a path may be left out. */
export function fitsPath(path: FieldPath, steps: readonly Step[]): boolean {
  for (let end = path.length; end <= steps.length; end += 1) {
    if (path.every((name, index) => steps[end - path.length + index]?.includes(name))) return true;
  }
  return false;
}

/** Names that types go by in paths beside their own (contract 13.5). */
const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
  url: ["uri"],
  canonical: ["uri"],
  "http://hl7.org/fhirpath/System.String": ["string"],
};
const CODES_BY_FIELD: Readonly<Record<string, string>> = {
  gender: "administrativeGenderCode",
  language: "languageCode",
};

/** The steps of one field: two for a choice, `deceased` and `age`. @param element `deceased[x]` */
export function stepsOf(element: string, type: string): readonly Step[] {
  const types = [lowerFirst(type), ...(OTHER_NAMES[type] ?? [])];
  if (element.endsWith("[x]")) return [[element.slice(0, -3)], types];
  const codeName = type === "code" ? CODES_BY_FIELD[element] : undefined;
  return [[element, ...types, ...(codeName === undefined ? [] : [codeName])]];
}

export function lowerFirst(word: string): string {
  return word.charAt(0).toLowerCase() + word.slice(1);
}
