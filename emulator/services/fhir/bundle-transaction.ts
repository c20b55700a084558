import { randomUUID } from "node:crypto";
import type { JsonObject } from "#lib/fhir/lossless-json.ts";
import { collectReferences, rewriteReferences } from "#lib/fhir/references.ts";
import type { Context } from "#emulator/http/route.ts";
import type { BundleEntry } from "./bundle-entry.ts";
import { runEntry, type EntryResult } from "./bundle-run.ts";
import { findByCondition, parseConditionText } from "./conditions.ts";
import type { FhirStore } from "./fhir-store.ts";
import { requireReferences } from "./integrity.ts";
import { requireProfiles } from "./profiles.ts";
import { requireNoDangling } from "./interactions.ts";
import { FhirError } from "./outcome.ts";
import type { Address } from "./resource-rows.ts";

/** FHIR R4 §3.1.0.11.2: the outcome must not depend on the order of entries. */
const RANK = { DELETE: 0, POST: 1, PUT: 2, PATCH: 2, GET: 3 } as const;

/**
 * All entries or none. Inside a write; results are in the order of the entries.
 * References to other entries' fullUrls and conditional references (`Patient?identifier=…`) become `Type/id`.
 * @throws FhirError of the first entry that fails, naming it
 */
export function runTransaction(context: Context, store: FhirStore, entries: readonly BundleEntry[]): EntryResult[] {
  requireDistinct(entries);
  const identities = new Map<number, string>();
  const rewrites = new Map<string, string>();
  for (const entry of entries) {
    const id = named(entry, () => identityOf(context, store, entry));
    if (id === undefined) continue;
    identities.set(entry.index, id);
    if (entry.fullUrl !== undefined && isRewritten(entry)) rewrites.set(entry.fullUrl, `${entry.type}/${id}`);
  }
  const results: EntryResult[] = [];
  for (const entry of entries.toSorted((a, b) => RANK[a.method] - RANK[b.method])) {
    const rewritten = named(entry, () => withReferences(context, store, entry, rewrites));
    results[entry.index] = named(entry, () => runEntry(context, store, rewritten, identities.get(entry.index)));
  }
  requireProfiles(context.database, store, writtenBy(results));
  requireReferences(context.database, store, writtenBy(results));
  requireNoDangling(context, store, deletedBy(results));
  return results;
}

export function writtenBy(results: readonly EntryResult[]): JsonObject[] {
  return results.flatMap((result) =>
    result.kind === "written" && result.outcome.written ? [result.outcome.written] : [],
  );
}

export function deletedBy(results: readonly EntryResult[]): Address[] {
  return results.flatMap((result) => (result.kind === "deleted" && result.address ? [result.address] : []));
}

/** The id that the entry's resource has or will have; undefined where no other entry could point to it. */
function identityOf(context: Context, store: FhirStore, entry: BundleEntry): string | undefined {
  if (entry.method === "POST") {
    const existing = entry.ifNoneExist && findByCondition(context.database, store, entry.type, entry.ifNoneExist);
    return existing ?? randomUUID();
  }
  if (entry.method !== "PUT") return undefined;
  if ("id" in entry.target) return entry.target.id;
  const match = findByCondition(context.database, store, entry.type, entry.target.condition);
  const bodyId = entry.resource["id"];
  return match ?? (typeof bodyId === "string" ? bodyId : randomUUID());
}

/** A PUT to a known id can be pointed to by that id; only placeholders need rewriting. */
function isRewritten(entry: BundleEntry): boolean {
  return (
    entry.method === "POST" ||
    entry.fullUrl?.startsWith("urn:") === true ||
    (entry.method === "PUT" && !("id" in entry.target))
  );
}

function withReferences(
  context: Context,
  store: FhirStore,
  entry: BundleEntry,
  rewrites: Map<string, string>,
): BundleEntry {
  if (entry.method !== "POST" && entry.method !== "PUT") return entry;
  for (const { reference } of collectReferences(entry.resource)) {
    if (rewrites.has(reference)) continue;
    const target = conditionalTarget(context, store, reference);
    if (target !== undefined) rewrites.set(reference, target);
  }
  return rewrites.size === 0 ? entry : { ...entry, resource: rewriteReferences(entry.resource, rewrites) };
}

function conditionalTarget(context: Context, store: FhirStore, reference: string): string | undefined {
  const type = /^([A-Z][A-Za-z]+)\?/.exec(reference)?.[1];
  if (type === undefined) return undefined;
  const id = findByCondition(context.database, store, type, parseConditionText(reference));
  if (id === undefined)
    throw new FhirError("invalid_references", `conditional reference without a match: ${type}?identifier=…`);
  return `${type}/${id}`;
}

function requireDistinct(entries: readonly BundleEntry[]): void {
  const seen = new Set<string>();
  const urls = new Set<string>();
  for (const entry of entries) {
    if ("target" in entry && "id" in entry.target) {
      const name = `${entry.type}/${entry.target.id}`;
      if (seen.has(name))
        throw new FhirError("invalid_bundle", `a transaction may change a resource only once: ${name}`).at(
          `entry[${entry.index}]`,
        );
      seen.add(name);
    }
    if (entry.method !== "POST" || entry.fullUrl === undefined) continue;
    if (urls.has(entry.fullUrl))
      throw new FhirError("invalid_bundle", "two entries have the same fullUrl").at(`entry[${entry.index}]`);
    urls.add(entry.fullUrl);
  }
}

function named<T>(entry: BundleEntry, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof FhirError ? error.at(`entry[${entry.index}]`) : error;
  }
}
