import type { healthcare_v1beta1 } from "@googleapis/healthcare";
import { enumOf, listOf, messageOf, STRING, STRINGS, type FieldsOf } from "#emulator/http/message.ts";
import {
  characterMaskConfig,
  cryptoHashConfig,
  dateShiftConfig,
  DEIDENTIFY,
  DEIDENTIFY_CONFIG,
  empty,
  transformations,
  message,
} from "./deidentify-messages.ts";

/** What a configuration of v1beta1 has besides: contract section 19. */

const betaImageConfig = message("ImageConfig", {
  additionalInfoTypes: STRINGS,
  excludeInfoTypes: STRINGS,
  textRedactionMode: enumOf(`${DEIDENTIFY}.ImageConfig.TextRedactionMode`, "TEXT_REDACTION_MODE_UNSPECIFIED", [
    "REDACT_ALL_TEXT",
    "REDACT_SENSITIVE_TEXT",
    "REDACT_NO_TEXT",
    "REDACT_SENSITIVE_TEXT_CLEAN_DESCRIPTORS",
  ]),
} satisfies FieldsOf<healthcare_v1beta1.Schema$ImageConfig>);

const betaTextConfig = message("TextConfig", {
  additionalTransformations: transformations,
  excludeInfoTypes: STRINGS,
  profileType: enumOf(`${DEIDENTIFY}.TextConfig.ProfileType`, "PROFILE_TYPE_UNSPECIFIED", ["EMPTY", "BASIC"]),
  transformations,
} satisfies FieldsOf<healthcare_v1beta1.Schema$TextConfig>);

const action = message("Action", {
  queries: STRINGS,
  cleanImageTag: messageOf(() => betaImageConfig),
  cleanTextTag: messageOf(() => empty("CleanTextTag")),
  deleteTag: messageOf(() => empty("DeleteTag")),
  keepTag: messageOf(() => empty("KeepTag")),
  recurseTag: messageOf(() => empty("RecurseTag")),
  regenUidTag: messageOf(() => empty("RegenUidTag")),
  removeTag: messageOf(() => empty("RemoveTag")),
  resetTag: messageOf(() => empty("ResetTag")),
} satisfies FieldsOf<healthcare_v1beta1.Schema$Action>);

const tagOptions = message("Options", {
  cleanDescriptors: messageOf(() => empty("CleanDescriptorsOption")),
  cleanImage: messageOf(() => betaImageConfig),
  primaryIds: enumOf(`${DEIDENTIFY}.Options.PrimaryIdsOption`, "PRIMARY_IDS_OPTION_UNSPECIFIED", ["KEEP", "REGEN"]),
} satisfies FieldsOf<healthcare_v1beta1.Schema$Options>);

const dicomTagConfig = message("DicomTagConfig", {
  actions: listOf(messageOf(() => action)),
  options: messageOf(() => tagOptions),
  profileType: enumOf(`${DEIDENTIFY}.DicomTagConfig.ProfileType`, "PROFILE_TYPE_UNSPECIFIED", [
    "MINIMAL_KEEP_LIST_PROFILE",
    "ATTRIBUTE_CONFIDENTIALITY_BASIC_PROFILE",
    "KEEP_ALL_PROFILE",
    "DEIDENTIFY_TAG_CONTENTS",
  ]),
} satisfies FieldsOf<healthcare_v1beta1.Schema$DicomTagConfig>);

const fieldRule = message("FieldMetadata", {
  paths: STRINGS,
  characterMaskField: messageOf(() => empty("CharacterMaskField")),
  cleanTextField: messageOf(() => empty("CleanTextField")),
  cryptoHashField: messageOf(() => empty("CryptoHashField")),
  dateShiftField: messageOf(() => empty("DateShiftField")),
  keepField: messageOf(() => empty("KeepField")),
  removeField: messageOf(() => empty("RemoveField")),
} satisfies FieldsOf<healthcare_v1beta1.Schema$GoogleCloudHealthcareV1beta1DeidentifyFieldMetadata>);

const fieldOptions = message("Options", {
  characterMaskConfig: messageOf(() => characterMaskConfig),
  contextualDeid: messageOf(() => empty("ContextualDeidConfig")),
  cryptoHashConfig: messageOf(() => cryptoHashConfig),
  dateShiftConfig: messageOf(() => dateShiftConfig),
  keepExtensions: messageOf(() => empty("KeepExtensionsConfig")),
} satisfies FieldsOf<healthcare_v1beta1.Schema$GoogleCloudHealthcareV1beta1DeidentifyOptions>);

const fhirFieldConfig = message("FhirFieldConfig", {
  fieldMetadataList: listOf(messageOf(() => fieldRule)),
  options: messageOf(() => fieldOptions),
  profileType: enumOf(`${DEIDENTIFY}.FhirFieldConfig.ProfileType`, "PROFILE_TYPE_UNSPECIFIED", [
    "KEEP_ALL",
    "BASIC",
    "CLEAN_ALL",
  ]),
} satisfies FieldsOf<healthcare_v1beta1.Schema$FhirFieldConfig>);

const fhirOutput = message("FhirOutput", {
  fhirStore: STRING,
} satisfies FieldsOf<healthcare_v1beta1.Schema$FhirOutput>);

const operationMetadata = message("DeidentifyOperationMetadata", {
  fhirOutput: messageOf(() => fhirOutput),
} satisfies FieldsOf<healthcare_v1beta1.Schema$DeidentifyOperationMetadata>);

export const BETA_DEIDENTIFY_CONFIG = message("DeidentifyConfig", {
  ...DEIDENTIFY_CONFIG.fields,
  image: messageOf(() => betaImageConfig),
  text: messageOf(() => betaTextConfig),
  dicomTagConfig: messageOf(() => dicomTagConfig),
  fhirFieldConfig: messageOf(() => fhirFieldConfig),
  operationMetadata: messageOf(() => operationMetadata),
});
