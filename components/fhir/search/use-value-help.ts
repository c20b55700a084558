"use client";

import { useQueries, useQuery } from "@tanstack/react-query";
import { useDeferredValue } from "react";
import { MASKED_TEXT, useIdentityMask } from "#components/ui/identity-mask.tsx";
import { formatCount } from "#components/ui/quantity.ts";
import { dateWords } from "#lib/fhir/date-words.ts";
import type { SearchCapability } from "#lib/fhir/search-capability.ts";
import type { CompletionOption } from "#lib/contract/query-text.ts";
import { targetTypes, typeAfter } from "#lib/fhir/search-path.ts";
import type { FieldRow } from "#lib/fhir/search-rows.ts";
import { searchHelpQueries } from "#lib/queries/fhir-search-help.ts";

export interface ValueHelpInput {
  readonly storeName: string;
  /** The searched type: where the row's path starts. */
  readonly type: string;
  readonly row: FieldRow;
  readonly typed: string;
  /** The field has been in use: only then the store is asked. */
  readonly isAsked: boolean;
  readonly capability: SearchCapability;
  /** Types that the store holds: references point to nothing else. */
  readonly held: readonly string[];
}

const SHOWN = 40;

/** What the value of a row could be: codes that the store carries, resources to refer to, words for dates. */
export function useValueHelp(input: ValueHelpInput): readonly CompletionOption[] {
  const { row, typed, isAsked } = input;
  const tokens = useTokenHelp(input);
  const targets = useTargetHelp(input);
  if (!isAsked || (row.modifier !== undefined && row.modifier !== "not" && row.param.type !== "reference")) return [];
  if (row.param.type === "date") return matching(dateOptions(), typed);
  return row.param.type === "reference" ? targets : matching(tokens, typed);
}

function useTokenHelp({ storeName, type, row, isAsked, capability }: ValueHelpInput): CompletionOption[] {
  const paramType = row.param.type;
  const from = typeAfter(row.steps, type, capability);
  const isWanted = isAsked && from !== "" && (paramType === "token" || paramType === "uri");
  const expressions = useQuery({ ...searchHelpQueries.expressions(from), enabled: isWanted });
  const expression = expressions.data?.[row.param.name] ?? "";
  const isBoolean = expression.includes("exists()");
  const seen = useQuery({
    ...searchHelpQueries.seenTokens(storeName, from, expression),
    enabled: isWanted && expression !== "" && !isBoolean && !/^_?(?:id|identifier)$/.test(row.param.name),
  });
  if (isBoolean) return ["true", "false"].map((value) => ({ insert: value, label: value, detail: "" }));
  return (seen.data ?? []).map(({ token, label, count }) => ({
    insert: token,
    label: label === token ? token : `${label} ${token.slice(token.lastIndexOf("|") + 1)}`,
    detail: `${formatCount(count)} seen`,
  }));
}

function useTargetHelp({ storeName, type, row, typed, isAsked, capability, held }: ValueHelpInput): CompletionOption[] {
  const { masked } = useIdentityMask();
  const words = useDeferredValue(typed.replace(/^[A-Z]\w*\/?/, ""));
  const from = typeAfter(row.steps, type, capability);
  const isWanted = isAsked && row.param.type === "reference" && row.modifier !== "missing";
  const possible = row.modifier === undefined ? targetTypes(capability, from, row.param.name) : [row.modifier];
  const asked = isWanted ? possible.filter((target) => held.includes(target)).slice(0, 4) : [];
  const found = useQueries({ queries: asked.map((target) => searchHelpQueries.targets(storeName, target, words)) });
  return found
    .flatMap(({ data }) => data ?? [])
    .map(({ reference, text }) => ({ insert: reference, label: reference, detail: masked ? MASKED_TEXT : text }));
}

function dateOptions(): CompletionOption[] {
  const now = new Date();
  const today = new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
  return dateWords(today).map(({ words, prefix, value }) => ({
    insert: `${prefix}${value}`,
    label: words,
    detail: `${prefix}${value}`,
  }));
}

function matching(options: readonly CompletionOption[], typed: string): CompletionOption[] {
  const word = typed.trim().toLowerCase();
  const found = options.filter(
    ({ label, insert }) => label.toLowerCase().includes(word) || insert.toLowerCase().includes(word),
  );
  return found.length === 1 && found[0]?.insert === typed ? [] : found.slice(0, SHOWN);
}
