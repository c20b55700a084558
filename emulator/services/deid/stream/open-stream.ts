import { randomBytes } from "node:crypto";
import { parseResourceName, type StoreName } from "#lib/contract/resource-name.ts";
import { readDeidentifyConfig } from "#lib/deid/check-config.ts";
import { fhirDeidentifier } from "#lib/deid/fhir/deidentify-resource.ts";
import { planOf } from "#lib/deid/plan.ts";
import { GoogleError } from "#emulator/http/errors.ts";
import type { Context } from "#emulator/http/route.ts";
import { fhirShapes } from "#emulator/services/deid/fhir/fhir-shapes.ts";
import { patientSubjects } from "#emulator/services/deid/fhir/patient-subjects.ts";
import { NODE_CRYPTO } from "#emulator/services/deid/node-crypto.ts";
import { tagOf } from "#emulator/services/deid/tag-word.ts";
import { fhirStoreOf, type DeidStream, type FhirStore } from "#emulator/services/fhir/fhir-store.ts";
import { parseStored } from "#emulator/services/fhir/resource-rows.ts";
import { findStore } from "#emulator/services/stores/rows.ts";

/** A stream that can copy now. */
export interface OpenStream {
  readonly source: FhirStore;
  readonly destination: StoreName;
  takes(type: string): boolean;
  /** The id there. */
  idOf(type: string, id: string): string;
  /** @param texts stored resources of the source; answers theirs in the same order */
  deidentify(texts: readonly string[]): Promise<readonly string[]>;
  close(): void;
}

const KEY_BYTES = 32;

/** Throws GoogleError when the destination is not as StreamConfig asks for it. */
export async function openStream(context: Context, source: FhirStore, stream: DeidStream): Promise<OpenStream> {
  const destination = requireDestination(context, source, stream.store);
  // An absent configuration has nothing turned on, so that nothing would change: as an empty `fhir`, it is the default behaviour.
  const read = readDeidentifyConfig(stream.config ?? { fhir: {} }, (word) => tagOf(word) !== undefined);
  if ("violations" in read) throw new GoogleError("INVALID_ARGUMENT", read.violations[0].description);
  const key = await keyOf(context, source, stream.store);
  const plan = planOf(read.config, NODE_CRYPTO, () => Buffer.from(key, "base64"));
  const subjects = patientSubjects(context.database, source);
  const engine = context.deidThread.open(plan, source.version, (person) => subjects.knownOf(person));
  const names = fhirDeidentifier(plan, NODE_CRYPTO, fhirShapes(source.version));
  return {
    source,
    destination,
    takes: (type) => stream.resourceTypes.length === 0 || stream.resourceTypes.includes(type),
    idOf: (type, id) => names.idOf(type, id),
    deidentify: async (texts) => {
      const items = texts.map((json) => ({ json, whose: subjects.of(parseStored(json)) }));
      return (await engine.deidentify(items, source)).map(({ text }) => text);
    },
    close: () => {
      engine.close();
    },
  };
}

/** "The destination store must set enable_update_create to true … must have disable_referential_integrity set to true" (StreamConfig). */
function requireDestination({ database }: Context, source: FhirStore, name: string): StoreName {
  const address = parseResourceName(name);
  const row =
    address?.kind === "store" && address.storeKind === "fhirStores" ? findStore(database, address) : undefined;
  if (address?.kind !== "store" || !row) throw refused("the destination is no FHIR store that is here");
  const { id, version, enableUpdateCreate, disableReferentialIntegrity } = fhirStoreOf(row);
  if (id === source.id) throw refused("the destination is the source");
  if (version !== source.version) throw refused("the destination has another FHIR version");
  if (!enableUpdateCreate) throw refused("the destination does not set enable_update_create");
  if (!disableReferentialIntegrity) throw refused("the destination does not set disable_referential_integrity");
  return address;
}

function refused(reason: string): GoogleError {
  return new GoogleError("FAILED_PRECONDITION", `Nothing is streamed: ${reason}.`);
}

/** Made with the first change that is copied there. */
async function keyOf({ database }: Context, source: FhirStore, destination: string): Promise<string> {
  const find = (): string | undefined =>
    database.get<{ key: string }>(
      "SELECT key FROM fhir_deid_keys WHERE store = ? AND destination = ?",
      source.id,
      destination,
    )?.key;
  const known = find();
  if (known !== undefined) return known;
  const key = randomBytes(KEY_BYTES).toString("base64");
  await database.write(() =>
    database.run("INSERT INTO fhir_deid_keys (store, destination, key) VALUES (?, ?, ?)", source.id, destination, key),
  );
  return key;
}
