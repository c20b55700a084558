/** The four kinds of store, in the spelling of resource names. */
export const STORE_KINDS = ["fhirStores", "dicomStores", "hl7V2Stores", "consentStores"] as const;
export type StoreKind = (typeof STORE_KINDS)[number];

export type ResourceName =
  | { readonly kind: "project"; readonly project: string }
  | { readonly kind: "location"; readonly project: string; readonly location: string }
  | { readonly kind: "dataset"; readonly project: string; readonly location: string; readonly dataset: string }
  | StoreName
  | {
      readonly kind: "operation";
      readonly project: string;
      readonly location: string;
      readonly dataset: string;
      readonly operation: string;
    };

export interface StoreName {
  readonly kind: "store";
  readonly project: string;
  readonly location: string;
  readonly dataset: string;
  readonly storeKind: StoreKind;
  readonly store: string;
}

/** Dataset and store ids: 1-256 letters, digits, `_`, `-`, `.` (Cloud Healthcare API, datasets.create and *Stores.create). */
export const RESOURCE_ID = /^[\p{L}\p{N}_\-.]{1,256}$/u;

const isStoreKind = (text: string | undefined): text is StoreKind => STORE_KINDS.some((kind) => kind === text);
const isId = (text: string | undefined): text is string =>
  text !== undefined && RESOURCE_ID.test(text) && !/^\.+$/.test(text);

/**
 * Reads `projects/p[/locations/l[/datasets/d[/{kind}Stores/s | /operations/o]]]`.
 * Returns undefined for anything else, including longer names and ids outside the allowed alphabet.
 */
export function parseResourceName(text: string): ResourceName | undefined {
  const parts = text.split("/");
  const [projects, project, locations, location, datasets, dataset, collection, leaf] = parts;
  const ids = parts.filter((_, index) => index % 2 === 1);
  if (parts.length % 2 !== 0 || parts.length > 8 || !ids.every(isId)) return undefined;
  if (projects !== "projects" || (locations ?? "locations") !== "locations" || (datasets ?? "datasets") !== "datasets")
    return undefined;
  if (!project) return undefined;
  if (!location) return { kind: "project", project };
  if (!dataset) return { kind: "location", project, location };
  const parent = { project, location, dataset };
  return leaf === undefined ? { kind: "dataset", ...parent } : inDataset(parent, collection, leaf);
}

function inDataset(
  parent: { readonly project: string; readonly location: string; readonly dataset: string },
  collection: string | undefined,
  leaf: string,
): ResourceName | undefined {
  if (collection === "operations") return { kind: "operation", ...parent, operation: leaf };
  return isStoreKind(collection) ? { kind: "store", ...parent, storeKind: collection, store: leaf } : undefined;
}

/** The inverse of parseResourceName. */
export function formatResourceName(name: ResourceName): string {
  const project = `projects/${name.project}`;
  if (name.kind === "project") return project;
  const location = `${project}/locations/${name.location}`;
  if (name.kind === "location") return location;
  const dataset = `${location}/datasets/${name.dataset}`;
  if (name.kind === "dataset") return dataset;
  return name.kind === "operation"
    ? `${dataset}/operations/${name.operation}`
    : `${dataset}/${name.storeKind}/${name.store}`;
}

/** The name one level up: store and operation → dataset → location → project → undefined. */
export function parentName(name: ResourceName): ResourceName | undefined {
  switch (name.kind) {
    case "project":
      return undefined;
    case "location":
      return { kind: "project", project: name.project };
    case "dataset":
      return { kind: "location", project: name.project, location: name.location };
    case "store":
    case "operation":
      return { kind: "dataset", project: name.project, location: name.location, dataset: name.dataset };
  }
}

/** The last id of a name: what people call the resource. */
export function shortName(name: ResourceName): string {
  return formatResourceName(name).split("/").at(-1) ?? "";
}
