import { leavesOf, type Leaves, type SampleItem } from "./sample-pairs.ts";

type Document = Readonly<Record<string, unknown>>;

/** One side of a sampled item, with the document that it was read from. */
export interface SampledItem extends SampleItem {
  readonly document: Document;
}

/** A resource, without what its store writes. */
export function fhirItem(document: Document): SampledItem {
  const { resourceType, id, meta, ...rest } = document;
  const { versionId: _version, lastUpdated: _updated, ...kept } = (meta ?? {}) as Document;
  const group = typeof resourceType === "string" ? resourceType : "";
  const name = `${group}/${typeof id === "string" ? id : ""}`;
  return { group, name, leaves: leavesOf({ meta: kept, ...rest }), document };
}

/** An instance. @param leaves its header, attribute by attribute */
export function dicomItem(document: Document, leaves: Leaves): SampledItem {
  return { group: uidIn(document, "00080016"), name: `Instance ${uidIn(document, "00080018")}`, leaves, document };
}

function uidIn(document: Document, tag: string): string {
  const value = (document[tag] as { readonly Value?: readonly unknown[] } | undefined)?.Value?.[0];
  return typeof value === "string" ? value : "";
}
