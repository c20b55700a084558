import { isJsonObject, type JsonObject } from "#lib/fhir/lossless-json.ts";
import { FhirError } from "#emulator/services/fhir/outcome.ts";
import { parseBody } from "#emulator/services/fhir/resource-body.ts";
import type { Buckets } from "#emulator/store/buckets.ts";
import type { CONTENT_STRUCTURES } from "./messages.ts";
import { readLines, type Line } from "./read-lines.ts";

export type ContentStructure = (typeof CONTENT_STRUCTURES)[number];

/** One input of an import: a resource, or why there is none. `source` says where it stands: `gs://bucket/object:17 entry[3]`. */
export type ImportItem =
  { readonly source: string; readonly resource: JsonObject } | { readonly source: string; readonly problem: string };

/** Beyond it one JSON value does not fit into memory beside its parsed form. */
const VALUE_LIMIT_BYTES = 256 * 1024 * 1024;

/** Every resource of one object in order. Lines are read as they are needed; only a `…_PRETTY` object is held whole. */
export async function* readItems(
  buckets: Buckets,
  uri: string,
  structure: ContentStructure,
): AsyncGenerator<ImportItem> {
  const isBundle = structure.startsWith("BUNDLE");
  for await (const { source, bytes } of readValues(buckets, uri, structure.endsWith("_PRETTY"))) {
    if (!bytes) {
      yield { source, problem: `The JSON value is larger than ${VALUE_LIMIT_BYTES} bytes.` };
      continue;
    }
    const value = parse(source, bytes);
    if ("problem" in value || !isBundle) yield value;
    else yield* entriesOf(value.source, value.resource);
  }
}

async function* readValues(
  buckets: Buckets,
  uri: string,
  isPretty: boolean,
): AsyncGenerator<{ source: string; bytes: Line["bytes"] }> {
  const stream = await buckets.createReadStream(uri);
  if (!isPretty) {
    for await (const line of readLines(stream, VALUE_LIMIT_BYTES))
      yield { source: `${uri}:${line.number}`, bytes: line.bytes };
    return;
  }
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > VALUE_LIMIT_BYTES) break;
    chunks.push(chunk);
  }
  yield { source: uri, bytes: length > VALUE_LIMIT_BYTES ? undefined : Buffer.concat(chunks) };
}

function parse(source: string, bytes: Buffer): ImportItem {
  try {
    const resource = parseBody(bytes);
    return isJsonObject(resource) ? { source, resource } : { source, problem: "Expected a JSON object." };
  } catch (error) {
    if (error instanceof FhirError) return { source, problem: error.message };
    throw error;
  }
}

/** Bundle type and `request` do not matter, except that a history cannot be imported (contract section 7.3). */
function* entriesOf(source: string, bundle: JsonObject): Generator<ImportItem> {
  if (bundle["resourceType"] !== "Bundle") {
    yield { source, problem: "No bundle is found. Use the ContentStructure that fits the input, such as RESOURCE." };
    return;
  }
  if (bundle["type"] === "history") {
    yield { source, problem: "A bundle of type history cannot be imported." };
    return;
  }
  const entries = bundle["entry"] ?? [];
  if (!Array.isArray(entries)) {
    yield { source, problem: 'Expected an array at "entry".' };
    return;
  }
  for (const [index, entry] of entries.entries()) {
    const place = `${source} entry[${index}]`;
    const resource = isJsonObject(entry) ? entry["resource"] : undefined;
    yield isJsonObject(resource)
      ? { source: place, resource }
      : { source: place, problem: "The entry holds no resource." };
  }
}
