import { z } from "zod";
import { GoogleError } from "#emulator/http/errors.ts";
import type { Context, EmulatorRequest } from "#emulator/http/route.ts";
import { findStore, hasDataset, type StoreRow } from "#emulator/services/stores/rows.ts";
import type { ContentRules } from "./content-rules.ts";

/** The settings of a FHIR store that change how resources are read and written (contract section 7.1). */
export interface FhirStore extends ContentRules {
  /** `stores.id` */
  readonly id: number;
  readonly enableUpdateCreate: boolean;
  readonly disableReferentialIntegrity: boolean;
  readonly disableResourceVersioning: boolean;
  readonly defaultSearchHandlingStrict: boolean;
  readonly disableProfileValidation: boolean;
  readonly disableFhirpathValidation: boolean;
  /** Canonical urls of ImplementationGuide resources. */
  readonly enabledImplementationGuides: readonly string[];
  /** Where changes are copied de-identified (contract section 13.1). */
  readonly deidStreams: readonly DeidStream[];
}

/** `streamConfigs[].deidentifiedStoreDestination` */
export interface DeidStream {
  /** Full name. */
  readonly store: string;
  /** A DeidentifyConfig; checked when the store was written. */
  readonly config: unknown;
  /** Empty: all. */
  readonly resourceTypes: readonly string[];
}

const flag = z.boolean().default(false);
const configSchema = z.object({
  version: z.enum(["DSTU2", "STU3", "R4", "R5"]),
  enableUpdateCreate: flag,
  disableReferentialIntegrity: flag,
  disableResourceVersioning: flag,
  defaultSearchHandlingStrict: flag,
  validationConfig: z
    .object({
      disableRequiredFieldValidation: flag,
      disableReferenceTypeValidation: flag,
      disableProfileValidation: flag,
      disableFhirpathValidation: flag,
      enabledImplementationGuides: z.array(z.string()).default([]),
    })
    .prefault({}),
  streamConfigs: z
    .array(
      z.object({
        resourceTypes: z.array(z.string()).default([]),
        deidentifiedStoreDestination: z.object({ store: z.string(), config: z.unknown() }).optional(),
      }),
    )
    .default([]),
});

/** Rows are cached by the store service and replaced when their store changes, so a row's settings are worked out once. */
const settings = new WeakMap<StoreRow, FhirStore>();

/** The FHIR settings of a store's row. */
export function fhirStoreOf(row: StoreRow): FhirStore {
  const known = settings.get(row);
  if (known) return known;
  const { validationConfig, streamConfigs, ...config } = configSchema.parse(row.config);
  const deidStreams = streamConfigs.flatMap(({ resourceTypes, deidentifiedStoreDestination: destination }) =>
    destination ? [{ ...destination, resourceTypes }] : [],
  );
  const store = { id: row.id, ...config, ...validationConfig, deidStreams };
  settings.set(row, store);
  return store;
}

/** The store that a FHIR call names. Throws GoogleError: 403 when the dataset is missing, 404 when only the store is (contract section 23). */
export function requireFhirStore(request: EmulatorRequest, context: Context): FhirStore {
  const { project = "", location = "", dataset = "", fhirStore = "" } = request.params;
  const row = findStore(context.database, { project, location, dataset, storeKind: "fhirStores", store: fhirStore });
  if (row) return fhirStoreOf(row);
  const name = `projects/${project}/locations/${location}/datasets/${dataset}`;
  if (!hasDataset(context.database, { project, location, dataset })) {
    throw new GoogleError(
      "PERMISSION_DENIED",
      `Permission 'healthcare.fhirStores.get' denied on resource '${name}' (or it may not exist).`,
    );
  }
  throw new GoogleError("NOT_FOUND", `FHIR store not found: ${name}/fhirStores/${fhirStore}`);
}
