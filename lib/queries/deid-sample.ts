import type { QueryClient } from "@tanstack/react-query";
import type { DeidentifyConfigJson } from "#lib/deid/config.ts";
import type { SampleItem } from "#lib/deid/sample-pairs.ts";

/** One document of the sample, with what the scan reads. */
export interface SampledItem extends SampleItem {
  readonly document: Readonly<Record<string, unknown>>;
  /** Address of a picture of it in this page's memory; undefined for none. */
  readonly picture: string | undefined;
}

export interface DryRunCall {
  readonly client: QueryClient;
  readonly stores: readonly { readonly name: string; readonly kind: "fhirStores" | "dicomStores" }[];
  readonly config: DeidentifyConfigJson;
  /** Items of each store. */
  readonly size: number;
  /** Names of FHIR resources that the person chose; empty for a random sample. */
  readonly chosen: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly onPhase: (phase: string) => void;
}
