import type { DeidentifyConfigJson } from "./config.ts";
import { DEFAULT_FIELDS } from "./fhir/default-fields.ts";

/** What a de-identification covers: every FHIR and DICOM store of a dataset, or one store. */
export type DeidScopeKind = "dataset" | "fhirStores" | "dicomStores";

export interface DeidPreset {
  readonly id: "safe-harbor" | "date-shift" | "dicom-basic" | "minimal" | "expert";
  readonly title: string;
  /** What it is for and what it is not. */
  readonly about: string;
  /** Scopes that it makes sense for. */
  readonly scopes: readonly DeidScopeKind[];
  readonly config: DeidentifyConfigJson;
}

const EVERYWHERE: readonly DeidScopeKind[] = ["dataset", "fhirStores", "dicomStores"];
const PIXELS = { textRedactionMode: "REDACT_ALL_TEXT" } as const;
const BASIC = { filterProfile: "ATTRIBUTE_CONFIDENTIALITY_BASIC_PROFILE" } as const;
const mutable = (fields: typeof DEFAULT_FIELDS) => fields.map(({ paths, action }) => ({ paths: [...paths], action }));

/** Where people begin; every field can be changed afterwards. */
export const DEID_PRESETS: readonly DeidPreset[] = [
  {
    id: "safe-harbor",
    title: "HIPAA Safe Harbor",
    about: "The eighteen kinds of identifiers go, dates among them (45 CFR 164.514(b)(2)).",
    scopes: EVERYWHERE,
    config: {
      fhir: {},
      dicom: BASIC,
      image: PIXELS,
      text: {
        additionalTransformations: [
          { infoTypes: ["DATE", "AGE"], redactConfig: {} },
          { infoTypes: [], replaceWithInfoTypeConfig: {} },
        ],
      },
    },
  },
  {
    id: "date-shift",
    title: "Safe Harbor, dates shifted",
    about:
      "For research: as above, but dates move by a secret number of days per patient. Needs an expert's determination or a limited data set agreement, as dates remain.",
    scopes: EVERYWHERE,
    config: {
      fhir: {},
      dicom: BASIC,
      image: PIXELS,
      text: {
        additionalTransformations: [
          { infoTypes: ["DATE"], dateShiftConfig: {} },
          { infoTypes: [], replaceWithInfoTypeConfig: {} },
        ],
      },
    },
  },
  {
    id: "dicom-basic",
    title: "DICOM basic profile",
    about: "Attributes by PS3.15 table E.1-1 and text in the pictures painted over; FHIR resources by their defaults.",
    scopes: ["dataset", "dicomStores"],
    config: { fhir: {}, dicom: BASIC, image: PIXELS },
  },
  {
    id: "minimal",
    title: "Minimal metadata",
    about: "Only what makes a valid picture; in FHIR no narrative, note or attachment stays at all.",
    scopes: EVERYWHERE,
    config: {
      fhir: {
        fieldMetadataList: [
          { paths: ["Xhtml", "Markdown", "Base64Binary", "Annotation"], action: "TRANSFORM" },
          ...mutable(DEFAULT_FIELDS),
        ],
      },
      dicom: { filterProfile: "MINIMAL_KEEP_LIST_PROFILE" },
      image: PIXELS,
      text: { additionalTransformations: [{ infoTypes: [], redactConfig: {} }] },
    },
  },
  {
    id: "expert",
    title: "Expert",
    about: "Nothing is chosen for you. What you do not turn on stays as it is.",
    scopes: EVERYWHERE,
    config: {},
  },
];

/** The parts of a configuration that work on this scope: DICOM and pictures in DICOM stores, FHIR fields in FHIR stores. */
export function configForScope(config: DeidentifyConfigJson, scope: DeidScopeKind): DeidentifyConfigJson {
  const { fhir, dicom, image, ...rest } = config;
  return {
    ...(fhir !== undefined && scope !== "dicomStores" ? { fhir } : {}),
    ...(dicom !== undefined && scope !== "fhirStores" ? { dicom } : {}),
    ...(image !== undefined && scope !== "fhirStores" ? { image } : {}),
    ...rest,
  };
}
