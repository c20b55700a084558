import { isJsonObject, type JsonObject, type JsonValue } from "./lossless-json.ts";
import { memberText } from "./member-text.ts";
import { collectReferences, parseReference } from "./references.ts";

/** What the checks need to know of a resource: so little that a whole store of them fits into memory. */
export interface QualityFacts {
  readonly id: string;
  /** Resources of the store that it refers to (`Patient/p1`), each once. */
  readonly targets: readonly string[];
  readonly hasCodeWithoutSystem: boolean;
  /** Name and birth date of a patient, the same for everybody who may be this person; undefined where that cannot be told. */
  readonly person: string | undefined;
}

/** Reads the facts from a resource. */
export function qualityFacts(resource: JsonObject): QualityFacts {
  return {
    id: memberText(resource, "id"),
    targets: [...localTargets(resource)],
    hasCodeWithoutSystem: hasCodeWithoutSystem(resource),
    person: memberText(resource, "resourceType") === "Patient" ? personKey(resource) : undefined,
  };
}

/** A local reference that a resource makes: `Patient/p1`, without its version. */
function localTargets(resource: JsonObject): ReadonlySet<string> {
  const targets = collectReferences(resource).flatMap(({ reference }) => {
    const parsed = parseReference(reference);
    return parsed ? [`${parsed.type}/${parsed.id}`] : [];
  });
  return new Set(targets);
}

/** True when a Coding anywhere in the resource has a code and no system: nobody can tell what the code means (FHIR R4 §4.1.1). */
function hasCodeWithoutSystem(value: JsonValue | undefined): boolean {
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
export function likelyDuplicates(patients: readonly QualityFacts[]): readonly (readonly string[])[] {
  const known = patients.filter(({ person }) => person !== undefined);
  const groups = [...Map.groupBy(known, ({ person }) => person).values()];
  return groups.flatMap((group) => (group.length > 1 ? [group.map(({ id }) => id)] : []));
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
