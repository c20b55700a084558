import { capabilityStatement } from "#lib/fhir/capability-statement.ts";
import { canonicalText, type JsonObject } from "#lib/fhir/lossless-json.ts";
import { validateProfile } from "#lib/fhir/validate-profile.ts";
import type { Context, EmulatorRequest, Reply } from "#emulator/http/route.ts";
import { fhirBase, typeOf } from "./addresses.ts";
import { requireFhirStore, type FhirStore } from "./fhir-store.ts";
import { brokenInvariants } from "./invariants.ts";
import { FHIR_JSON, FhirError, outcomeText, type OutcomeIssue } from "./outcome.ts";
import { findByUrl, profileMistakes } from "./profiles.ts";
import { checkResource, findMistakes, readResource, toOutcomeIssue } from "./resource-body.ts";
import { lastUpdatedOf } from "./version-id.ts";

/** GET `metadata` */
export function metadata(request: EmulatorRequest, context: Context): Reply {
  const store = requireFhirStore(request, context);
  const statement = capabilityStatement({
    ...store,
    baseUrl: fhirBase(request),
    date: lastUpdatedOf(Math.round(context.now() * 1000)),
  });
  return { status: 200, headers: { "content-type": FHIR_JSON }, body: canonicalText(statement) };
}

/** POST `{type}/$validate`: 200 for valid and invalid resources alike; the outcome tells which (contract section 8.4). */
export async function validate(request: EmulatorRequest, context: Context): Promise<Reply> {
  const store = requireFhirStore(request, context);
  const type = typeOf(request, store);
  const resource = await readResource(request);
  const issues: OutcomeIssue[] = [...profileIssues(request, context, store, resource)];
  try {
    checkResource(store, resource);
    if (resource["resourceType"] !== type)
      throw new FhirError("id_mismatch", `the resourceType in the body differs from ${type} in the path`);
    issues.push(...findMistakes(store, resource).map((issue) => toOutcomeIssue(issue, "")));
    issues.push(...(await brokenInvariants(store, resource, profileOf(request, context, store))));
  } catch (error) {
    if (!(error instanceof FhirError)) throw error;
    issues.push(...error.issues);
  }
  const success = { severity: "information", code: "informational", text: "success", diagnostics: "success" } as const;
  const body = outcomeText(issues.length > 0 ? issues : [success]);
  return { status: 200, headers: { "content-type": FHIR_JSON }, body };
}

/** The profile asked for, or those that the store has in force for every resource. */
function profileIssues(
  request: EmulatorRequest,
  context: Context,
  store: FhirStore,
  resource: JsonObject,
): readonly OutcomeIssue[] {
  const profile = request.query.get("profile") ?? "";
  if (profile === "")
    return profileMistakes(context.database, store, resource).map((issue) => toOutcomeIssue(issue, ""));
  if (/^http:\/\/hl7\.org\/fhir\/StructureDefinition\/[A-Z]\w+$/u.test(profile)) return [];
  const definition = profileOf(request, context, store);
  if (definition) return validateProfile(resource, definition).map((issue) => toOutcomeIssue(issue, ""));
  return [
    {
      severity: "error",
      code: "not-found",
      text: "profile_not_found",
      diagnostics: "the profile is not a StructureDefinition of this store",
    },
  ];
}

/** The profile asked for, when the store has it. */
function profileOf({ query }: EmulatorRequest, { database }: Context, store: FhirStore): JsonObject | undefined {
  const profile = query.get("profile") ?? "";
  return profile === "" ? undefined : findByUrl(database, store, "StructureDefinition", profile);
}
