import { isJsonObject, type JsonObject, type JsonValue } from "#lib/fhir/lossless-json.ts";
import { FhirError } from "./outcome.ts";
import { parseStored } from "./resource-rows.ts";
import { tokensOf, tokensWithUri } from "./search-dictionary.ts";
import type { Scope } from "./value-predicates.ts";

/** Value sets that include each other are followed so deep. */
const MAX_DEPTH = 5;

/**
 * The store's tokens that are in a value set: what `code:in=` asks. The value set is a resource of the same store, named by url or as
 * `ValueSet/id`; its expansion counts when it has one, otherwise its listed concepts, whole systems and included value sets.
 * @throws FhirError 400 when the store has no such value set
 */
export function tokensInValueSet(scope: Scope, name: string, depth = 0): number[] {
  const valueSet = findValueSet(scope, name);
  if (!valueSet) throw new FhirError("invalid_query", `value set not found in this store: ${name.slice(0, 200)}`);
  const { expansion, compose } = valueSet;
  if (isJsonObject(expansion)) return containedTokens(scope, expansion);
  if (!isJsonObject(compose)) return [];
  const excluded = new Set(listOf(compose["exclude"]).flatMap((rule) => ruleTokens(scope, rule, depth)));
  return listOf(compose["include"])
    .flatMap((rule) => ruleTokens(scope, rule, depth))
    .filter((token) => !excluded.has(token));
}

function findValueSet(scope: Scope, name: string): JsonObject | undefined {
  const { database, catalog, store } = scope;
  const type = catalog.findType(store.id, "ValueSet");
  if (type === undefined) return undefined;
  const id = /^ValueSet\/([A-Za-z0-9\-.]{1,64})$/.exec(name)?.[1];
  const rid = id === undefined ? newestWithUrl(scope, type, name) : (catalog.findNode(type, id)?.rid ?? undefined);
  if (rid === undefined) return undefined;
  const row = database.get<{ json: string }>("SELECT json FROM fhir_resources WHERE rid = ?", rid);
  return row && parseStored(row.json);
}

function newestWithUrl(scope: Scope, type: number, url: string): number | undefined {
  const param = scope.catalog.findParam(type, "url");
  const tokens = tokensWithUri(scope, url, "equal");
  if (param === undefined || tokens.length === 0) return undefined;
  return scope.database.get<{ rid: number }>(
    `SELECT rid FROM fhir_token_rows WHERE param = ? AND token IN (SELECT value FROM json_each(?)) ORDER BY rid DESC LIMIT 1`,
    param,
    JSON.stringify(tokens),
  )?.rid;
}

function containedTokens(scope: Scope, node: JsonObject): number[] {
  return listOf(node["contains"]).flatMap((concept) => [
    ...codeTokens(scope, concept["system"], concept["code"]),
    ...containedTokens(scope, concept),
  ]);
}

function ruleTokens(scope: Scope, rule: JsonObject, depth: number): number[] {
  const own = listedTokens(scope, rule);
  const included = rule["valueSet"];
  if (!Array.isArray(included) || depth >= MAX_DEPTH) return own;
  return [
    ...own,
    ...included.flatMap((url) => (typeof url === "string" ? tokensInValueSet(scope, url, depth + 1) : [])),
  ];
}

/** The listed concepts, or the whole system when none are. Filters over a system would need its hierarchy, which the store lacks. */
function listedTokens(scope: Scope, rule: JsonObject): number[] {
  const { system } = rule;
  const concepts = listOf(rule["concept"]);
  if (concepts.length > 0) return concepts.flatMap((concept) => codeTokens(scope, system, concept["code"]));
  const isWhole = typeof system === "string" && rule["filter"] === undefined;
  return isWhole ? tokensOf(scope, { system, code: undefined }) : [];
}

function codeTokens(scope: Scope, system: JsonValue | undefined, code: JsonValue | undefined): number[] {
  if (typeof code !== "string") return [];
  return tokensOf(scope, { system: typeof system === "string" ? system : undefined, code });
}

function listOf(value: JsonValue | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}
