import { isObject, textOf, type JsonObject, type JsonValue } from "./json.ts";

/** location-physical-type "ho" (House) and v3-RoleCode "PTRES" (Patient's Residence), as R4 binds `physicalType` and `type`. */
const HOME_CODES = new Set(["ho", "PTRES"]);
/** "Home of Anna Lind", "Lind residence", "Anna Lind's apartment"; not "St. Mary's Home", "Veterans' Home" or "Nursing home". */
const HOME_WORDS = [
  /\b(?:home|house|residence|household|apartment|flat) of\b/i,
  /\b(?:private|patient['’]?s|family) (?:home|house|residence|address)\b/i,
  /\p{Lu}\p{L}+ (?:[Rr]esidence|[Hh]ousehold|[Ff]amily home)\b/u,
  /(?<!\bSt |\bSaint )\b\p{Lu}\p{L}+ \p{Lu}[\p{L}'’-]+['’]s (?:[Hh]ome|[Hh]ouse)\b/u,
  /\p{Lu}\p{L}+['’]s (?:[Aa]partment|[Ff]lat|[Pp]lace)\b/u,
];
/** What of a home names whose it is. */
const TELLING = new Set(["name", "alias", "description"]);

/**
 * The members of a Location that name a person because it is somebody's home. A ward or house that bears a name of old is none: what
 * stands in its name is inspected as any text.
 */
export function tellingMembers(resource: JsonObject): ReadonlySet<string> {
  return textOf(resource, "resourceType") === "Location" && isHome(resource) ? TELLING : NONE;
}

const NONE: ReadonlySet<string> = new Set();

function isHome(location: JsonObject): boolean {
  const concepts = [location["physicalType"], ...listOf(location["type"])];
  const codings = concepts.flatMap((concept) => (isObject(concept) ? listOf(concept["coding"]) : []));
  if (codings.some((coding) => isObject(coding) && HOME_CODES.has(textOf(coding, "code")))) return true;
  const name = textOf(location, "name");
  return HOME_WORDS.some((words) => words.test(name));
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}
