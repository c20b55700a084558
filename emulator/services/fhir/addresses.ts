import type { EmulatorRequest } from "#emulator/http/route.ts";
import type { FhirStore } from "./fhir-store.ts";
import { requireId, requireType } from "./resource-body.ts";
import type { Address } from "./resource-rows.ts";

/** `http://host/v1/projects/…/fhirStores/x/fhir`, without a trailing slash: the emulator's own origin, so that links can be followed. */
export function fhirBase(request: EmulatorRequest): string {
  const { project = "", location = "", dataset = "", fhirStore = "" } = request.params;
  const path = `projects/${enc(project)}/locations/${enc(location)}/datasets/${enc(dataset)}/fhirStores/${enc(fhirStore)}`;
  return `${request.origin}/${request.apiVersion}/${path}/fhir`;
}

/** The `{type}` of the path; the rows that spell theirs out (`Binary/{id}`, `Patient/{id}/$everything`) have no such parameter. @throws FhirError when the store's version has no such type. */
export function typeOf(request: EmulatorRequest, store: FhirStore): string {
  const type = request.params["type"] ?? /\/fhir\/(\w+)/.exec(request.matched.method.path)?.[1] ?? "";
  requireType(store, type);
  return type;
}

/** The `{type}/{id}` of the path. @throws FhirError for an unknown type or an improper id. */
export function addressOf(request: EmulatorRequest, store: FhirStore): Address {
  const { id = "" } = request.params;
  const type = typeOf(request, store);
  requireId(id);
  return { type, id };
}

function enc(segment: string): string {
  return encodeURIComponent(segment);
}
