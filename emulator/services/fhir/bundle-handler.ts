import { setImmediate } from "node:timers/promises";
import type { JsonObject } from "#lib/fhir/lossless-json.ts";
import type { Context, EmulatorRequest, Reply } from "#emulator/http/route.ts";
import { fhirBase } from "./addresses.ts";
import { readEntry, type BundleEntry } from "./bundle-entry.ts";
import { failureText, resultText, runEntry } from "./bundle-run.ts";
import { bundleReply } from "./bundle-text.ts";
import { deletedBy, runTransaction, writtenBy } from "./bundle-transaction.ts";
import { requireFhirStore, type FhirStore } from "./fhir-store.ts";
import { requireReferences } from "./integrity.ts";
import { requireProfiles } from "./profiles.ts";
import { requireNoDangling } from "./interactions.ts";
import { FhirError } from "./outcome.ts";
import { preference } from "./replies.ts";
import { BUNDLE_LIMIT_BYTES, readResource } from "./resource-body.ts";

/** Contract section 18; a longer bundle is refused before any entry is looked at. */
const MAX_ENTRIES = 4500;
/** Entries checked before other requests get their turn. */
const CHUNK = 200;

/** POST `fhir` with a batch or transaction Bundle (contract section 8.6). */
export async function executeBundle(request: EmulatorRequest, context: Context): Promise<Reply> {
  const store = requireFhirStore(request, context);
  const bundle = await readResource(request, BUNDLE_LIMIT_BYTES);
  const entries = entriesOf(bundle);
  const base = fhirBase(request);
  const showsWritten = preference(request, "return")?.toLowerCase() === "representation";
  if (bundle["type"] === "batch") {
    const texts = await runBatch(context, store, entries, (result) => resultText(base, result, showsWritten));
    return bundleReply({ type: "batch-response", entries: texts });
  }
  const checked: BundleEntry[] = [];
  for (const [index, entry] of entries.entries()) {
    if (index % CHUNK === CHUNK - 1) await setImmediate();
    checked.push(readEntry(store, entry, index));
  }
  const results = await context.database.write(() => runTransaction(context, store, checked));
  return bundleReply({
    type: "transaction-response",
    entries: results.map((result) => resultText(base, result, showsWritten)),
  });
}

function entriesOf(bundle: JsonObject): JsonObject[string][] {
  if (bundle["resourceType"] !== "Bundle") throw new FhirError("invalid_bundle", "the body must be a Bundle");
  const { type, entry = [] } = bundle;
  if (type !== "batch" && type !== "transaction")
    throw new FhirError("invalid_bundle", "the Bundle must be of type batch or transaction");
  if (!Array.isArray(entry)) throw new FhirError("invalid_bundle", `error at "entry": must be an array`);
  if (entry.length > MAX_ENTRIES) {
    throw new FhirError("invalid_bundle", `the bundle has ${entry.length} entries; at most ${MAX_ENTRIES} are allowed`);
  }
  return entry;
}

/** Every entry on its own: one that fails leaves nothing behind and the others go on. They share commits. */
async function runBatch(
  context: Context,
  store: FhirStore,
  entries: readonly JsonObject[string][],
  print: (result: ReturnType<typeof runEntry>) => string,
): Promise<string[]> {
  const texts: string[] = [];
  for (let start = 0; start < entries.length; start += CHUNK) {
    const chunk = entries.slice(start, start + CHUNK).map(async (value, offset) => {
      try {
        const entry = readEntry(store, value, start + offset);
        return print(await context.database.write(() => runAlone(context, store, entry)));
      } catch (error) {
        if (error instanceof FhirError) return failureText(error);
        throw error;
      }
    });
    texts.push(...(await Promise.all(chunk)));
  }
  return texts;
}

function runAlone(context: Context, store: FhirStore, entry: BundleEntry): ReturnType<typeof runEntry> {
  const result = runEntry(context, store, entry);
  requireProfiles(context.database, store, writtenBy([result]));
  requireReferences(context.database, store, writtenBy([result]));
  requireNoDangling(context, store, deletedBy([result]));
  return result;
}
