import { isJsonObject, type JsonObject, type JsonValue } from "./lossless-json.ts";
import { select } from "./result-text.ts";
import { escapeSearch } from "./search-escapes.ts";

/** A code that resources carry, as a token search finds it. */
export interface SeenToken {
  /** `system|code`, or the code alone where it has no system; escaped for a query. */
  readonly token: string;
  /** Display of the code, or the code. */
  readonly label: string;
  /** Resources that carry it. */
  readonly count: number;
}

/** The codes at some element paths, most frequent first. Identifiers and contact points count as codes (FHIR R4 §3.1.1.4.10 "token"). */
export function seenTokens(resources: readonly JsonObject[], paths: readonly string[]): readonly SeenToken[] {
  const seen = new Map<string, { label: string; count: number }>();
  for (const resource of resources) {
    const own = new Map(paths.flatMap((path) => select(resource, path)).flatMap(tokensOf));
    for (const [token, label] of own) {
      const known = seen.get(token);
      if (known) known.count += 1;
      else seen.set(token, { label, count: 1 });
    }
  }
  return [...seen]
    .map(([token, { label, count }]) => ({ token, label, count }))
    .toSorted((a, b) => b.count - a.count || a.label.localeCompare(b.label));
}

type Token = readonly [token: string, label: string];

function tokensOf(value: JsonValue): readonly Token[] {
  if (typeof value === "string" || typeof value === "boolean") return [[escapeSearch(String(value)), String(value)]];
  if (!isJsonObject(value)) return [];
  if (Array.isArray(value["coding"])) return value["coding"].flatMap((coding) => codeOf(coding, textOf(value["text"])));
  return codeOf(value, "");
}

function codeOf(value: JsonValue, words: string): readonly Token[] {
  if (!isJsonObject(value)) return [];
  const code = textOf(value["code"]) || textOf(value["value"]);
  const system = textOf(value["system"]);
  // A contact point's system is a kind (phone), which a token search does not take for a code system.
  const isUri = system.includes(":");
  if (code === "") return [];
  return [
    [
      isUri ? `${escapeSearch(system)}|${escapeSearch(code)}` : escapeSearch(code),
      textOf(value["display"]) || words || code,
    ],
  ];
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : "";
}
