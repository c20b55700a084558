import { describePosition, meaningOf } from "./dictionary/describe.ts";
import type { Dictionary, PartDefinition } from "./dictionary/dictionary.ts";
import { unescapeText } from "./escape.ts";
import type { Finding, Severity } from "./finding.ts";
import type { Leaf } from "./locate.ts";
import type { Message, Span } from "./message.ts";
import type { Position } from "./position.ts";

/** One repetition of a field. */
export interface ValueCheck {
  readonly message: Message;
  readonly dictionary: Dictionary;
  /** With its type settled. */
  readonly definition: PartDefinition;
  readonly position: Position;
}

/** Checks one repetition of a field: its length, the components it must and may have, and each value by format and table. */
export function checkValue(check: ValueCheck, leaves: readonly Leaf[]): Finding[] {
  const { message } = check;
  const span = { start: leaves[0]?.start ?? 0, end: leaves.at(-1)?.end ?? 0 };
  if (span.start === span.end || message.text.slice(span.start, span.end) === '""') return [];
  const findings = [...tooLong(check, span), ...missingComponents(check, leaves, span)];
  for (const leaf of leaves) {
    if (findings.length >= MOST_IN_A_VALUE) break;
    if (leaf.start < leaf.end) findings.push(...checkLeaf(check, leaf));
  }
  return findings;
}

function tooLong({ definition, position }: ValueCheck, span: Span): Finding[] {
  const { length, name, type } = definition;
  const written = span.end - span.start;
  if (length === undefined || written <= length || type === "varies") return [];
  const words = { title: `${name} is longer than ${length}`, text: `It has ${written} characters.` };
  return [{ severity: "warning", ...words, position, ...span }];
}

function checkLeaf({ message, dictionary, position }: ValueCheck, leaf: Leaf): Finding[] {
  const at = { ...position, component: leaf.component, subcomponent: leaf.subcomponent };
  const description = describePosition(dictionary, message, at);
  if (description.kind === "missing") return [tooDeep(leaf, at, description.names)];
  const text = unescapeText(message.text.slice(leaf.start, leaf.end), message.delimiters);
  if (description.kind !== "part" || text === '""') return [];
  const { definition } = description;
  const wrong = wrongFormat(definition, text) ?? notInTable(dictionary, definition, text);
  return wrong ? [{ ...wrong, position: at, start: leaf.start, end: leaf.end }] : [];
}

const MOST_IN_A_VALUE = 50;

function missingComponents(
  { dictionary, definition, position }: ValueCheck,
  leaves: readonly Leaf[],
  span: Span,
): Finding[] {
  return dictionary.components(definition.type).flatMap((component, index): Finding[] => {
    const isThere = leaves.some((leaf) => leaf.component === index + 1 && leaf.start < leaf.end);
    if (component.optionality !== "R" || isThere) return [];
    const at = { ...position, component: index + 1 };
    return [
      {
        severity: "warning",
        title: `${component.name} is missing`,
        text: `${definition.name} (${definition.type}) requires component ${index + 1}.`,
        position: at,
        ...span,
      },
    ];
  });
}

function tooDeep(leaf: Leaf, position: Position, names: readonly string[]): Finding {
  return {
    severity: "warning",
    title: "More parts than the type has",
    text: `${names.at(-1) ?? "The field"} has no part ${leaf.component}.${leaf.subcomponent}.`,
    position,
    start: leaf.start,
    end: leaf.end,
  };
}

type Wrong = { readonly severity: Severity; readonly title: string; readonly text: string };

const TIME = String.raw`(\d{2}(\d{2}(\d{2}(\.\d{1,4})?)?)?)?`;
const ZONE = String.raw`([+-]\d{4})?`;
/** What values of a type look like, and how people say it. HL7 v2.5.1 §2.A. */
const FORMATS: Readonly<Record<string, readonly [pattern: RegExp, looks: string]>> = {
  DT: [/^\d{4}(\d{2}(\d{2})?)?$/, "YYYY[MM[DD]]"],
  DTM: [new RegExp(`^\\d{4}(\\d{2}(\\d{2}${TIME})?)?${ZONE}$`), "YYYY[MM[DD[HH[MM[SS]]]]][+ZZZZ]"],
  NM: [/^\s*[+-]?(\d+\.?\d*|\.\d+)\s*$/, "a number"],
  SI: [/^\d{1,4}$/, "a number from 0 to 9999"],
  TM: [new RegExp(`^${TIME}${ZONE}$`), "HH[MM[SS]][+ZZZZ]"],
  TS: [new RegExp(`^\\d{4}(\\d{2}(\\d{2}${TIME})?)?${ZONE}$`), "YYYY[MM[DD[HH[MM[SS]]]]][+ZZZZ]"],
};

function wrongFormat({ type, name }: PartDefinition, text: string): Wrong | undefined {
  const format = FORMATS[type];
  if (!format || format[0].test(text)) return undefined;
  return {
    severity: "warning",
    title: `${name} is not a valid ${type}`,
    text: `A value of this type looks like ${format[1]}.`,
  };
}

/** HL7 tables (ID) are closed, the tables that sites define (IS) and coded entries are not. */
function notInTable(dictionary: Dictionary, definition: PartDefinition, text: string): Wrong | undefined {
  if (definition.type !== "ID" && definition.type !== "IS") return undefined;
  const found = meaningOf(dictionary, definition, text);
  if (!found || found.meaning !== undefined) return undefined;
  return {
    severity: definition.type === "ID" ? "warning" : "note",
    title: `${definition.name} is not in table ${String(found.number).padStart(4, "0")}`,
    text: `${found.table.name} does not list this value${definition.type === "IS" ? "; sites may add their own" : ""}.`,
  };
}
