import type { healthcare_v1 } from "@googleapis/healthcare";
import {
  BYTES,
  enumOf,
  INT32,
  listOf,
  messageOf,
  STRING,
  STRINGS,
  type Field,
  type FieldsOf,
  type Message,
} from "#emulator/http/message.ts";
import { fieldViolationError, type GoogleError } from "#emulator/http/errors.ts";
import type { MessageJson } from "#emulator/http/parse-message.ts";

/** google.iam.v1 requests: contract section 15 and cloud.google.com/iam/docs/reference/rest/v1/Policy. */
const message = (name: string, fields: Record<string, Field>): Message => ({
  typeName: `google.iam.v1.${name}`,
  fields,
});

const expression: Message = {
  typeName: "google.type.Expr",
  fields: {
    description: STRING,
    expression: STRING,
    location: STRING,
    title: STRING,
  } satisfies FieldsOf<healthcare_v1.Schema$Expr>,
};

const binding = message("Binding", {
  condition: messageOf(() => expression),
  members: STRINGS,
  role: STRING,
} satisfies FieldsOf<healthcare_v1.Schema$Binding>);

const auditLogConfig = message("AuditLogConfig", {
  exemptedMembers: STRINGS,
  logType: enumOf("google.iam.v1.AuditLogConfig.LogType", "LOG_TYPE_UNSPECIFIED", [
    "ADMIN_READ",
    "DATA_WRITE",
    "DATA_READ",
  ]),
} satisfies FieldsOf<healthcare_v1.Schema$AuditLogConfig>);

const auditConfig = message("AuditConfig", {
  auditLogConfigs: listOf(messageOf(() => auditLogConfig)),
  service: STRING,
} satisfies FieldsOf<healthcare_v1.Schema$AuditConfig>);

export const POLICY = message("Policy", {
  auditConfigs: listOf(messageOf(() => auditConfig)),
  bindings: listOf(messageOf(() => binding)),
  etag: BYTES,
  version: INT32,
} satisfies FieldsOf<healthcare_v1.Schema$Policy>);

export const SET_IAM_POLICY = message("SetIamPolicyRequest", {
  policy: messageOf(() => POLICY),
  updateMask: STRING,
} satisfies FieldsOf<healthcare_v1.Schema$SetIamPolicyRequest>);

export const TEST_IAM_PERMISSIONS = message("TestIamPermissionsRequest", {
  permissions: STRINGS,
} satisfies FieldsOf<healthcare_v1.Schema$TestIamPermissionsRequest>);

const ROLE = /^(?:roles\/[\w.]+|(?:projects|organizations)\/[^/]+\/roles\/[\w.]+)$/;
const MEMBER =
  /^(?:allUsers|allAuthenticatedUsers|domain:[^\s:]+|(?:user|group|serviceAccount):[^\s@]+@[^\s@]+|project(?:Owner|Editor|Viewer):\S+|principal(?:Set)?:\/\/\S+|deleted:(?:user|group|serviceAccount|principal(?:Set)?):\S+)$/;
const MOST_PRINCIPALS = 1500;
const MOST_GROUPS = 250;
const VERSIONS = new Set<unknown>([undefined, 0, 1, 3]);

/** Throws 400 for a role or member that IAM would not know, too many of them, or a condition in a policy below version 3. */
export function checkPolicy(policy: MessageJson): void {
  if (!VERSIONS.has(policy["version"])) throw bad("policy.version", "Policy versions are 0, 1 and 3.");
  const bindings = (policy["bindings"] ?? []) as readonly MessageJson[];
  const members: string[] = [];
  for (const [index, { role, members: of, condition }] of bindings.entries()) {
    const field = `policy.bindings[${index}]`;
    if (typeof role !== "string" || !ROLE.test(role))
      throw bad(`${field}.role`, `Role ${show(role)} is not supported for this resource.`);
    if (condition !== undefined && policy["version"] !== 3)
      throw bad(`${field}.condition`, "A policy with conditions must have version 3.");
    for (const member of (of ?? []) as readonly string[]) {
      if (!MEMBER.test(member))
        throw bad(
          `${field}.members`,
          `Invalid member ${show(member)}: it must be of a known type, e.g. "user:nurse@example.org".`,
        );
      members.push(member);
    }
  }
  if (members.length > MOST_PRINCIPALS)
    throw bad("policy.bindings", `At most ${MOST_PRINCIPALS} principals are allowed.`);
  if (members.filter((member) => member.startsWith("group:")).length > MOST_GROUPS)
    throw bad("policy.bindings", `At most ${MOST_GROUPS} groups are allowed.`);
}

function show(value: unknown): string {
  return JSON.stringify(typeof value === "string" ? value.slice(0, 100) : "");
}

function bad(field: string, description: string): GoogleError {
  return fieldViolationError(description, [{ field, description }]);
}
