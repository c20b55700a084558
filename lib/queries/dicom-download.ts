import { ProblemError } from "#lib/contract/problem.ts";
import { crc32 } from "#lib/dicom/crc-32.ts";
import { zipPaths } from "#lib/dicom/zip-names.ts";
import { zipDirectory, zipFileHead, type ZipEntry } from "#lib/dicom/zip-writer.ts";
import type { ImageScope } from "./dicom-deletion.ts";
import { instancePath } from "./dicom-study.ts";
import { callGateway } from "./gateway.ts";
import { listInstances, type ListedInstance } from "./list-instances.ts";
import { mapAtMost } from "./map-at-most.ts";

/** As stored, one file an answer. */
const AS_STORED = "application/dicom; transfer-syntax=*";
/** Leaves connections of the browser's six for what the person does meanwhile. */
const AT_ONCE = 3;
/** After HTTP 429 or 503, milliseconds. */
const RETRY_DELAYS = [1_000, 3_000, 8_000];
/** Bytes that are held before the browser gets them as a blob, which it keeps on disk. */
const HELD_BYTES = 4_000_000;

export interface ZipDownload {
  readonly scope: ImageScope;
  readonly signal: AbortSignal;
  /** How many instances there are, once that is known. */
  readonly onFound: (instances: number) => void;
  readonly onBytes: (bytes: number) => void;
  readonly onInstance: () => void;
}

interface Fetched {
  readonly file: Blob;
  readonly crc32: number;
}

/**
 * The instances of a study or series as one zip, byte for byte as they are stored. Rejects when one cannot be had or the signal aborts:
 * half a study is none.
 */
export async function downloadZip(download: ZipDownload): Promise<Blob> {
  const { scope, signal, onFound } = download;
  const listed = await listInstances(scope, signal);
  const instances = "series" in scope ? listed.filter(({ series }) => series === scope.series) : listed;
  onFound(instances.length);
  // What is still under way when one fails must not go on.
  const failing = new AbortController();
  const together = { ...download, signal: AbortSignal.any([signal, failing.signal]) };
  try {
    const files = await mapAtMost(AT_ONCE, instances, (instance) => fetchPatiently(together, instance));
    return zipOf(zipPaths(scope.study, instances), files);
  } catch (error) {
    failing.abort();
    throw error;
  }
}

async function fetchPatiently(download: ZipDownload, instance: ListedInstance): Promise<Fetched> {
  for (const delay of RETRY_DELAYS) {
    try {
      return await fetchInstance(download, instance);
    } catch (error) {
      if (!(error instanceof ProblemError) || ![429, 503].includes(error.problem.status)) throw error;
      await new Promise((resolve) => setTimeout(resolve, delay));
    }
  }
  return fetchInstance(download, instance);
}

async function fetchInstance(download: ZipDownload, { series, instance }: ListedInstance): Promise<Fetched> {
  const { scope, signal, onBytes, onInstance } = download;
  const path = instancePath({ store: scope.store, study: scope.study, series }, instance);
  const response = await callGateway(path, { headers: { accept: AS_STORED }, signal });
  const blobs: Blob[] = [];
  let held: Uint8Array<ArrayBuffer>[] = [];
  let heldBytes = 0;
  let sum = 0;
  const reader = response.body?.getReader();
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
    sum = crc32(next.value, sum);
    held.push(next.value);
    heldBytes += next.value.length;
    onBytes(next.value.length);
    if (heldBytes < HELD_BYTES) continue;
    blobs.push(new Blob(held));
    held = [];
    heldBytes = 0;
  }
  onInstance();
  return { file: new Blob([...blobs, ...held]), crc32: sum };
}

function zipOf(paths: readonly string[], files: readonly Fetched[]): Blob {
  const parts: BlobPart[] = [];
  const entries: ZipEntry[] = [];
  let offset = 0;
  files.forEach(({ file, crc32 }, index) => {
    const entry = { name: paths[index] ?? `${index}.dcm`, size: file.size, crc32, offset };
    const head = zipFileHead(entry);
    parts.push(head, file);
    entries.push(entry);
    offset += head.length + file.size;
  });
  return new Blob([...parts, ...zipDirectory(entries, offset)], { type: "application/zip" });
}
