/** Fields of a DeidentifyConfig that only API v1beta1 has (contract section 19). */
const BETA_FIELDS: readonly (readonly string[])[] = [
  ["dicomTagConfig"],
  ["fhirFieldConfig"],
  ["operationMetadata"],
  ["text", "profileType"],
  ["image", "additionalInfoTypes"],
  ["image", "excludeInfoTypes"],
];

/** Which of them a configuration has, as paths: `text.profileType`. */
export function betaFieldsIn(config: unknown): readonly string[] {
  return BETA_FIELDS.filter((path) => valueAt(config, path) !== undefined).map((path) => path.join("."));
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, name) =>
      typeof inner === "object" && inner !== null && Object.hasOwn(inner, name)
        ? (inner as Readonly<Record<string, unknown>>)[name]
        : undefined,
    value,
  );
}
