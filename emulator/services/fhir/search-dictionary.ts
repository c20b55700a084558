import type { Database } from "#emulator/store/database.ts";
import type { FhirStore } from "./fhir-store.ts";

interface Dictionary {
  readonly database: Database;
  readonly store: FhirStore;
}

/*
 * What codes, uris and units of a search mean in a store's dictionary of interned values. Few rows answer many resources: the code of
 * 60,000 blood pressures is one row for each display it is written with.
 */

/** `system|code`, `|code` (system ""), `code` (system undefined), `system|` (code undefined). */
export function tokensOf(
  { database, store }: Dictionary,
  token: { readonly system: string | undefined; readonly code: string | undefined },
): number[] {
  if (token.code === undefined) {
    return keys(database, "SELECT token FROM fhir_tokens WHERE store = ? AND system = ?", store.id, token.system ?? "");
  }
  if (token.system === undefined) {
    return keys(database, "SELECT token FROM fhir_tokens WHERE store = ? AND code = ?", store.id, token.code);
  }
  return keys(
    database,
    "SELECT token FROM fhir_tokens WHERE store = ? AND code = ? AND system = ?",
    store.id,
    token.code,
    token.system,
  );
}

/** Tokens whose display or concept text has a word sequence beginning with `folded` (FHIR R4 §3.1.1.4.4 `:text`). */
export function tokensWithText({ database, store }: Dictionary, folded: string): number[] {
  return keys(
    database,
    "SELECT token FROM fhir_tokens WHERE store = ?1 AND folded <> '' AND (substr(folded, 1, length(?2)) = ?2 OR instr(folded, ' ' || ?2) > 0)",
    store.id,
    folded,
  );
}

/** A uri itself, the ones below it (`:below`, longer by path segments), or the ones above it. */
export function tokensWithUri(
  { database, store }: Dictionary,
  uri: string,
  relation: "equal" | "above" | "below",
): number[] {
  const rows = "SELECT token FROM fhir_tokens WHERE store = ? AND system = ''";
  if (relation === "equal") return keys(database, `${rows} AND code = ?`, store.id, uri);
  if (relation === "below") {
    const prefix = uri.endsWith("/") ? uri : `${uri}/`;
    return keys(
      database,
      `${rows} AND (code = ? OR (code >= ? AND code < ?))`,
      store.id,
      uri,
      prefix,
      `${prefix}\u{10ffff}`,
    );
  }
  const segments = uri.split("/");
  const ancestors = segments.flatMap((_, index) => {
    const path = segments.slice(0, index + 1).join("/");
    return [path, `${path}/`];
  });
  return keys(
    database,
    `${rows} AND code IN (SELECT value FROM json_each(?))`,
    store.id,
    JSON.stringify([...ancestors, uri]),
  );
}

/** Units of quantities: by system and code, or without a system by code or by what is printed. */
export function findUnits(
  { database, store }: Dictionary,
  unit: { readonly system: string | undefined; readonly code: string | undefined },
): number[] {
  const rows = database.all<{ unit: number; system: string; code: string; label: string }>(
    "SELECT unit, system, code, label FROM fhir_units WHERE store = ?",
    store.id,
  );
  const isMeant = (row: { system: string; code: string; label: string }): boolean => {
    if (unit.system !== undefined && row.system !== unit.system) return false;
    if (unit.code === undefined || row.code === unit.code) return true;
    return unit.system === undefined && row.label === unit.code;
  };
  return rows.filter(isMeant).map((row) => row.unit);
}

function keys(database: Database, text: string, ...values: (string | number)[]): number[] {
  return database.all<{ token: number }>(text, ...values).map((row) => row.token);
}
