import type { DeidentifyConfig, TransformationConfig } from "./config.ts";
import type { DeidScopeKind } from "./presets.ts";

export interface ConfigWarning {
  readonly id: string;
  /** `risk`: identifiers can stay in the output. `note`: something a person should know before it is too late. */
  readonly severity: "risk" | "note";
  readonly text: string;
}

interface Rule extends Omit<ConfigWarning, "text"> {
  readonly text: string;
  readonly applies: (config: DeidentifyConfig, scope: DeidScopeKind) => boolean;
}

const hasFhir = (scope: DeidScopeKind) => scope !== "dicomStores";
const hasDicom = (scope: DeidScopeKind) => scope !== "fhirStores";
const transformationsOf = ({ text }: DeidentifyConfig): readonly TransformationConfig[] => [
  ...(text?.additionalTransformations ?? []),
  ...(text?.transformations ?? []),
];
const isKeyless = ({ dateShiftConfig, cryptoHashConfig }: TransformationConfig) => {
  const key = dateShiftConfig ?? cryptoHashConfig;
  return key !== undefined && key.cryptoKey === undefined && key.kmsWrapped === undefined;
};
const keepsPixels = ({ image }: DeidentifyConfig) =>
  image === undefined ||
  image.textRedactionMode === "REDACT_NO_TEXT" ||
  image.textRedactionMode === "TEXT_REDACTION_MODE_UNSPECIFIED";
const keepsTags = ({ dicom }: DeidentifyConfig) =>
  dicom === undefined ||
  (dicom.keepList === undefined &&
    dicom.removeList === undefined &&
    ["TAG_FILTER_PROFILE_UNSPECIFIED", "KEEP_ALL_PROFILE", undefined].includes(dicom.filterProfile));
const movesDates = (config: DeidentifyConfig) =>
  transformationsOf(config).length === 0 ||
  transformationsOf(config).some((rule) => rule.dateShiftConfig !== undefined);

