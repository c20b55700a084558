import { randomBytes } from "node:crypto";
import type { healthcare_v1 } from "@googleapis/healthcare";
import { METHODS } from "#lib/contract/methods.ts";
import { STORE_KINDS } from "#lib/contract/resource-name.ts";
import { checkQuery, queryValue, readMessageBody } from "#emulator/http/admin-request.ts";
import { GoogleError, json } from "#emulator/http/errors.ts";
import type { MessageJson } from "#emulator/http/parse-message.ts";
import type { Context, EmulatorRequest, Handler, Routes } from "#emulator/http/route.ts";
import { applyUpdateMask, parseUpdateMask } from "#emulator/http/update-mask.ts";
import {
  datasetAddress,
  datasetName,
  invisible,
  requireStore,
  storeAddress,
} from "#emulator/services/stores/require-store.ts";
import { findStore } from "#emulator/services/stores/rows.ts";
import type { Database } from "#emulator/store/database.ts";
import { checkPolicy, POLICY, SET_IAM_POLICY, TEST_IAM_PERMISSIONS } from "./policy-message.ts";

/** The etag of a policy that was never set: one byte version, value 0 (contract section 15). */
const EMPTY_POLICY: MessageJson = { etag: "ACAB" };

interface PolicyPlace {
  readonly table: "dataset_policies" | "store_policies";
  readonly column: "dataset_id" | "store_id";
  readonly id: number;
}

const getIamPolicy: Handler = (request, context) => {
  checkQuery(request, ["options.requestedPolicyVersion"]);
  const version = queryValue(request, "options.requestedPolicyVersion") ?? "0";
  if (!["0", "1", "3"].includes(version))
    throw new GoogleError("INVALID_ARGUMENT", "options.requestedPolicyVersion must be 0, 1 or 3.");
  const policy: healthcare_v1.Schema$Policy = readPolicy(context.database, requirePlace(request, context));
  return json(policy);
};

const setIamPolicy: Handler = async (request, context) => {
  checkQuery(request, []);
  requirePlace(request, context);
  const body = await readMessageBody(request, SET_IAM_POLICY, "");
  if (body["policy"] === undefined) throw new GoogleError("INVALID_ARGUMENT", "policy must be specified.");
  const policy = body["policy"] as MessageJson;
  checkPolicy(policy);
  const maskText = typeof body["updateMask"] === "string" ? body["updateMask"] : "bindings,etag";
  const mask = parseUpdateMask(maskText, POLICY, { auditConfigs: [], bindings: [], etag: [], version: [] });
  const stored = await context.database.write(() => {
    const place = requirePlace(request, context);
    const current = readPolicy(context.database, place);
    if (policy["etag"] !== undefined && policy["etag"] !== current["etag"])
      throw new GoogleError(
        "ABORTED",
        "There were concurrent policy changes. Please retry the whole read-modify-write with exponential backoff.",
      );
    const { etag: _, ...next } = applyUpdateMask(current, { ...policy, version: policy["version"] ?? 1 }, [
      ...mask,
      ["version"],
    ]);
    const written = { ...next, etag: randomBytes(8).toString("base64") };
    context.database.run(
      `INSERT INTO ${place.table} (${place.column}, policy) VALUES (?, ?) ON CONFLICT DO UPDATE SET policy = excluded.policy`,
      place.id,
      JSON.stringify(written),
    );
    return written;
  });
  return json(stored);
};

const PERMISSIONS: ReadonlySet<string> = new Set(METHODS.flatMap((method) => method.permissions));

/** Everybody may do everything in an emulator, so the answer is what the service knows of the question; nothing for a missing resource. */
const testIamPermissions: Handler = async (request, context) => {
  checkQuery(request, []);
  const body = await readMessageBody(request, TEST_IAM_PERMISSIONS, "");
  const asked = (body["permissions"] ?? []) as readonly string[];
  const wildcard = asked.find((permission) => permission.includes("*"));
  if (wildcard !== undefined)
    throw new GoogleError(
      "INVALID_ARGUMENT",
      `Permission ${JSON.stringify(wildcard.slice(0, 100))} is not valid: wildcards are not allowed.`,
    );
  const permissions = findPlace(request, context) ? asked.filter((permission) => PERMISSIONS.has(permission)) : [];
  const answer: healthcare_v1.Schema$TestIamPermissionsResponse = permissions.length > 0 ? { permissions } : {};
  return json(answer);
};

function readPolicy(database: Database, place: PolicyPlace): MessageJson {
  const row = database.get<{ policy: string }>(`SELECT policy FROM ${place.table} WHERE ${place.column} = ?`, place.id);
  return row ? (JSON.parse(row.policy) as MessageJson) : EMPTY_POLICY;
}

function findPlace(request: EmulatorRequest, context: Context): PolicyPlace | undefined {
  if (isStoreRequest(request)) {
    const row = findStore(context.database, storeAddress(request));
    return row && { table: "store_policies", column: "store_id", id: row.id };
  }
  const { project, location, dataset } = datasetAddress(request);
  const row = context.database.get<{ id: number }>(
    "SELECT id FROM datasets WHERE project = ? AND location = ? AND dataset_id = ?",
    project,
    location,
    dataset,
  );
  return row && { table: "dataset_policies", column: "dataset_id", id: row.id };
}

function requirePlace(request: EmulatorRequest, context: Context): PolicyPlace {
  const place = findPlace(request, context);
  if (place) return place;
  if (isStoreRequest(request)) requireStore(request, context.database);
  throw invisible(request, datasetName(datasetAddress(request)));
}

function isStoreRequest(request: EmulatorRequest): boolean {
  return request.matched.method.path.includes("Stores/");
}

export const IAM_ROUTES: Routes = Object.fromEntries(
  ["datasets", ...STORE_KINDS.map((kind) => `datasets.${kind}`)].flatMap((collection) => [
    [`${collection}.getIamPolicy`, getIamPolicy],
    [`${collection}.setIamPolicy`, setIamPolicy],
    [`${collection}.testIamPermissions`, testIamPermissions],
  ]),
);
