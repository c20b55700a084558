import { parseResourceName, type StoreKind } from "#lib/contract/resource-name.ts";
import { fieldViolationError, GoogleError } from "#emulator/http/errors.ts";
import { parseFilter } from "#emulator/http/filter.ts";
import { snakeCase, type Message } from "#emulator/http/message.ts";
import type { MessageJson } from "#emulator/http/parse-message.ts";
import { CONSENT_STORE } from "./consent-store-message.ts";
import { DICOM_STORE } from "./dicom-store-message.ts";
import { FHIR_STORE } from "./fhir-store-message.ts";
import { HL7V2_STORE } from "./hl7v2-store-message.ts";

/** What one kind of store has of its own; everything else is the same for all four. */
export interface StoreRules {
  readonly message: Message;
  /** The request field that the body is: first word of paths in error messages. */
  readonly root: string;
  /** Fields that patch may change, with the paths below them that it may not. */
  readonly patchable: Readonly<Record<string, readonly string[]>>;
  /** Fields that cannot change once they have a value, also when a parent is patched as a whole. */
  readonly setOnce: readonly (readonly string[])[];
  /** Throws 400 when the fields do not fit together. Sees the whole store, on create and after patch. */
  readonly check: (store: MessageJson) => void;
}

export const STORE_RULES: Readonly<Record<StoreKind, StoreRules>> = {
  fhirStores: {
    message: FHIR_STORE,
    root: "fhir_store",
    patchable: {
      bulkExportGcsDestination: [],
      complexDataTypeReferenceParsing: [],
      consentConfig: ["consentConfig.enforcedAdminConsents"],
      defaultSearchHandlingStrict: [],
      enableHistoryImport: [],
      enableHistoryModifications: [],
      enableUpdateCreate: [],
      labels: [],
      notificationConfig: [],
      notificationConfigs: [],
      streamConfigs: [],
      validationConfig: [],
    },
    setOnce: [["consentConfig", "version"]],
    check: checkFhirStore,
  },
  dicomStores: {
    message: DICOM_STORE,
    root: "dicom_store",
    patchable: { labels: [], notificationConfig: [], notificationConfigs: [], streamConfigs: [] },
    setOnce: [],
    check: checkDicomStore,
  },
  hl7V2Stores: {
    message: HL7V2_STORE,
    root: "hl7_v2_store",
    patchable: {
      labels: [],
      notificationConfigs: [],
      parserConfig: ["parserConfig.version"],
      rejectDuplicateMessage: [],
    },
    setOnce: [["parserConfig", "version"]],
    check: checkHl7V2Store,
  },
  consentStores: {
    message: CONSENT_STORE,
    root: "consent_store",
    patchable: { defaultConsentTtl: [], enableConsentCreateOnUpdate: [], labels: [] },
    setOnce: [],
    check: checkConsentStore,
  },
};

function checkFhirStore(store: MessageJson): void {
  const { version, streamConfigs, consentConfig } = store;
  if (version === undefined)
    throw bad("fhir_store.version", "The FHIR store version must be specified: DSTU2, STU3, R4 or R5.");
  if (version === "R5" && store["complexDataTypeReferenceParsing"] === "DISABLED")
    throw bad("fhir_store.complex_data_type_reference_parsing", "It cannot be disabled in an R5 store.");
  if (version === "R5" && store["notificationConfig"] !== undefined)
    throw bad("fhir_store.notification_config", "R5 stores have notification_configs only.");
  if (consentConfig !== undefined && (version === "DSTU2" || version === "R5"))
    throw bad("fhir_store.consent_config", `Consent enforcement does not exist in ${version} stores.`);
  if (consentConfig !== undefined && at(store, ["consentConfig", "version"]) === undefined)
    throw bad("fhir_store.consent_config.version", "The consent version must be specified: V1.");
  checkTopics(store, "fhir_store");
  checkPrefix(
    at(store, ["bulkExportGcsDestination", "uriPrefix"]),
    "gs://",
    "fhir_store.bulk_export_gcs_destination.uri_prefix",
  );
  if (entries(streamConfigs).length > 10)
    throw bad("fhir_store.stream_configs", "At most 10 stream configs are allowed.");
  for (const [index, config] of entries(streamConfigs).entries())
    checkFhirStream(config, `fhir_store.stream_configs[${index}]`);
}

