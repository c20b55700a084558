import type { StoreKind } from "#lib/contract/resource-name.ts";
import type { Config, DatasetAddress } from "#emulator/services/stores/rows.ts";
import type { ImagesOptions } from "./dicom/fill-images.ts";
import type { HospitalOptions } from "./hospital.ts";

export interface SampleStore {
  readonly storeKind: StoreKind;
  readonly store: string;
  readonly config: Config;
  /** What goes into a FHIR store; absent for a store that stays empty. `scale` is the one that the person asked for. */
  readonly hospital?: (scale: number) => HospitalOptions;
  /** True: the store also has the five most common data defects, for people to find and mend (defects.ts). */
  readonly hasDefects?: true;
  /** What goes into an HL7v2 store: the messages about this hospital's patients, or the few that an interface engine set aside. */
  readonly feed?: { readonly hospital: (scale: number) => HospitalOptions; readonly isQuarantine: boolean };
  /** What goes into a DICOM store: the pictures of this hospital's imaging studies, drawn after the start. */
  readonly images?: (scale: number) => ImagesOptions;
}

export interface SampleDataset {
  readonly address: DatasetAddress;
  readonly config: Config;
  readonly stores: readonly SampleStore[];
}

const PROJECT = "demo-hospital";
const SEED = "cedar-prairie";

/** The datasets and stores of the sample project. Clinical production first: it is what people look at first. */
export const SAMPLE_LAYOUT: readonly SampleDataset[] = [
  {
    address: { project: PROJECT, location: "us-central1", dataset: "clinical-production" },
    config: { timeZone: "America/Chicago" },
    stores: [
      {
        storeKind: "fhirStores",
        store: "ehr",
        config: {
          version: "R4",
          enableUpdateCreate: true,
          // Feeds deliver in any order; the playground below shows the strict setting.
          disableReferentialIntegrity: true,
          labels: { environment: "production", system: "ehr" },
        },
        hospital: (scale) => ({ seed: SEED, scale }),
        hasDefects: true,
      },
      {
        storeKind: "hl7V2Stores",
        store: "adt-feed",
        config: { parserConfig: { version: "V3" }, labels: { environment: "production", system: "adt" } },
        feed: { hospital: (scale) => ({ seed: SEED, scale }), isQuarantine: false },
      },
      {
        storeKind: "dicomStores",
        store: "radiology",
        config: { labels: { environment: "production", system: "pacs" } },
        images: (scale) => ({ hospital: { seed: SEED, scale } }),
      },
      {
        storeKind: "consentStores",
        store: "consents",
        config: { labels: { environment: "production", system: "consent" } },
      },
    ],
  },
  {
    address: { project: PROJECT, location: "us-central1", dataset: "research" },
    config: { timeZone: "America/Chicago" },
    stores: [
      {
        storeKind: "fhirStores",
        store: "ehr-research",
        config: {
          version: "R4",
          enableUpdateCreate: true,
          disableReferentialIntegrity: true,
          labels: { environment: "research", cohort: "diabetes-over-60" },
        },
        hospital: () => ({
          seed: SEED,
          cohort: ({ person, stories }) => person.age > 60 && stories.some((story) => story.title.includes("diabetes")),
        }),
      },
    ],
  },
  {
    address: { project: PROJECT, location: "us-central1", dataset: "sandbox" },
    config: { timeZone: "America/Chicago" },
    stores: [
      {
        storeKind: "fhirStores",
        store: "playground",
        config: { version: "R4", enableUpdateCreate: true, labels: { environment: "sandbox" } },
        hospital: () => ({ seed: "playground", scale: 0.1 }),
        hasDefects: true,
      },
      {
        storeKind: "hl7V2Stores",
        store: "quarantine",
        config: { parserConfig: { version: "V3" }, labels: { environment: "sandbox", system: "interface-engine" } },
        feed: { hospital: () => ({ seed: SEED, scale: 0.1 }), isQuarantine: true },
      },
      {
        storeKind: "dicomStores",
        store: "practice-images",
        config: { labels: { environment: "sandbox", system: "pacs" } },
        images: () => ({
          hospital: { seed: "playground", scale: 0.1 },
          orders: ["chestXRay", "forearmXRay", "kneeXRay", "electrocardiogram", "obstetricUltrasound", "brainMr"],
        }),
      },
    ],
  },
  {
    address: { project: PROJECT, location: "europe-west4", dataset: "telehealth-eu" },
    config: { timeZone: "Europe/Amsterdam" },
    stores: [
      {
        storeKind: "fhirStores",
        store: "teleconsult",
        config: {
          version: "R4",
          enableUpdateCreate: true,
          disableReferentialIntegrity: true,
          labels: { environment: "production", region: "eu" },
        },
        hospital: () => ({ seed: "telehealth-eu", scale: 0.1 }),
      },
    ],
  },
];
