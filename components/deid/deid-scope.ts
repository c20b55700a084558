import { parseResourceName } from "#lib/contract/resource-name.ts";
import type { DeidScopeKind } from "#lib/deid/presets.ts";

/** What is de-identified: a dataset or one of its stores. */
export interface DeidScope {
  readonly kind: DeidScopeKind;
  /** Full name. */
  readonly name: string;
}

/** `projects/p/locations/l/datasets/d` of a dataset or a store. */
export function datasetOf(name: string): string {
  return name.split("/").slice(0, 6).join("/");
}

/** The region of a resource. */
export function regionOf(name: string): string {
  const parsed = parseResourceName(name);
  return parsed && parsed.kind !== "project" ? parsed.location : "";
}

/** The last id of a name. */
export function idOf(name: string): string {
  return name.split("/").at(-1) ?? name;
}
