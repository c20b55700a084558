import { BUNDLE_FRAME, bundleEntries, resultsNdjson, type ExportFormat } from "#lib/fhir/results-export.ts";
import type { JsonObject } from "#lib/fhir/lossless-json.ts";
import { fetchSearchPage, type FhirSearch } from "./fhir-search.ts";

export interface ExportRun {
  readonly search: FhirSearch;
  readonly format: ExportFormat;
  /** Lines of a CSV, without its head. */
  readonly csvLines: (resources: readonly JsonObject[]) => string;
  readonly csvHead: string;
  readonly onProgress: (done: number) => void;
  readonly signal: AbortSignal;
}

/** Resources a request: few round trips, and a cancel takes effect soon. */
const PAGE = 500;

/** All matches of a search, page after page, as the parts of one file. Rejects when a page fails or the signal aborts: half a file is none. */
export async function exportAll(run: ExportRun): Promise<string[]> {
  const parts: string[] = [];
  let token: string | undefined;
  let done = 0;
  do {
    const page = await fetchSearchPage({ ...run.search, pageSize: PAGE }, { token, before: done, signal: run.signal });
    if (page.matches.length > 0) parts.push(partOf(run, page.matches));
    done += page.matches.length;
    token = page.nextToken;
    run.onProgress(done);
  } while (token !== undefined);
  return framed(run, parts);
}

/** Given resources as the parts of one file. */
export function exportThese(
  run: Pick<ExportRun, "format" | "csvLines" | "csvHead">,
  resources: readonly JsonObject[],
): string[] {
  return framed(run, resources.length === 0 ? [] : [partOf(run, resources)]);
}

function partOf(
  { format, csvLines }: Pick<ExportRun, "format" | "csvLines">,
  resources: readonly JsonObject[],
): string {
  const writers: Readonly<Record<ExportFormat, () => string>> = {
    csv: () => csvLines(resources),
    ndjson: () => resultsNdjson(resources),
    bundle: () => bundleEntries(resources),
  };
  return writers[format]();
}

function framed({ format, csvHead }: Pick<ExportRun, "format" | "csvHead">, parts: readonly string[]): string[] {
  // A byte order mark: without it Excel reads UTF-8 as the machine's own code page.
  if (format === "csv") return ["\uFEFF", csvHead, ...parts];
  if (format === "ndjson") return [...parts];
  const [open, close] = BUNDLE_FRAME;
  return [open, ...parts.flatMap((part, index) => (index === 0 ? [part] : [",\n", part])), close];
}
