import type { healthcare_v1 } from "@googleapis/healthcare";
import {
  BOOL,
  BYTES,
  enumOf,
  listOf,
  messageOf,
  STRING,
  STRINGS,
  type Field,
  type FieldsOf,
  type Message,
} from "#emulator/http/message.ts";

/** The messages of a de-identification configuration: contract section 13.2 to 13.6 and Appendix A. */
export const DEIDENTIFY = "google.cloud.healthcare.v1.deidentify";

export const empty = (name: string): Message => ({ typeName: `${DEIDENTIFY}.${name}`, fields: {} });
export const message = (name: string, fields: Record<string, Field>): Message => ({
  typeName: `${DEIDENTIFY}.${name}`,
  fields,
});

const kmsWrappedCryptoKey = message("KmsWrappedCryptoKey", {
  cryptoKey: STRING,
  wrappedKey: BYTES,
} satisfies FieldsOf<healthcare_v1.Schema$KmsWrappedCryptoKey>);

const keyFields = { cryptoKey: BYTES, kmsWrapped: messageOf(() => kmsWrappedCryptoKey) };
export const cryptoHashConfig = message(
  "CryptoHashConfig",
  keyFields satisfies FieldsOf<healthcare_v1.Schema$CryptoHashConfig>,
);
export const dateShiftConfig = message(
  "DateShiftConfig",
  keyFields satisfies FieldsOf<healthcare_v1.Schema$DateShiftConfig>,
);
export const characterMaskConfig = message("CharacterMaskConfig", {
  maskingCharacter: STRING,
} satisfies FieldsOf<healthcare_v1.Schema$CharacterMaskConfig>);

const infoTypeTransformation = message("InfoTypeTransformation", {
  characterMaskConfig: messageOf(() => characterMaskConfig),
  cryptoHashConfig: messageOf(() => cryptoHashConfig),
  dateShiftConfig: messageOf(() => dateShiftConfig),
  infoTypes: STRINGS,
  redactConfig: messageOf(() => empty("RedactConfig")),
  replaceWithInfoTypeConfig: messageOf(() => empty("ReplaceWithInfoTypeConfig")),
} satisfies FieldsOf<healthcare_v1.Schema$InfoTypeTransformation>);

export const transformations = listOf(messageOf(() => infoTypeTransformation));
const textConfig = message("TextConfig", {
  additionalTransformations: transformations,
  excludeInfoTypes: STRINGS,
  transformations,
} satisfies FieldsOf<healthcare_v1.Schema$TextConfig>);

const tagFilterList = message("DicomConfig.TagFilterList", {
  tags: STRINGS,
} satisfies FieldsOf<healthcare_v1.Schema$TagFilterList>);

const dicomConfig = message("DicomConfig", {
  filterProfile: enumOf(`${DEIDENTIFY}.DicomConfig.TagFilterProfile`, "TAG_FILTER_PROFILE_UNSPECIFIED", [
    "MINIMAL_KEEP_LIST_PROFILE",
    "ATTRIBUTE_CONFIDENTIALITY_BASIC_PROFILE",
    "KEEP_ALL_PROFILE",
    "DEIDENTIFY_TAG_CONTENTS",
  ]),
  keepList: messageOf(() => tagFilterList),
  removeList: messageOf(() => tagFilterList),
  skipIdRedaction: BOOL,
} satisfies FieldsOf<healthcare_v1.Schema$DicomConfig>);

const fieldMetadata = message("FieldMetadata", {
  action: enumOf(`${DEIDENTIFY}.FieldMetadata.Action`, "ACTION_UNSPECIFIED", [
    "TRANSFORM",
    "INSPECT_AND_TRANSFORM",
    "DO_NOT_TRANSFORM",
  ]),
  paths: STRINGS,
} satisfies FieldsOf<healthcare_v1.Schema$FieldMetadata>);

const fhirConfig = message("FhirConfig", {
  defaultKeepExtensions: BOOL,
  fieldMetadataList: listOf(messageOf(() => fieldMetadata)),
} satisfies FieldsOf<healthcare_v1.Schema$FhirConfig>);

const imageConfig = message("ImageConfig", {
  textRedactionMode: enumOf(`${DEIDENTIFY}.ImageConfig.TextRedactionMode`, "TEXT_REDACTION_MODE_UNSPECIFIED", [
    "REDACT_ALL_TEXT",
    "REDACT_SENSITIVE_TEXT",
    "REDACT_NO_TEXT",
  ]),
} satisfies FieldsOf<healthcare_v1.Schema$ImageConfig>);

export const DEIDENTIFY_CONFIG = message("DeidentifyConfig", {
  dicom: messageOf(() => dicomConfig),
  fhir: messageOf(() => fhirConfig),
  image: messageOf(() => imageConfig),
  text: messageOf(() => textConfig),
  useRegionalDataProcessing: BOOL,
} satisfies FieldsOf<healthcare_v1.Schema$DeidentifyConfig>);
