import { z } from "zod";

/** `parserConfig.schema` of an HL7v2 store as proto3 JSON: what is left out has its default (contract 11.1, Appendix A). */

const versionSourceSchema = z.object({ mshField: z.string().default(""), value: z.string().default("") });

const occursShape = {
  minOccurs: z.int().default(0),
  /** 0 and -1 are unbounded. */
  maxOccurs: z.int().default(0),
};

const segmentSchema = z.object({ type: z.string().default(""), ...occursShape });
export type SchemaSegment = z.infer<typeof segmentSchema>;

export interface SchemaGroup {
  readonly name: string;
  /** Only one of the members may be there. */
  readonly choice: boolean;
  readonly minOccurs: number;
  readonly maxOccurs: number;
  readonly members: readonly SchemaMember[];
}
export interface SchemaMember {
  readonly segment?: SchemaSegment | undefined;
  readonly group?: SchemaGroup | undefined;
}

const groupSchema: z.ZodType<SchemaGroup> = z.lazy(() =>
  z.object({
    name: z.string().default(""),
    choice: z.boolean().default(false),
    ...occursShape,
    members: z.array(z.object({ segment: segmentSchema.optional(), group: groupSchema.optional() })).default([]),
  }),
);

const fieldSchema = z.object({ name: z.string().default(""), type: z.string().default(""), ...occursShape });

const typeSchema = z.object({
  name: z.string().default(""),
  primitive: z.enum(["STRING", "VARIES", "UNESCAPED_STRING"]).optional(),
  fields: z.array(fieldSchema).default([]),
});

export const schemaPackageSchema = z.object({
  ignoreMinOccurs: z.boolean().default(false),
  schematizedParsingType: z.enum(["SOFT_FAIL", "HARD_FAIL"]).default("SOFT_FAIL"),
  unexpectedSegmentHandling: z.enum(["FAIL", "SKIP", "PARSE"]).default("FAIL"),
  schemas: z
    .array(
      z.object({
        version: z.array(versionSourceSchema).default([]),
        messageSchemaConfigs: z.record(z.string(), groupSchema).default({}),
      }),
    )
    .default([]),
  types: z
    .array(z.object({ version: z.array(versionSourceSchema).default([]), type: z.array(typeSchema).default([]) }))
    .default([]),
});

export type SchemaPackage = z.infer<typeof schemaPackageSchema>;
export type SchemaType = z.infer<typeof typeSchema>;
export type SchemaField = z.infer<typeof fieldSchema>;
export type VersionSource = z.infer<typeof versionSourceSchema>;
