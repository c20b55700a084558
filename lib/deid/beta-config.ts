import { z } from "zod";
import { deidentifyConfigSchema, imageSchema, keySchema, maskSchema, textSchema } from "./config.ts";

/** What a `DeidentifyConfig` of API v1beta1 has besides (contract section 19): rules attribute by attribute and field by field. */

const empty = z.strictObject({});

const IMAGE_MODES = [
  ...imageSchema.shape.textRedactionMode.unwrap().options,
  "REDACT_SENSITIVE_TEXT_CLEAN_DESCRIPTORS",
] as const;
const betaImageSchema = z.strictObject({
  textRedactionMode: z.enum(IMAGE_MODES).default("TEXT_REDACTION_MODE_UNSPECIFIED"),
  additionalInfoTypes: z.array(z.string()).optional(),
  excludeInfoTypes: z.array(z.string()).optional(),
});
export type BetaImageConfig = z.infer<typeof betaImageSchema>;

const betaTextSchema = textSchema.extend({
  /** What becomes of findings that no transformation names: `EMPTY` leaves them, `BASIC` moves dates and names the kind of all else. */
  profileType: z.enum(["PROFILE_TYPE_UNSPECIFIED", "EMPTY", "BASIC"]).optional(),
});

const tagActionSchema = z.strictObject({
  /** Tags, keywords or VRs. */
  queries: z.array(z.string()).default([]),
  keepTag: empty.optional(),
  removeTag: empty.optional(),
  deleteTag: empty.optional(),
  resetTag: empty.optional(),
  cleanTextTag: empty.optional(),
  cleanImageTag: betaImageSchema.optional(),
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
      cleanImage: betaImageSchema.optional(),
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
  image: betaImageSchema.optional(),
  text: betaTextSchema.optional(),
  dicomTagConfig: dicomTagSchema.optional(),
  fhirFieldConfig: fhirFieldSchema.optional(),
  operationMetadata: z
    .strictObject({ fhirOutput: z.strictObject({ fhirStore: z.string().default("") }).optional() })
    .optional(),
});
/** Every v1 configuration is one of v1beta1 too. */
export type BetaConfig = z.infer<typeof betaConfigSchema>;

/** What is done to text in pictures: `image`, `dicomTagConfig.options.cleanImage`, or the first action for PixelData that says something. */
export function imageConfigOf({ image, dicomTagConfig }: BetaConfig): BetaImageConfig | undefined {
  const action = dicomTagConfig?.actions.find(({ queries }) =>
    queries.some((query) => query === "PixelData" || query.toUpperCase() === "7FE00010"),
  );
  // "Overrides `options` and `profile`."
  return action ? action.cleanImageTag : (dicomTagConfig?.options?.cleanImage ?? image);
}
