import type { Completion, CompletionOption } from "#lib/contract/query-text.ts";
import {
  hasPrefixes,
  isSortable,
  MODIFIERS,
  offeredParam,
  PREFIXES,
  RESULT_PARAMETERS,
  type SearchCapability,
  type TypeCapability,
} from "./search-capability.ts";
import { parseSearchText, type SearchSegment } from "./search-text.ts";

const NOTHING: Completion = { from: 0, to: 0, options: [] };

/** Completes types, parameter names, modifiers, and the values that a CapabilityStatement or the standard fixes. */
export function completeSearch(text: string, cursor: number, capability: SearchCapability): Completion {
  const search = parseSearchText(text);
  const segment = search.segments.find((each) => cursor >= each.start && cursor <= each.end);
  if (!segment) return cursor <= search.head.length ? completeType(search.head, cursor, capability) : NOTHING;
  const type = capability.get(search.type);
  const equals = segment.source.indexOf("=");
  if (equals >= 0 && cursor > segment.start + equals)
    return completeValue(segment, { cursor, from: segment.start + equals + 1 }, type);
  const to = equals < 0 ? segment.end : segment.start + equals;
  const colon = segment.source.slice(0, cursor - segment.start).indexOf(":");
  return colon < 0
    ? completeName(text.slice(segment.start, cursor), { from: segment.start, to, hasValue: equals >= 0 }, type)
    : completeModifier(segment, { cursor, from: segment.start + colon + 1, to, hasValue: equals >= 0 }, type);
}

function completeType(head: string, cursor: number, capability: SearchCapability): Completion {
  const typed = head.slice(0, cursor);
  if (/[\s/]/.test(typed)) return NOTHING;
  const options = [...capability.keys()].map((type) => ({ insert: type, label: type, detail: "" }));
  return { from: 0, to: head.length, options: matching(options, typed) };
}

interface Place {
  readonly from: number;
  readonly to: number;
  readonly hasValue: boolean;
}

function completeName(typed: string, place: Place, type: TypeCapability | undefined): Completion {
  const insert = (name: string): string => (place.hasValue ? name : `${name}=`);
  const own = (type?.params ?? []).map((param) => ({
    insert: insert(param.name),
    label: param.name,
    detail: param.type,
  }));
  const result = Object.entries(RESULT_PARAMETERS).map(([name, detail]) => ({
    insert: name === "_has" ? "_has:" : insert(name),
    label: name,
    detail,
  }));
  return { from: place.from, to: place.to, options: matching([...own, ...result], typed) };
}

function completeModifier(
  segment: SearchSegment,
  place: Place & { readonly cursor: number },
  type: TypeCapability | undefined,
): Completion {
  const param = offeredParam(type, segment.name);
  if (!param) return NOTHING;
  const typed = segment.source.slice(place.from - segment.start, place.cursor - segment.start);
  const options = MODIFIERS[param.type].map((modifier) => ({
    insert: place.hasValue ? modifier : `${modifier}=`,
    label: modifier,
    detail: "modifier",
  }));
  return { from: place.from, to: place.to, options: matching(options, typed) };
}

/** Completes the last of a comma-separated list. */
function completeValue(
  segment: SearchSegment,
  place: { readonly cursor: number; readonly from: number },
  type: TypeCapability | undefined,
): Completion {
  const before = segment.source.slice(place.from - segment.start, place.cursor - segment.start);
  const from = place.from + before.lastIndexOf(",") + 1;
  const typed = segment.source.slice(from - segment.start, place.cursor - segment.start);
  return { from, to: segment.end, options: matching(valueOptions(segment, typed, type), typed) };
}

function valueOptions(segment: SearchSegment, typed: string, type: TypeCapability | undefined): CompletionOption[] {
  const plain = (values: readonly string[], detail = ""): CompletionOption[] =>
    values.map((value) => ({ insert: value, label: value, detail }));
  if (segment.modifier === "missing") return plain(["true", "false"]);
  const sign = typed.startsWith("-") ? "-" : "";
  const offers: Partial<Record<string, () => CompletionOption[]>> = {
    _sort: () => plain((type?.params ?? []).filter(isSortable).map((param) => `${sign}${param.name}`)),
    _include: () => plain(type?.includes ?? []),
    _revinclude: () => plain(type?.revIncludes ?? []),
    _summary: () => plain(["text", "data", "false"]),
    _total: () => plain(["none", "estimate", "accurate"]),
    _count: () => plain(["20", "50", "100"]),
  };
  const offer = offers[segment.name];
  if (offer) return offer();
  const param = offeredParam(type, segment.name);
  return param && hasPrefixes(param.type) && segment.modifier === undefined && !/\d/.test(typed)
    ? Object.entries(PREFIXES).map(([prefix, detail]) => ({ insert: prefix, label: prefix, detail }))
    : [];
}

/** Those beginning with what was typed, then those containing it; nothing when it is already complete. */
function matching(options: readonly CompletionOption[], typed: string): CompletionOption[] {
  const word = typed.trim().toLowerCase();
  const starts = options.filter((option) => option.label.toLowerCase().startsWith(word));
  const contains = options.filter((option) => option.label.toLowerCase().indexOf(word) > 0);
  const all = [...starts, ...(word === "" ? [] : contains)];
  return all.length === 1 && all[0]?.insert === typed ? [] : all;
}