const RULES: readonly Rule[] = [
  {
    id: "fhir-off",
    severity: "risk",
    applies: ({ fhir }, scope) => hasFhir(scope) && fhir === undefined,
    text: "FHIR fields are not processed: names, addresses and telephone numbers stay in the resources.",
  },
  {
    id: "tags-off",
    severity: "risk",
    applies: (config, scope) => hasDicom(scope) && keepsTags(config),
    text: "DICOM attributes are kept: patient name, id and birth date stay in every file.",
  },
  {
    id: "pixels-off",
    severity: "risk",
    applies: (config, scope) => hasDicom(scope) && keepsPixels(config),
    text: "Text burned into pictures stays. Ultrasound, secondary captures and scanned documents often show the patient's name.",
  },
  {
    id: "pixels-sensitive",
    severity: "note",
    applies: ({ image }, scope) => hasDicom(scope) && image?.textRedactionMode === "REDACT_SENSITIVE_TEXT",
    text: "Only text that is read without a mistake and recognised as an identifier is painted over. Misread or cut-off names, initials, room numbers, handwriting, turned and very small letters stay; painting over all text is safer.",
  },
  {
    id: "profile-2018e",
    severity: "note",
    applies: ({ dicom }, scope) =>
      hasDicom(scope) && dicom?.filterProfile === "ATTRIBUTE_CONFIDENTIALITY_BASIC_PROFILE",
    text: "Google's basic profile follows the table of 2018e. Attributes that the standard has added since are not in it.",
  },
  {
    id: "uninspected-vrs",
    severity: "risk",
    applies: ({ dicom }, scope) => hasDicom(scope) && dicom?.filterProfile === "DEIDENTIFY_TAG_CONTENTS",
    text: "Only values of AE, LO, LT, PN, SH, ST, UC, UT, DA, DT and AS are inspected. Identifiers in UN, OB, CS, UI, TM or IS stay.",
  },
  {
    id: "remove-list",
    severity: "risk",
    applies: ({ dicom }, scope) => hasDicom(scope) && dicom?.removeList !== undefined,
    text: "With a list of what goes, every attribute that the list does not name stays, private ones included.",
  },
  {
    id: "ids-kept",
    severity: "risk",
    applies: ({ dicom }, scope) => hasDicom(scope) && dicom?.skipIdRedaction === true,
    text: "Study, series and instance UIDs stay: whoever has the source can join the two.",
  },
  {
    id: "unmatched-fields",
    severity: "risk",
    applies: ({ fhir }, scope) => hasFhir(scope) && (fhir?.fieldMetadataList.length ?? 0) > 0,
    text: "Rules of your own replace the defaults: every field that no rule names passes through unchanged.",
  },
  {
    id: "inspect-nothing",
    severity: "risk",
    applies: ({ fhir }, scope) =>
      hasFhir(scope) &&
      (fhir?.fieldMetadataList.length ?? 0) > 0 &&
      !(
        fhir?.fieldMetadataList.some(({ paths, action }) => paths.some(isText) && action !== "DO_NOT_TRANSFORM") ??
        false
      ),
    text: "No rule looks into free text (String, Markdown, Xhtml): notes and narratives stay as they are written.",
  },
  {
    id: "extensions",
    severity: "risk",
    applies: ({ fhir }, scope) => hasFhir(scope) && fhir?.defaultKeepExtensions === true,
    text: "Extensions are kept. They may hold birthplace, mother's maiden name, geolocation or anything else.",
  },
  {
    id: "extensions-removed",
    severity: "note",
    applies: ({ fhir }, scope) => hasFhir(scope) && fhir?.defaultKeepExtensions === false,
    text: "All extensions are removed, clinical ones too (race, ethnicity, precise onset).",
  },
  {
    id: "keyless",
    severity: "note",
    applies: (config) =>
      movesDates(config) && (transformationsOf(config).length === 0 || transformationsOf(config).some(isKeyless)),
    text: "No key is given, so each run makes a fresh one: results of two runs cannot be joined, and a later run gives the same patient other dates and ids.",
  },
  {
    id: "dates-kept",
    severity: "note",
    applies: movesDates,
    text: "Shifted dates are still dates: this is not Safe Harbor (class C) without an expert's determination.",
  },
  {
    id: "excluded",
    severity: "risk",
    applies: ({ text }) => (text?.excludeInfoTypes.length ?? 0) > 0,
    text: "Excluded kinds of identifiers are left in text even where a rule would remove them.",
  },
  {
    id: "regional",
    severity: "note",
    applies: ({ useRegionalDataProcessing }) => useRegionalDataProcessing,
    text: "Data stays in its region. Places and organisations cannot be recognised there, so look for them in the dry run.",
  },
  {
    id: "not-regional",
    severity: "note",
    applies: ({ useRegionalDataProcessing }) => !useRegionalDataProcessing,
    text: "Google may process text and pictures outside of this region. Turn regional processing on where law or contract asks for it.",
  },
  {
    id: "free-text",
    severity: "note",
    applies: ({ fhir, dicom }) => fhir !== undefined || dicom?.filterProfile === "DEIDENTIFY_TAG_CONTENTS",
    text: "Free text is recognised by rules and never with certainty. Look at the sample and at the scan of the output.",
  },
  {
    id: "small-cells",
    severity: "note",
    applies: () => true,
    text: "Small cells: rare diseases, and common ones together with age, sex and place, can point to one person without any identifier. The evidence counts how many patients share them, and the review asks about the smallest groups.",
  },
];

/** What the configuration leaves in, or does that people overlook; risks first. */
export function configWarnings(config: DeidentifyConfig, scope: DeidScopeKind): readonly ConfigWarning[] {
  const found = RULES.filter((rule) => rule.applies(config, scope)).map(({ id, severity, text }) => ({
    id,
    severity,
    text,
  }));
  return [
    ...found.filter(({ severity }) => severity === "risk"),
    ...found.filter(({ severity }) => severity === "note"),
  ];
}

function isText(path: string): boolean {
  return /^(string|markdown|xhtml|narrative|div)$|\.(text|div|note)$/i.test(path);
}
