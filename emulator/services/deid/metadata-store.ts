import { parseResourceName } from "#lib/contract/resource-name.ts";
import type { BetaConfig } from "#lib/deid/beta-config.ts";
import type { JsonObject } from "#lib/fhir/lossless-json.ts";
import type { Context } from "#emulator/http/route.ts";
import { fhirStoreOf, type FhirStore } from "#emulator/services/fhir/fhir-store.ts";
import { findResource } from "#emulator/services/fhir/resource-rows.ts";
import { importResource } from "#emulator/services/fhir/write-resources.ts";
import { findStore } from "#emulator/services/stores/rows.ts";
import { badField } from "./bad-field.ts";
import { NODE_CRYPTO } from "./node-crypto.ts";

const FIELD = "config.operation_metadata.fhir_output.fhir_store";

/**
 * Where v1beta1 writes what a de-identification of DICOM did: "must already exist, must set enableUpdateCreate, must use R4" (`FhirOutput`).
 * @throws GoogleError 400
 */
export function requireMetadataStore(context: Pick<Context, "database">, name: string): void {
  const store = storeOf(context, name);
  if (!store) throw badField(FIELD, "there is no such FHIR store.");
  if (store.config["version"] !== "R4") throw badField(FIELD, "the store must use FHIR version R4.");
  if (store.config["enableUpdateCreate"] !== true) throw badField(FIELD, "the store must set enable_update_create.");
}

/**
 * Notes that an operation made a study: a Provenance that names the new study, never the old one. One a study; what is there stays. Call
 * inside a write; a store that is gone by then is no reason to fail.
 */
export function noteStudy(context: Context, config: BetaConfig, study: string): void {
  const name = config.operationMetadata?.fhirOutput?.fhirStore;
  const row = name === undefined ? undefined : storeOf(context, name);
  if (!row) return;
  const store: FhirStore = fhirStoreOf(row);
  const id = Buffer.from(NODE_CRYPTO.hmac(new Uint8Array(), study)).toString("hex");
  if (findResource(context.database, store, { type: "Provenance", id }).state === "live") return;
  importResource(context, store, provenance(id, study, new Date(context.now()).toISOString()));
}

/** DICOM code 113100 names the profile in PS3.16 CID 7050; the activity is FHIR's own "de-identify (anonymize) record lifecycle event". */
function provenance(id: string, study: string, recorded: string): JsonObject {
  return {
    resourceType: "Provenance",
    id,
    target: [{ type: "ImagingStudy", identifier: { system: "urn:dicom:uid", value: `urn:oid:${study}` } }],
    recorded,
    activity: {
      coding: [{ system: "http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle", code: "deidentify" }],
    },
    agent: [{ who: { display: "Cloud Healthcare API de-identification" } }],
  };
}

function storeOf({ database }: Pick<Context, "database">, name: string): ReturnType<typeof findStore> {
  const parsed = parseResourceName(name);
  return parsed?.kind === "store" && parsed.storeKind === "fhirStores" ? findStore(database, parsed) : undefined;
}
