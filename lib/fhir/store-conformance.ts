import { z } from "zod";

/** What one type of a store's statement offers, against what R4 publishes for it. */
export interface TypeConformance {
  readonly type: string;
  readonly interactions: readonly string[];
  /** R4 interactions that the store does not offer. */
  readonly missingInteractions: readonly string[];
  /** Search parameters by name that the store offers. */
  readonly parameters: readonly string[];
  readonly missingParameters: readonly string[];
  /** Offered, and not published by R4 for this type. */
  readonly extraParameters: readonly string[];
  readonly profiles: readonly string[];
}

export interface StoreConformance {
  readonly fhirVersion: string;
  readonly formats: readonly string[];
  readonly patchFormats: readonly string[];
  /** Of the store as a whole: transaction, batch, search-system. */
  readonly systemInteractions: readonly string[];
  readonly operations: readonly string[];
  readonly types: readonly TypeConformance[];
}

/** FHIR R4 §2.20.1 type-level and instance-level interactions. */
const R4_INTERACTIONS = [
  "read",
  "vread",
  "update",
  "patch",
  "delete",
  "history-instance",
  "history-type",
  "create",
  "search-type",
];

const coded = z.array(z.object({ code: z.string() })).default([]);
const named = z.array(z.object({ name: z.string() })).default([]);
const statementSchema = z.object({
  fhirVersion: z.string().default(""),
  format: z.array(z.string()).default([]),
  patchFormat: z.array(z.string()).default([]),
  rest: z
    .array(
      z.object({
        interaction: coded,
        operation: named,
        searchParam: named,
        resource: z
          .array(
            z.object({
              type: z.string(),
              interaction: coded,
              searchParam: named,
              profile: z.string().optional(),
              supportedProfile: z.array(z.string()).default([]),
            }),
          )
          .default([]),
      }),
    )
    .min(1),
});

/**
 * Reads a CapabilityStatement against R4. Throws ZodError when it is none.
 * @param published search parameters of R4 by type, those of every resource included
 */
export function readConformance(statement: unknown, published: (type: string) => readonly string[]): StoreConformance {
  const { fhirVersion, format, patchFormat, rest } = statementSchema.parse(statement);
  const [server] = rest;
  const common = server?.searchParam.map(({ name }) => name) ?? [];
  return {
    fhirVersion,
    formats: format,
    patchFormats: patchFormat,
    systemInteractions: server?.interaction.map(({ code }) => code) ?? [],
    operations: server?.operation.map(({ name }) => name) ?? [],
    types: (server?.resource ?? []).map((resource) => {
      const interactions = resource.interaction.map(({ code }) => code);
      const parameters = [...new Set([...resource.searchParam.map(({ name }) => name), ...common])].toSorted();
      const known = published(resource.type);
      return {
        type: resource.type,
        interactions,
        missingInteractions: R4_INTERACTIONS.filter((code) => !interactions.includes(code)),
        parameters,
        missingParameters: known.filter((name) => !parameters.includes(name)),
        extraParameters: parameters.filter((name) => !known.includes(name)),
        profiles: [...(resource.profile === undefined ? [] : [resource.profile]), ...resource.supportedProfile],
      };
    }),
  };
}
