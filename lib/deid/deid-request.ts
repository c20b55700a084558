import type { DeidentifyConfigJson } from "./config.ts";
import type { DeidScopeKind } from "./presets.ts";

/** Body of a `:deidentify` call, and what it needs. */
export type DeidRequest = Readonly<Record<string, unknown>>;

/** Which part of the source is meant; empty for all of it. */
export interface DeidSelection {
  /** `Patient/1`, one a line or with commas: FHIR stores. */
  readonly resources: string;
  /** `gs://…` list of studies: DICOM stores. */
  readonly listUri: string;
  /** FHIR stores: resources that change after the start are left out. */
  readonly skipModified: boolean;
}

/** How it is done: here, or in an object that the API reads. */
export type DeidConfiguration = { readonly config: DeidentifyConfigJson } | { readonly gcsConfigUri: string };

/** The request of the API for a scope (contract 13.1). */
export function deidRequest(
  scope: DeidScopeKind,
  destination: string,
  configuration: DeidConfiguration,
  selection: DeidSelection,
): DeidRequest {
  if (scope === "dataset") return { destinationDataset: destination, ...configuration };
  if (scope === "dicomStores")
    return {
      destinationStore: destination,
      ...configuration,
      ...(selection.listUri === "" ? {} : { filterConfig: { resourcePathsGcsUri: selection.listUri } }),
    };
  const resources = resourceNames(selection.resources);
  return {
    destinationStore: destination,
    ...configuration,
    ...(resources.length === 0 ? {} : { resourceFilter: { resources: { resources } } }),
    ...(selection.skipModified ? { skipModifiedResources: true } : {}),
  };
}

/** `Patient/1` names in a text, each once. */
export function resourceNames(text: string): readonly string[] {
  return [...new Set(text.split(/[\s,;]+/).filter(Boolean))];
}

/** The first name that is none, or undefined. */
export function wrongResourceName(text: string): string | undefined {
  return resourceNames(text).find((name) => !/^[A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64}$/.test(name));
}

/** Google's permission for a scope. */
export function deidPermission(scope: DeidScopeKind): string {
  return scope === "dataset" ? "healthcare.datasets.deidentify" : `healthcare.${scope}.deidentify`;
}
