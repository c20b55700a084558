import type { Completion, CompletionOption } from "#lib/contract/query-text.ts";
import { quoteFilterValue } from "#lib/contract/list-filter.ts";
import { COMPARISONS, FILTER_FIELDS, type FilterField } from "./filter-fields.ts";

/** Values that are known of a store, by field: message types with counts, facilities and labels met so far. */
export interface KnownValues {
  readonly messageTypes: readonly { readonly value: string; readonly detail: string }[];
  readonly facilities: readonly string[];
  /** `key` → values */
  readonly labels: ReadonlyMap<string, ReadonlySet<string>>;
}

const NOTHING: Completion = { from: 0, to: 0, options: [] };
/** A value that has begun: its field, its sign, its quote, what is there of it. */
const VALUE = /(?:^|[\s(])([A-Za-z_]+)(?:\.("?)([^"\s=:]*)\2)?\s*(<=|>=|=|<|>)\s*("?)([^"]*)$/;
const KEY = /(?:^|[\s(])labels\.("?)([^"\s=:]*)$/;
const FIELD = /(?:^|[\s(])([A-Za-z_]+)\s+$/;
const WORD = /(?:^|[\s(])([A-Za-z_]*)$/;
const AFTER_TERM = /(?:["*)]|[=<>]\s*[^\s"]+)\s+[A-Za-z]*$/;

/** Completes fields, signs, known values, and the words between terms. */
export function completeFilter(text: string, cursor: number, known: KnownValues): Completion {
  const before = text.slice(0, cursor);
  if (isInQuotes(before) && !VALUE.test(before) && !KEY.test(before)) return NOTHING;
  const value = VALUE.exec(before);
  if (value) return completeValue(value, { text, cursor }, known);
  const key = KEY.exec(before);
  if (key) return completeKey(key, { text, cursor }, known);
  const field = FIELD.exec(before)?.[1];
  const signs = fieldNamed(field);
  if (signs && !AFTER_TERM.test(before))
    return offer(COMPARISONS[signs.kind].map(plain), { from: cursor, to: cursor }, "");
  const word = WORD.exec(before)?.[1];
  if (word === undefined) return NOTHING;
  const place = { from: cursor - word.length, to: cursor };
  return offer(AFTER_TERM.test(before) ? JOINTS : STARTS, place, word);
}

const JOINTS: readonly CompletionOption[] = [
  { insert: "AND ", label: "AND", detail: "both must hold" },
  { insert: "OR ", label: "OR", detail: "either; binds closer than AND" },
];

const STARTS: readonly CompletionOption[] = [
  ...FILTER_FIELDS.map((field) => ({ insert: startOf(field), label: field.name, detail: field.detail })),
  { insert: "NOT ", label: "NOT", detail: "must not hold" },
];

function startOf(field: FilterField): string {
  if (field.kind === "patient") return 'PatientId("';
  return field.kind === "label" ? 'labels."' : `${field.name} `;
}

interface Typing {
  readonly text: string;
  readonly cursor: number;
}

function completeValue(match: RegExpExecArray, { text, cursor }: Typing, known: KnownValues): Completion {
  const [, name = "", , key = "", , quote = "", typed = ""] = match;
  if (quote === "" && /\s/.test(typed)) return NOTHING;
  const options = valuesOf(name, key, known).map(({ value, detail }) => ({
    insert: `${quoteFilterValue(value)} `,
    label: value,
    detail,
  }));
  // What follows up to the closing quote is replaced with it.
  const rest = quote === "" ? 0 : (/^[^"]*"\s?/.exec(text.slice(cursor))?.[0].length ?? 0);
  return offer(options, { from: cursor - typed.length - quote.length, to: cursor + rest }, typed);
}

function valuesOf(
  name: string,
  key: string,
  known: KnownValues,
): readonly { readonly value: string; readonly detail: string }[] {
  if (name === "labels") return [...(known.labels.get(key) ?? [])].map((value) => ({ value, detail: key }));
  const kind = fieldNamed(name)?.name;
  if (kind === "message_type") return known.messageTypes;
  return kind === "send_facility" ? known.facilities.map((value) => ({ value, detail: "" })) : [];
}

function completeKey(
  [, quote = "", typed = ""]: RegExpExecArray,
  { text, cursor }: Typing,
  known: KnownValues,
): Completion {
  const options = [...known.labels.keys()].map((key) => ({
    insert: `${quoteFilterValue(key)} = `,
    label: key,
    detail: "label",
  }));
  const rest = quote === "" ? 0 : (/^[^"]*"/.exec(text.slice(cursor))?.[0].length ?? 0);
  return offer(options, { from: cursor - typed.length - quote.length, to: cursor + rest }, typed);
}

function fieldNamed(name: string | undefined): FilterField | undefined {
  return FILTER_FIELDS.find((field) => field.name === name);
}

function plain(sign: string): CompletionOption {
  return { insert: `${sign} `, label: sign, detail: SIGNS[sign] ?? "" };
}

const SIGNS: Readonly<Record<string, string>> = {
  "=": "is",
  "<": "before",
  "<=": "up to and with",
  ">": "after",
  ">=": "from",
  ":": ":* has the label",
};

/** Those that begin with what was typed before those that contain it. */
function offer(
  options: readonly CompletionOption[],
  place: Pick<Completion, "from" | "to">,
  typed: string,
): Completion {
  const word = typed.toLowerCase();
  const rank = (option: CompletionOption): number => option.label.toLowerCase().indexOf(word);
  const found = options
    .filter((option) => rank(option) >= 0)
    .toSorted((a, b) => Math.sign(rank(a)) - Math.sign(rank(b)));
  return { ...place, options: found };
}

function isInQuotes(text: string): boolean {
  return (text.replace(/\\./gs, "").match(/"/g)?.length ?? 0) % 2 === 1;
}
