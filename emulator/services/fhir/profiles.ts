import { isJsonObject, type JsonObject } from "#lib/fhir/lossless-json.ts";
import { memberText } from "#lib/fhir/member-text.ts";
import { validateProfile } from "#lib/fhir/validate-profile.ts";
import type { ValidationIssue } from "#lib/fhir/validate.ts";
import type { Database } from "#emulator/store/database.ts";
import { catalogOf } from "./catalog.ts";
import type { FhirStore } from "./fhir-store.ts";
import { FhirError } from "./outcome.ts";
import { toOutcomeIssue } from "./resource-body.ts";
import { parseStored } from "./resource-rows.ts";

const MAX_ISSUES = 50;

/**
 * What the profiles in force say of a resource: those that the enabled ImplementationGuides of the store name for its type in their `global`
 * list (contract section 8.12). Guides and profiles are resources of the store; what cannot be found is ignored.
 */
export function profileMistakes(database: Database, store: FhirStore, resource: JsonObject): ValidationIssue[] {
  if (store.disableProfileValidation || store.enabledImplementationGuides.length === 0) return [];
  return store.enabledImplementationGuides.flatMap((url) => {
    const guide = findByUrl(database, store, "ImplementationGuide", url);
    const globals = Array.isArray(guide?.["global"]) ? guide["global"] : [];
    return globals.flatMap((entry) => {
      const isForType = isJsonObject(entry) && memberText(entry, "type") === memberText(resource, "resourceType");
      const profile = isForType
        ? findByUrl(database, store, "StructureDefinition", memberText(entry, "profile"))
        : undefined;
      return profile === undefined ? [] : validateProfile(resource, profile);
    });
  });
}

/** Before a write is committed. @throws FhirError with an issue for each mistake */
export function requireProfiles(database: Database, store: FhirStore, written: readonly JsonObject[]): void {
  for (const resource of written) {
    const issues = profileMistakes(database, store, resource);
    if (issues.length === 0) continue;
    throw new FhirError(
      "validation_failed",
      issues[0]?.message ?? "",
      issues.slice(0, MAX_ISSUES).map((issue) => toOutcomeIssue(issue, "")),
    );
  }
}

/** The newest resource of a type with a canonical url; the version after `|` does not matter. */
export function findByUrl(
  database: Database,
  store: FhirStore,
  type: string,
  canonical: string,
): JsonObject | undefined {
  const [url = ""] = canonical.split("|");
  const catalog = catalogOf(database);
  const typeKey = catalog.findType(store.id, type);
  const param = typeKey === undefined ? undefined : catalog.findParam(typeKey, "url");
  if (param === undefined || url === "") return undefined;
  const row = database.get<{ json: string }>(
    `SELECT resource.json FROM fhir_tokens AS token CROSS JOIN fhir_token_rows AS row CROSS JOIN fhir_resources AS resource
     WHERE token.store = ? AND token.code = ? AND token.system = '' AND row.param = ? AND row.token = token.token
       AND resource.rid = row.rid ORDER BY row.rid DESC LIMIT 1`,
    store.id,
    url,
    param,
  );
  return row && parseStored(row.json);
}
