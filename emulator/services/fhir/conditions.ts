import type { Database } from "#emulator/store/database.ts";
import { catalogOf } from "./catalog.ts";
import type { FhirStore } from "./fhir-store.ts";
import { FhirError } from "./outcome.ts";

/** Parameters that Google accepts on every method (contract section 1.2): never search parameters. */
const GLOBAL_PARAMETERS: ReadonlySet<string> = new Set([
  "$.xgafv",
  "access_token",
  "alt",
  "callback",
  "fields",
  "key",
  "oauth_token",
  "prettyPrint",
  "quotaUser",
  "uploadType",
  "upload_protocol",
]);

/** Name and value pairs of a FHIR query, in the order sent, without Google's global parameters. */
export function fhirParameters(query: URLSearchParams): [name: string, value: string][] {
  return [...query].filter(([name]) => !GLOBAL_PARAMETERS.has(name));
}

/** `identifier=system|value`, the only criterion of conditional interactions (contract section 8.4). */
export interface Condition {
  /** Undefined for any system; empty for none (`|value`). */
  readonly system: string | undefined;
  readonly code: string;
}

/** @throws FhirError for any other criterion, more than one, or none. */
export function parseCondition(parameters: readonly (readonly [name: string, value: string])[]): Condition {
  const [only] = parameters;
  if (!only || parameters.length > 1 || only[0] !== "identifier") {
    throw new FhirError(
      "invalid_query",
      "conditional operations support exactly one criterion: identifier=system|value or identifier=value",
    );
  }
  const bar = only[1].indexOf("|");
  const code = only[1].slice(bar + 1);
  if (code === "") throw new FhirError("invalid_query", "the identifier of a conditional operation has no value");
  return { system: bar < 0 ? undefined : only[1].slice(0, bar), code };
}

/** A condition written as a query, as in If-None-Exist, with or without the leading `?`. */
export function parseConditionText(text: string): Condition {
  return parseCondition(fhirParameters(new URLSearchParams(text.replace(/^.*\?/, ""))));
}

/**
 * The id of the one resource of a type that has the identifier; undefined for none.
 * @throws FhirError 412 when several have it.
 */
export function findByCondition(
  database: Database,
  store: FhirStore,
  type: string,
  condition: Condition,
): string | undefined {
  const catalog = catalogOf(database);
  const typeKey = catalog.findType(store.id, type);
  const param = typeKey === undefined ? undefined : catalog.findParam(typeKey, "identifier");
  if (param === undefined) return undefined;
  const rows = database.all<{ id: string }>(
    `SELECT DISTINCT node.id FROM fhir_tokens AS token CROSS JOIN fhir_token_rows AS row CROSS JOIN fhir_resources AS resource
     CROSS JOIN fhir_nodes AS node
     WHERE token.store = ? AND token.code = ? AND (? IS NULL OR token.system = ?) AND row.param = ? AND row.token = token.token
     AND resource.rid = row.rid AND node.node = resource.node LIMIT 2`,
    store.id,
    condition.code,
    condition.system ?? null,
    condition.system ?? null,
    param,
  );
  if (rows.length > 1) throw new FhirError("ambiguous_query", "search criteria are not selective enough");
  return rows[0]?.id;
}
