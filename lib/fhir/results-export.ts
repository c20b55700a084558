import { memberText } from "./member-text.ts";
import type { JsonObject } from "./lossless-json.ts";

export type ExportFormat = "csv" | "ndjson" | "bundle";

export const EXPORT_FORMATS: Readonly<
  Record<ExportFormat, { readonly title: string; readonly mediaType: string; readonly ending: string }>
> = {
  csv: { title: "CSV", mediaType: "text/csv;charset=utf-8", ending: "csv" },
  ndjson: { title: "NDJSON", mediaType: "application/fhir+ndjson", ending: "ndjson" },
  bundle: { title: "Bundle", mediaType: "application/fhir+json", ending: "json" },
};

/** One resource a line; numbers as they were spelled. */
export function resultsNdjson(resources: readonly JsonObject[]): string {
  return resources.map((resource) => `${JSON.stringify(resource)}\n`).join("");
}

/** The resources as entries that put them, by their own ids, into another store when the Bundle is executed. Without the Bundle around. */
export function bundleEntries(resources: readonly JsonObject[]): string {
  return resources
    .map((resource) => {
      const url = `${memberText(resource, "resourceType")}/${memberText(resource, "id")}`;
      return JSON.stringify({ resource, request: { method: "PUT", url } });
    })
    .join(",\n");
}

/** What stands around the entries of `bundleEntries`. */
export const BUNDLE_FRAME = ['{"resourceType":"Bundle","type":"batch","entry":[\n', "\n]}\n"] as const;

/** A search as an entry of a batch Bundle (FHIR R4 §3.1.0.11 "batch/transaction"). @param path `/v1/…/fhir/Patient/_search?name=a` */
export function searchAsBundle(path: string): string {
  const relative = path.replace(/^.*?\/fhir\//, "").replace(/\/?_search\?/, "?");
  const entry = { request: { method: "GET", url: relative } };
  return JSON.stringify({ resourceType: "Bundle", type: "batch", entry: [entry] }, undefined, 2);
}
