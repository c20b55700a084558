import {
  betaConfigSchema,
  FIELD_ACTIONS,
  TAG_ACTIONS,
  type BetaConfig,
  type BetaImageConfig,
  type TagAction,
} from "./beta-config.ts";
import {
  checkConfig,
  checkInfoTypes,
  checkKey,
  fieldName,
  snakeCase,
  violation,
  type ConfigViolation,
} from "./check-config.ts";
import { parseFieldPath } from "./fhir/field-path.ts";

export type ReadBetaConfig =
  { readonly config: BetaConfig } | { readonly violations: readonly [ConfigViolation, ...ConfigViolation[]] };

/** What a word of `queries` may be. */
export interface TagWords {
  /** A DICOM keyword, or a tag of eight hexadecimal digits. */
  isTag(word: string): boolean;
  isVr(word: string): boolean;
}

/** Parses and checks a configuration of v1beta1: what v1 has, and what only v1beta1 has. */
export function readBetaConfig(json: unknown, words: TagWords): ReadBetaConfig {
  const parsed = betaConfigSchema.safeParse(json);
  if (!parsed.success) {
    const [first, ...others] = parsed.error.issues.map(({ path, message }) => violation(fieldName(path), message));
    return { violations: [first ?? violation("config", "Invalid configuration."), ...others] };
  }
  const config = parsed.data;
  const [first, ...others] = [
    ...checkConfig(config, (word) => words.isTag(word)),
    ...checkOldAndNew(config),
    ...checkTags(config, words),
    ...checkImage(config.image, "config.image"),
    ...checkImage(config.dicomTagConfig?.options?.cleanImage, "config.dicom_tag_config.options.clean_image"),
    ...checkFields(config),
  ];
  return first ? { violations: [first, ...others] } : { config };
}

/** "Deprecated. Use …": both at once would contradict each other. */
function* checkOldAndNew({
  dicom,
  dicomTagConfig,
  fhir,
  fhirFieldConfig,
  image,
}: BetaConfig): Generator<ConfigViolation> {
  if (dicom && dicomTagConfig) yield violation("config.dicom", "Only one of dicom and dicom_tag_config can be set.");
  if (fhir && fhirFieldConfig) yield violation("config.fhir", "Only one of fhir and fhir_field_config can be set.");
  if (image && dicomTagConfig?.options?.cleanImage)
    yield violation("config.image", "Only one of image and dicom_tag_config.options.clean_image can be set.");
}

/** "Can only be used when `text_redaction_mode` is …": the lists add to, and take from, what is sensitive. */
function* checkImage(image: BetaImageConfig | undefined, field: string): Generator<ConfigViolation> {
  if (!image) return;
  const { textRedactionMode: mode, additionalInfoTypes = [], excludeInfoTypes = [] } = image;
  const isSensitive = mode.startsWith("REDACT_SENSITIVE_TEXT");
  if (additionalInfoTypes.length > 0 && !isSensitive && mode !== "TEXT_REDACTION_MODE_UNSPECIFIED")
    yield violation(`${field}.additional_info_types`, `It cannot be used with ${mode}.`);
  if (excludeInfoTypes.length > 0 && !isSensitive)
    yield violation(`${field}.exclude_info_types`, `It cannot be used with ${mode}.`);
  yield* checkInfoTypes(additionalInfoTypes, `${field}.additional_info_types`);
  yield* checkInfoTypes(excludeInfoTypes, `${field}.exclude_info_types`);
}

function* checkTags({ dicomTagConfig }: BetaConfig, words: TagWords): Generator<ConfigViolation> {
  for (const [index, action] of (dicomTagConfig?.actions ?? []).entries()) {
    const field = `config.dicom_tag_config.actions[${index}]`;
    yield* checkImage(action.cleanImageTag, `${field}.clean_image_tag`);
    if (TAG_ACTIONS.filter((name) => action[name] !== undefined).length !== 1)
      yield violation(field, `Exactly one of ${TAG_ACTIONS.map(snakeCase).join(", ")} must be set.`);
    if (action.queries.length === 0) yield violation(`${field}.queries`, "At least one query is required.");
    for (const [at, query] of action.queries.entries())
      if (!isQuery(query, action, words))
        yield violation(
          `${field}.queries[${at}]`,
          action.cleanImageTag
            ? "clean_image_tag applies to PixelData only."
            : `${JSON.stringify(query.slice(0, 100))} is neither a tag, a keyword nor a value representation.`,
        );
  }
}

function isQuery(query: string, { cleanImageTag }: TagAction, words: TagWords): boolean {
  if (cleanImageTag) return query === "PixelData" || query.toUpperCase() === "7FE00010";
  return words.isTag(query) || words.isVr(query);
}

function* checkFields({ fhirFieldConfig }: BetaConfig): Generator<ConfigViolation> {
  for (const [index, rule] of (fhirFieldConfig?.fieldMetadataList ?? []).entries()) {
    const field = `config.fhir_field_config.field_metadata_list[${index}]`;
    if (FIELD_ACTIONS.filter((name) => rule[name] !== undefined).length !== 1)
      yield violation(field, `Exactly one of ${FIELD_ACTIONS.map(snakeCase).join(", ")} must be set.`);
    if (rule.paths.length === 0) yield violation(`${field}.paths`, "At least one path is required.");
    for (const [at, path] of rule.paths.entries())
      if (!parseFieldPath(path))
        yield violation(
          `${field}.paths[${at}]`,
          `${JSON.stringify(path.slice(0, 100))} is not a path: expected names of fields or types with periods between.`,
        );
  }
  for (const name of ["cryptoHashConfig", "dateShiftConfig"] as const)
    yield* checkKey(fhirFieldConfig?.options?.[name], `config.fhir_field_config.options.${snakeCase(name)}`);
}
