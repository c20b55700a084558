import type { healthcare_v1 } from "@googleapis/healthcare";
import {
  BOOL,
  BYTES,
  enumOf,
  INT32,
  listOf,
  mapOf,
  messageOf,
  STRING,
  STRING_MAP,
  type Field,
  type FieldsOf,
  type Message,
} from "#emulator/http/message.ts";

/** Hl7V2Store and what it holds: contract section 11.1 and Appendix A. */
const HL7V2 = "google.cloud.healthcare.v1.hl7v2";

const message = (name: string, fields: Record<string, Field>): Message => ({ typeName: `${HL7V2}.${name}`, fields });

const versionSource = message("VersionSource", {
  mshField: STRING,
  value: STRING,
} satisfies FieldsOf<healthcare_v1.Schema$VersionSource>);

const schemaSegment = message("SchemaSegment", {
  maxOccurs: INT32,
  minOccurs: INT32,
  type: STRING,
} satisfies FieldsOf<healthcare_v1.Schema$SchemaSegment>);

/** Groups hold members that are groups again. */
const schemaGroup: Message = message("SchemaGroup", {
  choice: BOOL,
  maxOccurs: INT32,
  members: listOf(messageOf(() => groupOrSegment)),
  minOccurs: INT32,
  name: STRING,
} satisfies FieldsOf<healthcare_v1.Schema$SchemaGroup>);

const groupOrSegment: Message = message("GroupOrSegment", {
  group: messageOf(() => schemaGroup),
  segment: messageOf(() => schemaSegment),
} satisfies FieldsOf<healthcare_v1.Schema$GroupOrSegment>);

const schemaConfig = message("Hl7SchemaConfig", {
  messageSchemaConfigs: mapOf(messageOf(() => schemaGroup)),
  version: listOf(messageOf(() => versionSource)),
} satisfies FieldsOf<healthcare_v1.Schema$Hl7SchemaConfig>);

const field = message("Field", {
  maxOccurs: INT32,
  minOccurs: INT32,
  name: STRING,
  table: STRING,
  type: STRING,
} satisfies FieldsOf<healthcare_v1.Schema$Field>);

const type = message("Type", {
  fields: listOf(messageOf(() => field)),
  name: STRING,
  primitive: enumOf(`${HL7V2}.Type.Primitive`, "PRIMITIVE_UNSPECIFIED", ["STRING", "VARIES", "UNESCAPED_STRING"]),
} satisfies FieldsOf<healthcare_v1.Schema$Type>);

const typesConfig = message("Hl7TypesConfig", {
  type: listOf(messageOf(() => type)),
  version: listOf(messageOf(() => versionSource)),
} satisfies FieldsOf<healthcare_v1.Schema$Hl7TypesConfig>);

const schemaPackage = message("SchemaPackage", {
  ignoreMinOccurs: BOOL,
  schemas: listOf(messageOf(() => schemaConfig)),
  schematizedParsingType: enumOf(
    `${HL7V2}.SchemaPackage.SchematizedParsingType`,
    "SCHEMATIZED_PARSING_TYPE_UNSPECIFIED",
    ["SOFT_FAIL", "HARD_FAIL"],
  ),
  types: listOf(messageOf(() => typesConfig)),
  unexpectedSegmentHandling: enumOf(
    `${HL7V2}.SchemaPackage.UnexpectedSegmentHandlingMode`,
    "UNEXPECTED_SEGMENT_HANDLING_MODE_UNSPECIFIED",
    ["FAIL", "SKIP", "PARSE"],
  ),
} satisfies FieldsOf<healthcare_v1.Schema$SchemaPackage>);

const parserConfig = message("ParserConfig", {
  allowNullHeader: BOOL,
  schema: messageOf(() => schemaPackage),
  segmentTerminator: BYTES,
  version: enumOf(`${HL7V2}.ParserConfig.ParserVersion`, "PARSER_VERSION_UNSPECIFIED", ["V1", "V2", "V3"]),
} satisfies FieldsOf<healthcare_v1.Schema$ParserConfig>);

const notificationConfig = message("Hl7V2NotificationConfig", {
  filter: STRING,
  pubsubTopic: STRING,
} satisfies FieldsOf<healthcare_v1.Schema$Hl7V2NotificationConfig>);

export const HL7V2_STORE = message("Hl7V2Store", {
  labels: STRING_MAP,
  name: STRING,
  notificationConfigs: listOf(messageOf(() => notificationConfig)),
  parserConfig: messageOf(() => parserConfig),
  rejectDuplicateMessage: BOOL,
} satisfies FieldsOf<healthcare_v1.Schema$Hl7V2Store>);
