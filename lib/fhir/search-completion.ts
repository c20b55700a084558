import type { Completion, CompletionOption } from "#lib/contract/query-text.ts";
import {
  hasPrefixes,
  isSortable,
  MODIFIERS,
  offeredParam,
  PREFIXES,
  RESULT_PARAMETERS,
  type SearchCapability,
} from "./search-capability.ts";
import { readSearchPath, targetTypes } from "./search-path.ts";
import { fullName, parseSearchText, type SearchSegment } from "./search-text.ts";

const NOTHING: Completion = { from: 0, to: 0, options: [] };

/** Completes types, parameter names, paths over references, modifiers, and the values that a CapabilityStatement or the standard fixes. */
export function completeSearch(text: string, cursor: number, capability: SearchCapability): Completion {
  const search = parseSearchText(text);
  const segment = search.segments.find((each) => cursor >= each.start && cursor <= each.end);
  if (!segment) return cursor <= search.head.length ? completeType(search.head, cursor, capability) : NOTHING;
  const equals = segment.source.indexOf("=");
  if (equals >= 0 && cursor > segment.start + equals)
    return completeValue(segment, { cursor, from: segment.start + equals + 1 }, { type: search.type, capability });
  const to = equals < 0 ? segment.end : segment.start + equals;
  const typed = text.slice(segment.start, cursor);
  const place = { from: segment.start, to, hasValue: equals >= 0 };
  return completePath(typed, place, { type: search.type, capability });
}

interface Scope {
  readonly type: string;
  readonly capability: SearchCapability;
  /** Behind a hop: parameters about the result have no place there. */
  readonly isNested?: boolean;
}

/** Completes the last hop of a name: `subject:Patient.na`, `_has:Observation:pat`, `name:ex`. */
function completePath(typed: string, place: Place, scope: Scope): Completion {
  const has = /^_has:(?:([A-Za-z]*)(?::([\w-]*)(:)?)?)?/.exec(typed);
  if (has) return completeHas(typed, has, place, scope);
  const dot = typed.indexOf(".");
  const [param = "", wanted] = (dot < 0 ? typed : typed.slice(0, dot)).split(":");
  if (dot >= 0) {
    const type = wanted ?? (targetTypes(scope.capability, scope.type, param)[0] || "");
    return completePath(
      typed.slice(dot + 1),
      { ...place, from: place.from + dot + 1 },
      { ...scope, type, isNested: true },
    );
  }
  const colon = typed.indexOf(":");
  return colon < 0
    ? completeName(typed, place, scope)
    : completeModifier(typed.slice(colon + 1), { ...place, from: place.from + colon + 1 }, { ...scope, param });
}

function completeHas(
  typed: string,
  [whole, type = "", param, end]: RegExpExecArray,
  place: Place,
  scope: Scope,
): Completion {
  const { capability } = scope;
  if (end !== undefined)
    return completePath(
      typed.slice(whole.length),
      { ...place, from: place.from + whole.length },
      { ...scope, type, isNested: true },
    );
  const links = (capability.get(scope.type)?.revIncludes ?? []).map((link) => link.split(":"));
  const options =
    param === undefined
      ? [...new Set(links.map(([source = ""]) => source))].map((source) => hop(source, "whose reference points here"))
      : links.filter(([source]) => source === type).map(([, name = ""]) => hop(name, "reference"));
  const from = place.from + (param === undefined ? "_has:".length : `_has:${type}:`.length);
  return { from, to: place.to, options: matching(options, param ?? type) };
}

function hop(name: string, detail: string): CompletionOption {
  return { insert: `${name}:`, label: name, detail };
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

function completeName(typed: string, place: Place, { type, capability, isNested }: Scope): Completion {
  const insert = (name: string): string => (place.hasValue ? name : `${name}=`);
  const own = (capability.get(type)?.params ?? []).map((param) => ({
    insert: insert(param.name),
    label: param.name,
    detail: param.type === "reference" ? "reference; a dot goes on to what it points to" : param.type,
  }));
  const result = Object.entries(RESULT_PARAMETERS)
    .filter(([name]) => !isNested || name === "_has")
    .map(([name, detail]) => ({
      insert: name === "_has" ? "_has:" : insert(name),
      label: name,
      detail,
    }));
  return { from: place.from, to: place.to, options: matching([...own, ...result], typed) };
}

function completeModifier(typed: string, place: Place, scope: Scope & { readonly param: string }): Completion {
  if (scope.param === "_include" || scope.param === "_revinclude")
    return { from: place.from, to: place.to, options: matching([modifierOption("iterate", place)], typed) };
  const param = offeredParam(scope.capability.get(scope.type), scope.param);
  if (!param) return NOTHING;
  const targets = param.type === "reference" ? targetTypes(scope.capability, scope.type, param.name) : [];
  const options = [
    ...MODIFIERS[param.type].map((modifier) => modifierOption(modifier, place)),
    ...targets.map((target) => ({ insert: `${target}.`, label: target, detail: "go on with its parameters" })),
  ];
  return { from: place.from, to: place.to, options: matching(options, typed) };
}

function modifierOption(modifier: string, place: Place): CompletionOption {
  return { insert: place.hasValue ? modifier : `${modifier}=`, label: modifier, detail: "modifier" };
}

/** Completes the last of a comma-separated list. */
function completeValue(
  segment: SearchSegment,
  place: { readonly cursor: number; readonly from: number },
  scope: Scope,
): Completion {
  const before = segment.source.slice(place.from - segment.start, place.cursor - segment.start);
  const from = place.from + before.lastIndexOf(",") + 1;
  const typed = segment.source.slice(from - segment.start, place.cursor - segment.start);
  return { from, to: segment.end, options: matching(valueOptions(segment, typed, scope), typed) };
}

function valueOptions(segment: SearchSegment, typed: string, scope: Scope): CompletionOption[] {
  const type = scope.capability.get(scope.type);
  const plain = (values: readonly string[], detail = ""): CompletionOption[] =>
    values.map((value) => ({ insert: value, label: value, detail }));
  const path = readSearchPath(fullName(segment), scope.type, scope.capability);
  if (path?.modifier === "missing") return plain(["true", "false"]);
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
  return path && hasPrefixes(path.param.type) && path.modifier === undefined && !/\d/.test(typed)
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
