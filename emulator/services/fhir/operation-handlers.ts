import { capabilityStatement } from "#lib/fhir/capability-statement.ts";
import { canonicalText } from "#lib/fhir/lossless-json.ts";
import type { Context, EmulatorRequest, Reply } from "#emulator/http/route.ts";
import { fhirBase, typeOf } from "./addresses.ts";
import { catalogOf } from "./catalog.ts";
import { requireFhirStore, type FhirStore } from "./fhir-store.ts";
import { FHIR_JSON, FhirError, outcomeText, type OutcomeIssue } from "./outcome.ts";
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
  const issues: OutcomeIssue[] = [...profileIssues(request, context, store)];
  try {
    checkResource(store, resource);
    if (resource["resourceType"] !== type)
      throw new FhirError("id_mismatch", `the resourceType in the body differs from ${type} in the path`);
    issues.push(...findMistakes(store, resource).map((issue) => toOutcomeIssue(issue, "")));
  } catch (error) {
    if (!(error instanceof FhirError)) throw error;
    issues.push(...error.issues);
  }
  const success = { severity: "information", code: "informational", text: "success", diagnostics: "success" } as const;
  const body = outcomeText(issues.length > 0 ? issues : [success]);
  return { status: 200, headers: { "content-type": FHIR_JSON }, body };
}

/** A profile must at least be known to the store; its own rules are not checked, and the outcome says so. */
function profileIssues(request: EmulatorRequest, context: Context, store: FhirStore): OutcomeIssue[] {
  const profile = request.query.get("profile");
  if (profile === null || profile === "") return [];
  if (/^http:\/\/hl7\.org\/fhir\/StructureDefinition\/[A-Z]\w+$/.test(profile)) return [];
  if (hasCanonical(context, store, profile)) {
    return [
      {
        severity: "warning",
        code: "not-supported",
        text: "profile_not_checked",
        diagnostics: "the emulator checks base FHIR only; the rules of the profile were not applied",
      },
    ];
  }
  return [
    {
      severity: "error",
      code: "not-found",
      text: "profile_not_found",
      diagnostics: "the profile is not a StructureDefinition of this store",
    },
  ];
}

function hasCanonical({ database }: Context, store: FhirStore, url: string): boolean {
  const catalog = catalogOf(database);
  const type = catalog.findType(store.id, "StructureDefinition");
  const param = type === undefined ? undefined : catalog.findParam(type, "url");
  if (param === undefined) return false;
  const row = database.get(
    `SELECT 1 FROM fhir_tokens AS token CROSS JOIN fhir_token_rows AS row
     WHERE token.store = ? AND token.code = ? AND token.system = '' AND row.param = ? AND row.token = token.token LIMIT 1`,
    store.id,
    url,
    param,
  );
  return row !== undefined;
}
