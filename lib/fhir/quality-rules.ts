import { isJsonObject, type JsonObject, type JsonValue } from "./lossless-json.ts";
import { memberText } from "./member-text.ts";
import { collectReferences, parseReference } from "./references.ts";

/** A local reference that a resource makes: `Patient/p1`, without its version. */
export function localTargets(resource: JsonObject): ReadonlySet<string> {
  const targets = collectReferences(resource).flatMap(({ reference }) => {
    const parsed = parseReference(reference);
    return parsed ? [`${parsed.type}/${parsed.id}`] : [];
  });
  return new Set(targets);
}

/** True when a Coding anywhere in the resource has a code and no system: nobody can tell what the code means (FHIR R4 §4.1.1). */
export function hasCodeWithoutSystem(value: JsonValue | undefined): boolean {
  if (Array.isArray(value)) return value.some(hasCodeWithoutSystem);
  if (!isJsonObject(value)) return false;
  return Object.entries(value).some(([name, member]) =>
    name === "coding" && Array.isArray(member) ? member.some(isCodeAlone) : hasCodeWithoutSystem(member),
  );
}

function isCodeAlone(coding: JsonValue): boolean {
  return memberText(coding, "code") !== "" && memberText(coding, "system") === "";
}

/**
 * Patients that may be one person: the same family name, first given name and full birth date, and none of them marked as another's
 * duplicate (`link`). Upper and lower case and accents do not tell people apart.
 */
export function likelyDuplicates(patients: readonly JsonObject[]): readonly (readonly string[])[] {
  const groups = new Map<string, string[]>();
  for (const patient of patients) {
    const key = personKey(patient);
    if (key !== undefined) groups.set(key, [...(groups.get(key) ?? []), memberText(patient, "id")]);
  }
  return [...groups.values()].filter((ids) => ids.length > 1);
}

function personKey(patient: JsonObject): string | undefined {
  const birthDate = memberText(patient, "birthDate");
  const names = Array.isArray(patient["name"]) ? patient["name"] : [];
  const name = names.find((each) => memberText(each, "family") !== "");
  const given = isJsonObject(name) && Array.isArray(name["given"]) ? name["given"][0] : undefined;
  if (birthDate.length < "2000-01-01".length || typeof given !== "string" || isReplaced(patient)) return undefined;
  return [memberText(name, "family"), given, birthDate].map(fold).join("|");
}

function isReplaced({ link }: JsonObject): boolean {
  return Array.isArray(link) && link.some((each) => memberText(each, "type") === "replaced-by");
}

function fold(text: string): string {
  return text.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase().trim();
}