function checkFhirStream(config: MessageJson, field: string): void {
  const { bigqueryDestination, deidentifiedStoreDestination } = config;
  if ((bigqueryDestination === undefined) === (deidentifiedStoreDestination === undefined))
    throw bad(field, "Exactly one of bigquery_destination and deidentified_store_destination must be set.");
  if (bigqueryDestination !== undefined)
    checkPrefix(
      at(config, ["bigqueryDestination", "datasetUri"]) ?? "",
      "bq://",
      `${field}.bigquery_destination.dataset_uri`,
    );
  const store = at(config, ["deidentifiedStoreDestination", "store"]);
  const name = typeof store === "string" ? parseResourceName(store) : undefined;
  if (deidentifiedStoreDestination !== undefined && !(name?.kind === "store" && name.storeKind === "fhirStores"))
    throw bad(`${field}.deidentified_store_destination.store`, "It must be the full name of a FHIR store.");
}

function checkDicomStore(store: MessageJson): void {
  checkTopics(store, "dicom_store");
  const seen = new Set<unknown>();
  for (const [index, config] of entries(store["streamConfigs"]).entries()) {
    const field = `dicom_store.stream_configs[${index}].bigquery_destination.table_uri`;
    const uri = at(config, ["bigqueryDestination", "tableUri"]) ?? "";
    checkPrefix(uri, "bq://", field);
    if (seen.has(uri)) throw bad(field, "Each stream config must have a destination of its own.");
    seen.add(uri);
  }
}

function checkHl7V2Store(store: MessageJson): void {
  checkTopics(store, "hl7_v2_store");
  for (const { filter } of entries(store["notificationConfigs"])) if (typeof filter === "string") parseFilter(filter);
}

const DAY_SECONDS = 24 * 60 * 60;

function checkConsentStore({ defaultConsentTtl }: MessageJson): void {
  if (typeof defaultConsentTtl === "string" && Number.parseFloat(defaultConsentTtl) < DAY_SECONDS)
    throw bad("consent_store.default_consent_ttl", "It must be at least 24 hours.");
}

const TOPIC = /^projects\/[^/]+\/topics\/[A-Za-z][\w.~+%-]{2,254}$/;

function checkTopics(store: MessageJson, root: string): void {
  const named = entries(store["notificationConfigs"]).map(
    (config, index) => [config, `notification_configs[${index}]`] as const,
  );
  const single = store["notificationConfig"];
  const all = single === undefined ? named : [...named, [single as MessageJson, "notification_config"] as const];
  for (const [{ pubsubTopic }, field] of all) {
    if (pubsubTopic !== undefined && !(typeof pubsubTopic === "string" && TOPIC.test(pubsubTopic)))
      throw bad(`${root}.${field}.pubsub_topic`, "It must have the form projects/{project}/topics/{topic}.");
  }
}

function checkPrefix(uri: unknown, prefix: string, field: string): void {
  if (typeof uri === "string" && !uri.startsWith(prefix)) throw bad(field, `It must begin with ${prefix}.`);
}

/** The store after a patch, with fields that are set once put back when the patch left them out. Throws 400 when it changes one. */
export function keepSetOnce(rules: StoreRules, before: MessageJson, after: MessageJson): MessageJson {
  return rules.setOnce.reduce((store, [parent = "", name = ""]) => {
    const kept = at(before, [parent, name]);
    const next = at(store, [parent, name]);
    const field = `${rules.root}.${snakeCase(parent)}.${snakeCase(name)}`;
    if (kept === undefined || next === kept || store[parent] === undefined) return store;
    if (next !== undefined) throw new GoogleError("FAILED_PRECONDITION", `Field ${field} is immutable.`);
    return { ...store, [parent]: { ...(store[parent] as MessageJson), [name]: kept } };
  }, after);
}

function at(message: MessageJson, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, name) => (typeof value === "object" && value !== null ? (value as MessageJson)[name] : undefined),
    message,
  );
}

/** The messages of a repeated field; parse-message.ts has made sure that they are messages. */
function entries(list: unknown): readonly MessageJson[] {
  return Array.isArray(list) ? (list as MessageJson[]) : [];
}

function bad(field: string, reason: string): GoogleError {
  const description = `Invalid value at '${field}': ${reason}`;
  return fieldViolationError(description, [{ field, description }]);
}
