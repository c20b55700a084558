import { methodById, methodPath } from "#lib/contract/match-method.ts";
import type { Method } from "#lib/contract/methods.ts";
import { parseResourceName } from "#lib/contract/resource-name.ts";
import { problem } from "#lib/server/problems.ts";

export interface DeidMethod {
  readonly method: Method;
  readonly params: Readonly<Record<string, string>>;
  /** `/v1/…:deidentify` */
  readonly path: string;
}

const PREFIX = "healthcare.projects.locations.datasets";

/** The method that de-identifies a source. @throws ProblemError when the API has none for it */
export function deidMethod(source: string): DeidMethod {
  const name = parseResourceName(source);
  if (name?.kind === "dataset") return bound(`${PREFIX}.deidentify`, partsOf(name));
  if (name?.kind === "store" && name.storeKind === "fhirStores")
    return bound(`${PREFIX}.fhirStores.deidentify`, { ...partsOf(name), fhirStore: name.store });
  if (name?.kind === "store" && name.storeKind === "dicomStores")
    return bound(`${PREFIX}.dicomStores.deidentify`, { ...partsOf(name), dicomStore: name.store });
  throw problem(
    "INVALID_ARGUMENT",
    "source: the API de-identifies datasets, FHIR stores and DICOM stores; HL7v2 messages it does not.",
  );
}

function partsOf({ project, location, dataset }: Readonly<Record<"project" | "location" | "dataset", string>>) {
  return { project, location, dataset };
}

function bound(id: string, params: Readonly<Record<string, string>>): DeidMethod {
  const method = methodById(id);
  return { method, params, path: methodPath(method, params) };
}
