import type { DeidentifyConfig, TransformationConfig } from "./config.ts";
import type { DeidScopeKind } from "./presets.ts";

/** What a configuration does, in sentences that a privacy officer reads. */
export function explainConfig(config: DeidentifyConfig, scope: DeidScopeKind): readonly string[] {
  return [
    ...(scope === "dicomStores" ? [] : fhirSentences(config)),
    ...(scope === "fhirStores" ? [] : dicomSentences(config)),
    ...textSentences(config),
    ...(config.useRegionalDataProcessing ? ["Text and pictures are processed in the region of the data."] : []),
    "The source is only read; everything is written to the destination.",
  ];
}

function fhirSentences({ fhir }: DeidentifyConfig): string[] {
  if (!fhir) return ["FHIR resources are copied as they are; only their ids change."];
  const rules = fhir.fieldMetadataList;
  const count = (action: string) =>
    rules.filter((rule) => rule.action === action).reduce((sum, { paths }) => sum + paths.length, 0);
  return [
    rules.length === 0
      ? "In FHIR, all eighteen kinds of identifiers are transformed at their fields, and free text is inspected."
      : `In FHIR, ${places(count("TRANSFORM"))} transformed, ${places(count("INSPECT_AND_TRANSFORM"))} inspected for identifiers in the text; everything else stays. The first rule that fits counts.`,
    "Resource ids and the references to them are replaced alike, so that the record stays together.",
    fhir.defaultKeepExtensions ? "Extensions stay and are judged like other fields." : "Extensions are removed.",
  ];
}

function places(count: number): string {
  return count === 1 ? "1 path is" : `${count} paths are`;
}

const PROFILES: Readonly<Record<string, string>> = {
  MINIMAL_KEEP_LIST_PROFILE: "Of DICOM attributes only those stay that make a valid picture.",
  ATTRIBUTE_CONFIDENTIALITY_BASIC_PROFILE:
    "DICOM attributes are removed, emptied or replaced by the basic profile of PS3.15.",
  DEIDENTIFY_TAG_CONTENTS: "DICOM attributes stay; identifiers inside their texts are found and transformed.",
};

function dicomSentences({ dicom, image }: DeidentifyConfig): string[] {
  return [
    tagSentence(dicom),
    dicom?.skipIdRedaction
      ? "UIDs of studies, series and instances stay as they are."
      : "UIDs of studies, series and instances are replaced alike wherever they stand.",
    {
      REDACT_ALL_TEXT: "All text found in pictures is painted over.",
      REDACT_SENSITIVE_TEXT: "Text in pictures is painted over where it is recognised as an identifier.",
    }[image?.textRedactionMode as "REDACT_ALL_TEXT"] ?? "Pictures are not looked at: burned-in text stays.",
  ];
}

function tagSentence(dicom: DeidentifyConfig["dicom"]): string {
  if (dicom?.keepList) return `Of DICOM attributes ${dicom.keepList.tags.length} and those of a valid file stay.`;
  if (dicom?.removeList) return `${dicom.removeList.tags.length} DICOM attributes are removed, all others stay.`;
  return PROFILES[dicom?.filterProfile ?? ""] ?? "All DICOM attributes stay.";
}

function textSentences({ text }: DeidentifyConfig): string[] {
  const rules = [...(text?.additionalTransformations ?? []), ...(text?.transformations ?? [])];
  const sentences = rules.map((rule) => `${subject(rule.infoTypes)} ${deed(rule)}.`);
  if (rules.length === 0)
    sentences.push(
      "Dates move by a secret number of days per patient; other findings give way to the name of their kind.",
    );
  if (text && text.excludeInfoTypes.length > 0) sentences.push(`Not looked for: ${text.excludeInfoTypes.join(", ")}.`);
  return sentences;
}

function subject(infoTypes: readonly string[]): string {
  if (infoTypes.length === 0) return "Every other identifier that is found";
  const words = infoTypes.map((type) => type.toLowerCase().replaceAll("_", " ")).join(" or ");
  return `Every ${words} that is found`;
}

function deed(rule: TransformationConfig): string {
  if (rule.dateShiftConfig) return "moves by a secret number of days per patient, so that intervals stay";
  if (rule.cryptoHashConfig) return "is replaced by a keyed hash, the same for the same value";
  if (rule.characterMaskConfig)
    return `has each character replaced by ${rule.characterMaskConfig.maskingCharacter || "*"}`;
  if (rule.replaceWithInfoTypeConfig) return "gives way to the name of its kind";
  return "is erased";
}
