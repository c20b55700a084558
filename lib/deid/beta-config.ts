import { z } from "zod";
import { deidentifyConfigSchema, imageSchema, keySchema, maskSchema } from "./config.ts";

/** What a `DeidentifyConfig` of API v1beta1 has besides (contract section 19): rules attribute by attribute and field by field. */

const empty = z.strictObject({});

const tagActionSchema = z.strictObject({
  /** Tags, keywords or VRs. */
  queries: z.array(z.string()).default([]),
  keepTag: empty.optional(),
  removeTag: empty.optional(),
  deleteTag: empty.optional(),
  resetTag: empty.optional(),
  cleanTextTag: empty.optional(),
  cleanImageTag: imageSchema.optional(),
  regenUidTag: empty.optional(),
  recurseTag: empty.optional(),
});
export type TagAction = z.infer<typeof tagActionSchema>;
export const TAG_ACTIONS = [
  "keepTag",
  "removeTag",
  "deleteTag",
  "resetTag",
  "cleanTextTag",
  "cleanImageTag",
  "regenUidTag",
  "recurseTag",
] as const;

export const TAG_PROFILES = [
  "MINIMAL_KEEP_LIST_PROFILE",
  "ATTRIBUTE_CONFIDENTIALITY_BASIC_PROFILE",
  "KEEP_ALL_PROFILE",
  "DEIDENTIFY_TAG_CONTENTS",
] as const;

const dicomTagSchema = z.strictObject({
  profileType: z.enum(["PROFILE_TYPE_UNSPECIFIED", ...TAG_PROFILES]).default("PROFILE_TYPE_UNSPECIFIED"),
  options: z
    .strictObject({
      primaryIds: z.enum(["PRIMARY_IDS_OPTION_UNSPECIFIED", "KEEP", "REGEN"]).default("PRIMARY_IDS_OPTION_UNSPECIFIED"),
      cleanImage: imageSchema.optional(),
      cleanDescriptors: empty.optional(),
    })
    .optional(),
  actions: z.array(tagActionSchema).default([]),
});
export type DicomTagConfig = z.infer<typeof dicomTagSchema>;

const fieldActionSchema = z.strictObject({
  paths: z.array(z.string()).default([]),
  keepField: empty.optional(),
  removeField: empty.optional(),
  cleanTextField: empty.optional(),
  cryptoHashField: empty.optional(),
  dateShiftField: empty.optional(),
  characterMaskField: empty.optional(),
});
export type FieldRule = z.infer<typeof fieldActionSchema>;
export const FIELD_ACTIONS = [
  "keepField",
  "removeField",
  "cleanTextField",
  "cryptoHashField",
  "dateShiftField",
  "characterMaskField",
] as const;

const fhirFieldSchema = z.strictObject({
  profileType: z
    .enum(["PROFILE_TYPE_UNSPECIFIED", "KEEP_ALL", "BASIC", "CLEAN_ALL"])
    .default("PROFILE_TYPE_UNSPECIFIED"),
  fieldMetadataList: z.array(fieldActionSchema).default([]),
  options: z
    .strictObject({
      keepExtensions: empty.optional(),
      /** Text is always read with what is known of its patient. */
      contextualDeid: empty.optional(),
      characterMaskConfig: maskSchema.optional(),
      cryptoHashConfig: keySchema.optional(),
      dateShiftConfig: keySchema.optional(),
    })
    .optional(),
});
export type FhirFieldConfig = z.infer<typeof fhirFieldSchema>;

export const betaConfigSchema = deidentifyConfigSchema.extend({
  dicomTagConfig: dicomTagSchema.optional(),
  fhirFieldConfig: fhirFieldSchema.optional(),
  operationMetadata: z
    .strictObject({ fhirOutput: z.strictObject({ fhirStore: z.string().default("") }).optional() })
    .optional(),
});
/** Every v1 configuration is one of v1beta1 too. */
export type BetaConfig = z.infer<typeof betaConfigSchema>;

type ImageConfig = z.infer<typeof imageSchema>;

/** What is done to text in pictures: `image`, `dicomTagConfig.options.cleanImage`, or the first action for PixelData that says something. */
export function textRedactionMode({ image, dicomTagConfig }: BetaConfig): ImageConfig["textRedactionMode"] | undefined {
  const action = dicomTagConfig?.actions.find(({ queries }) =>
    queries.some((query) => query === "PixelData" || query.toUpperCase() === "7FE00010"),
  );
  // "Overrides `options` and `profile`."
  if (action) return action.cleanImageTag?.textRedactionMode;
  return (dicomTagConfig?.options?.cleanImage ?? image)?.textRedactionMode;
}
