import { z } from "zod";

/** `DeidentifyConfig` of API v1 (contract 13.2 to 13.6) as proto3 JSON. Fields that a caller leaves out have the value that proto3 gives them. */

const key = {
  /** 16, 24 or 32 bytes as base64. */
  cryptoKey: z.string().optional(),
  kmsWrapped: z.strictObject({ cryptoKey: z.string().default(""), wrappedKey: z.string().default("") }).optional(),
};
export const keySchema = z.strictObject(key);
export type KeyConfig = z.infer<typeof keySchema>;

export const maskSchema = z.strictObject({ maskingCharacter: z.string().default("") });

const transformationSchema = z.strictObject({
  infoTypes: z.array(z.string()).default([]),
  redactConfig: z.strictObject({}).optional(),
  characterMaskConfig: maskSchema.optional(),
  dateShiftConfig: keySchema.optional(),
  cryptoHashConfig: keySchema.optional(),
  replaceWithInfoTypeConfig: z.strictObject({}).optional(),
});
export type TransformationConfig = z.infer<typeof transformationSchema>;

export const textSchema = z.strictObject({
  additionalTransformations: z.array(transformationSchema).default([]),
  /** Deprecated name of the same. */
  transformations: z.array(transformationSchema).default([]),
  excludeInfoTypes: z.array(z.string()).default([]),
});

const tagListSchema = z.strictObject({ tags: z.array(z.string()).default([]) });
const dicomSchema = z.strictObject({
  filterProfile: z
    .enum([
      "TAG_FILTER_PROFILE_UNSPECIFIED",
      "MINIMAL_KEEP_LIST_PROFILE",
      "ATTRIBUTE_CONFIDENTIALITY_BASIC_PROFILE",
      "KEEP_ALL_PROFILE",
      "DEIDENTIFY_TAG_CONTENTS",
    ])
    .optional(),
  keepList: tagListSchema.optional(),
  removeList: tagListSchema.optional(),
  skipIdRedaction: z.boolean().default(false),
});
export type DicomConfig = z.infer<typeof dicomSchema>;

const fieldMetadataSchema = z.strictObject({
  paths: z.array(z.string()).default([]),
  action: z
    .enum(["ACTION_UNSPECIFIED", "TRANSFORM", "INSPECT_AND_TRANSFORM", "DO_NOT_TRANSFORM"])
    .default("ACTION_UNSPECIFIED"),
});
export type FieldMetadata = z.infer<typeof fieldMetadataSchema>;

const fhirSchema = z.strictObject({
  fieldMetadataList: z.array(fieldMetadataSchema).default([]),
  defaultKeepExtensions: z.boolean().default(false),
});
export type FhirConfig = z.infer<typeof fhirSchema>;

export const imageSchema = z.strictObject({
  textRedactionMode: z
    .enum(["TEXT_REDACTION_MODE_UNSPECIFIED", "REDACT_ALL_TEXT", "REDACT_SENSITIVE_TEXT", "REDACT_NO_TEXT"])
    .default("TEXT_REDACTION_MODE_UNSPECIFIED"),
});

export const deidentifyConfigSchema = z.strictObject({
  dicom: dicomSchema.optional(),
  fhir: fhirSchema.optional(),
  image: imageSchema.optional(),
  text: textSchema.optional(),
  useRegionalDataProcessing: z.boolean().default(false),
});
/** A sub-message that is there turns its kind of processing on, an empty one with defaults (contract 13.2). */
export type DeidentifyConfig = z.infer<typeof deidentifyConfigSchema>;
/** A configuration as a person writes it: what is left out stays left out. */
export type DeidentifyConfigJson = z.input<typeof deidentifyConfigSchema>;
