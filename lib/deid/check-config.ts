import { deidentifyConfigSchema, type DeidentifyConfig, type KeyConfig, type TransformationConfig } from "./config.ts";
import { parseFieldPath } from "./fhir/field-path.ts";
import { INFO_TYPES, NOT_REGIONAL } from "./info-types.ts";

/** What is wrong with one field; `field` in snake case below `config`, as Google names fields in errors. */
export interface ConfigViolation {
  readonly field: string;
  readonly description: string;
}

export type ReadConfig =
  { readonly config: DeidentifyConfig } | { readonly violations: readonly [ConfigViolation, ...ConfigViolation[]] };

/** Parses and checks a configuration. @param isTag tells whether a word is a DICOM keyword or a tag of eight hexadecimal digits */
export function readDeidentifyConfig(json: unknown, isTag: (word: string) => boolean): ReadConfig {
  const parsed = deidentifyConfigSchema.safeParse(json);
  if (!parsed.success) {
    const [first, ...others] = parsed.error.issues.map(({ path, message }) => violation(fieldName(path), message));
    return { violations: [first ?? violation("config", "Invalid configuration."), ...others] };
  }
  const config = parsed.data;
  const [first, ...others] = checkConfig(config, isTag);
  return first ? { violations: [first, ...others] } : { config };
}

/** What is wrong with a configuration of v1, or with the part of a later one that v1 has too, beyond its shape. */
export function checkConfig(config: CommonConfig, isTag: (word: string) => boolean): readonly ConfigViolation[] {
  return [...checkDicom(config, isTag), ...checkFhir(config), ...checkText(config), ...checkRegional(config)];
}

function* checkDicom({ dicom }: CommonConfig, isTag: (word: string) => boolean): Generator<ConfigViolation> {
  if (!dicom) return;
  const chosen = [dicom.keepList, dicom.removeList, dicom.filterProfile].filter((choice) => choice !== undefined);
  if (chosen.length > 1)
    yield violation("config.dicom", "At most one of keep_list, remove_list and filter_profile can be set.");
  for (const list of ["keepList", "removeList"] as const) {
    for (const [index, tag] of (dicom[list]?.tags ?? []).entries())
      if (!isTag(tag))
        yield violation(
          `config.dicom.${snakeCase(list)}.tags[${index}]`,
          `${quoted(tag)} is neither a keyword of the DICOM dictionary nor eight hexadecimal digits.`,
        );
  }
}

function* checkFhir({ fhir }: CommonConfig): Generator<ConfigViolation> {
  for (const [index, { paths }] of (fhir?.fieldMetadataList ?? []).entries()) {
    const field = `config.fhir.field_metadata_list[${index}].paths`;
    if (paths.length === 0) yield violation(field, "At least one path is required.");
    for (const [at, path] of paths.entries())
      if (!parseFieldPath(path))
        yield violation(
          `${field}[${at}]`,
          `${quoted(path)} is not a path: expected names of fields or types with periods between.`,
        );
  }
}

/** `image` may have modes that v1 does not know. */
type CommonConfig = Omit<DeidentifyConfig, "image"> & {
  readonly image?: { readonly textRedactionMode: string } | undefined;
};

const METHODS = [
  "redactConfig",
  "characterMaskConfig",
  "dateShiftConfig",
  "cryptoHashConfig",
  "replaceWithInfoTypeConfig",
] as const;
const KNOWN_INFO_TYPES: ReadonlySet<string> = new Set(INFO_TYPES);

function* checkText({ text }: CommonConfig): Generator<ConfigViolation> {
  if (!text) return;
  for (const list of ["additionalTransformations", "transformations"] as const) {
    for (const [index, transformation] of text[list].entries())
      yield* checkTransformation(transformation, `config.text.${snakeCase(list)}[${index}]`);
  }
  yield* checkInfoTypes(text.excludeInfoTypes, "config.text.exclude_info_types");
}

