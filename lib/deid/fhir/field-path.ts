/** A path of `fieldMetadataList[].paths`: names of fields with a small first letter, names of types with a capital. */
export type FieldPath = readonly string[];

/** One step of where a value is: the names by which a path may call it. */
export type Step = readonly string[];

/**
 * `Patient.HumanName.family`, `Address.city`, `HumanName`, `Deceased.Age.unit` (contract 13.5). Undefined for what is no path. The capital
 * counts: `Code` is the type of `status`, and `code` the field of a CodeableConcept with free text in it.
 */
export function parseFieldPath(path: string): FieldPath | undefined {
  return /^[A-Za-z][A-Za-z0-9]*(?:\.[A-Za-z][A-Za-z0-9]*)*$/.test(path) ? path.split(".") : undefined;
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
  url: ["Uri"],
  canonical: ["Uri"],
  "http://hl7.org/fhirpath/System.String": ["String"],
};
const CODES_BY_FIELD: Readonly<Record<string, string>> = {
  gender: "AdministrativeGenderCode",
  language: "LanguageCode",
};

/** The steps of one field: two for a choice, `Deceased` or `deceased` and `Age`. @param element `deceased[x]` */
export function stepsOf(element: string, type: string): readonly Step[] {
  const types = [upperFirst(type), ...(OTHER_NAMES[type] ?? [])];
  if (element.endsWith("[x]"))
    return [
      [element.slice(0, -3), upperFirst(element.slice(0, -3))],
      [...types, lowerFirst(type)],
    ];
  const codeName = type === "code" ? CODES_BY_FIELD[element] : undefined;
  return [[element, ...types, ...(codeName === undefined ? [] : [codeName])]];
}

export function lowerFirst(word: string): string {
  return word.charAt(0).toLowerCase() + word.slice(1);
}

function upperFirst(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
