import { definitionsFor } from "#lib/fhir/definitions/versions.ts";
import { isJsonObject, JsonSyntaxError, parseJson, type JsonObject, type JsonValue } from "#lib/fhir/lossless-json.ts";
import { validateResource, type ValidationIssue } from "#lib/fhir/validate.ts";
import type { EmulatorRequest } from "#emulator/http/route.ts";
import type { ContentRules } from "./content-rules.ts";
import { FhirError, type OutcomeIssue } from "./outcome.ts";

/** Largest body of a single resource (contract section 18). */
const RESOURCE_LIMIT_BYTES = 10 * 1024 * 1024;
/** Largest body of a bundle. */
export const BUNDLE_LIMIT_BYTES = 100 * 1024 * 1024;
/** FHIR R4 `id`. */
const ID = /^[A-Za-z0-9\-.]{1,64}$/;
const FHIR_TYPES: ReadonlySet<string> = new Set(["", "application/fhir+json", "application/json", "text/json"]);
/** A resource with thousands of mistakes answers with the first ones. */
const MAX_ISSUES = 50;

/** The resource in a request's body. @throws FhirError: 415 for another content type, 400 for anything that is not a JSON object. */
export async function readResource(request: EmulatorRequest, limitBytes = RESOURCE_LIMIT_BYTES): Promise<JsonObject> {
  requireContentType(request, FHIR_TYPES, "application/fhir+json");
  const value = parseBody(await request.readBody(limitBytes));
  if (!isJsonObject(value))
    throw new FhirError("unparseable_resource", "the body must be a JSON object with a resourceType");
  return value;
}

/** The JSON Patch in a request's body; only `application/json-patch+json` is accepted. */
export async function readPatch(request: EmulatorRequest): Promise<JsonValue> {
  requireContentType(request, new Set(["application/json-patch+json"]), "application/json-patch+json");
  return parseBody(await request.readBody(RESOURCE_LIMIT_BYTES));
}

/** True when the body is FHIR JSON by its content type, which for Binary decides whether it is a resource or raw bytes. */
export function hasFhirContentType(request: EmulatorRequest): boolean {
  return FHIR_TYPES.has(mediaType(request.headers["content-type"]));
}

/** `application/fhir+json` of `Application/FHIR+JSON; charset=utf-8`. */
export function mediaType(header: string | undefined): string {
  return (header ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
}

/** JSON of UTF-8 bytes. @throws FhirError naming line and column; the text itself is not quoted, as it may be patient data. */
export function parseBody(bytes: Uint8Array): JsonValue {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new FhirError("unparseable_resource", "the body is not valid UTF-8");
  }
  if (text.trim() === "") throw new FhirError("unparseable_resource", "the request has no body");
  try {
    return parseJson(text);
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    const place = error.path === "" ? "" : ` at "${error.path}"`;
    throw new FhirError(
      "unparseable_resource",
      `invalid JSON${place}, line ${error.line} column ${error.column}: ${error.message}`,
    );
  }
}

/** @throws FhirError when the version of the store has no such resource type. */
export function requireType(store: Pick<ContentRules, "version">, type: string): void {
  if (!definitionsFor(store.version).isResourceType(type)) {
    throw new FhirError("bad_resource_type", `unsupported resource type: ${type.slice(0, 80)}`);
  }
}

/** @throws FhirError when it is no FHIR id, as an unknown `$operation` or a type-level `_history` in its place is not. */
export function requireId(id: string): void {
  if (!ID.test(id)) throw new FhirError("invalid_id", `invalid ID '${id.slice(0, 80)}'`);
}

/**
 * Checks a resource before it is written: a known type, a proper id, structure, and what the store's validationConfig asks for.
 * @param place where it stands in the request, e.g. `entry[4].resource`; empty for the body itself.
 * @throws FhirError with an issue for each mistake.
 */
export function checkResource(store: ContentRules, resource: JsonObject, place = ""): void {
  const type = resource["resourceType"];
  if (typeof type !== "string" || type === "") {
    throw new FhirError("unparseable_resource", `${at(place)}missing required field "resourceType"`);
  }
  requireType(store, type);
  const id = resource["id"];
  if (id !== undefined && (typeof id !== "string" || !ID.test(id))) {
    throw new FhirError(
      "invalid_id",
      `${at(place)}invalid ID '${typeof id === "string" ? id.slice(0, 80) : typeof id}'`,
    );
  }
  const errors = findMistakes(store, resource).filter((issue) => issue.severity === "error");
  if (errors.length === 0) return;
  const isStructural = errors.some((issue) => issue.code === "structure");
  throw new FhirError(
    isStructural ? "unparseable_resource" : "validation_failed",
    errors[0]?.message ?? "",
    errors.slice(0, MAX_ISSUES).map((issue) => toOutcomeIssue(issue, place)),
  );
}

/** Checks a resource that is to be stored under its own id. @throws FhirError with an issue for each mistake. */
export function checkImported(store: ContentRules, resource: JsonObject): void {
  checkResource(store, resource);
  if (typeof resource["id"] !== "string") throw new FhirError("invalid_id", "every imported resource needs an id");
}

/** Everything that base validation has to say of a resource under the store's settings. */
export function findMistakes(store: ContentRules, resource: JsonObject): ValidationIssue[] {
  return validateResource(resource, {
    definitions: definitionsFor(store.version),
    checkRequired: !store.disableRequiredFieldValidation,
    checkReferenceTypes: !store.disableReferenceTypeValidation,
  });
}

/** `error at "entry[4].resource.name[0]": unknown field "familly"` */
export function toOutcomeIssue(issue: ValidationIssue, place: string): OutcomeIssue {
  const path = issue.expression.split(".").slice(1).join(".");
  const where = [place, path].filter((part) => part !== "").join(".");
  return {
    severity: issue.severity,
    code: issue.code,
    text: issue.code === "structure" ? "unparseable_resource" : "validation_failed",
    diagnostics: `${at(where)}${issue.message}`,
    expression: [issue.expression],
  };
}

function at(place: string): string {
  return place === "" ? "" : `error at "${place}": `;
}

function requireContentType(request: EmulatorRequest, allowed: ReadonlySet<string>, expected: string): void {
  const type = mediaType(request.headers["content-type"]);
  const charset = /charset\s*=\s*"?([^\s;"]+)/i.exec(request.headers["content-type"] ?? "")?.[1];
  if (!allowed.has(type)) {
    throw new FhirError("unsupported_media_type", `unsupported content type "${type}"; expected ${expected}`);
  }
  if (charset !== undefined && !/^utf-?8$/i.test(charset)) {
    throw new FhirError("unsupported_media_type", `unsupported charset "${charset}"; expected utf-8`);
  }
}