function* checkTransformation(transformation: TransformationConfig, field: string): Generator<ConfigViolation> {
  if (METHODS.filter((method) => transformation[method] !== undefined).length !== 1)
    yield violation(field, `Exactly one of ${METHODS.map(snakeCase).join(", ")} must be set.`);
  yield* checkInfoTypes(transformation.infoTypes, `${field}.info_types`);
  const mask = transformation.characterMaskConfig?.maskingCharacter ?? "";
  if (!/^[\s\S]?$/u.test(mask))
    yield violation(`${field}.character_mask_config.masking_character`, "It must be a single character.");
  for (const method of ["dateShiftConfig", "cryptoHashConfig"] as const)
    yield* checkKey(transformation[method], `${field}.${snakeCase(method)}`);
}

export function* checkInfoTypes(infoTypes: readonly string[], field: string): Generator<ConfigViolation> {
  for (const [index, infoType] of infoTypes.entries())
    if (!KNOWN_INFO_TYPES.has(infoType))
      yield violation(`${field}[${index}]`, `${quoted(infoType)} is not a supported infoType.`);
}

/** "16/24/32 bytes base64" (contract 13.6). */
const KEY_BYTES = new Set([16, 24, 32]);

export function* checkKey(key: KeyConfig | undefined, field: string): Generator<ConfigViolation> {
  if (!key) return;
  if (key.cryptoKey !== undefined && key.kmsWrapped !== undefined)
    yield violation(field, "Only one of crypto_key and kms_wrapped can be set.");
  if (key.cryptoKey !== undefined && !KEY_BYTES.has(base64Length(key.cryptoKey)))
    yield violation(`${field}.crypto_key`, "The key must be 16, 24 or 32 bytes.");
  if (
    key.kmsWrapped &&
    !/^projects\/[^/]+\/locations\/[^/]+\/keyRings\/[^/]+\/cryptoKeys\/[^/]+/.test(key.kmsWrapped.cryptoKey)
  )
    yield violation(
      `${field}.kms_wrapped.crypto_key`,
      "It must be named projects/*/locations/*/keyRings/*/cryptoKeys/*.",
    );
  if (key.kmsWrapped?.wrappedKey === "") yield violation(`${field}.kms_wrapped.wrapped_key`, "The field is required.");
}

/** "Incompatible with infoTypes LOCATION and ORGANIZATION_NAME (exclude them in text/image)" (contract 13.2). */
function* checkRegional({
  useRegionalDataProcessing,
  text,
  fhir,
  dicom,
  image,
}: CommonConfig): Generator<ConfigViolation> {
  if (!useRegionalDataProcessing) return;
  const isInspecting = text !== undefined || fhir !== undefined || dicom?.filterProfile === "DEIDENTIFY_TAG_CONTENTS";
  const excluded = new Set(text?.excludeInfoTypes);
  for (const infoType of NOT_REGIONAL)
    if (isInspecting && !excluded.has(infoType))
      yield violation(
        "config.text.exclude_info_types",
        `${infoType} must be excluded with use_regional_data_processing.`,
      );
  if (image?.textRedactionMode.startsWith("REDACT_SENSITIVE_TEXT"))
    yield violation(
      "config.image.text_redaction_mode",
      "REDACT_SENSITIVE_TEXT looks for LOCATION, which use_regional_data_processing cannot.",
    );
}

export function violation(field: string, reason: string): ConfigViolation {
  return { field, description: `Invalid value at '${field}': ${reason}` };
}

export function fieldName(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (name, step) => (typeof step === "number" ? `${name}[${step}]` : `${name}.${snakeCase(String(step))}`),
    "config",
  );
}

export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Bytes that base64 text stands for, padded or not. */
function base64Length(text: string): number {
  return Math.floor((text.replace(/=+$/, "").length * 3) / 4);
}

function quoted(word: string): string {
  return JSON.stringify(word.slice(0, 100));
}
