import type { Annotation } from "./annotation.ts";
import { evaluateFhirPath, type FhirPathItem } from "./evaluate-fhirpath.ts";
import { nearestNode } from "./expression-path.ts";
import type { JsonDocument } from "./json-document.ts";
import { formatPointer } from "./json-path.ts";
import { normalizeText } from "./normalize-text.ts";

/** Where a search parameter looks, and how it compares. */
export interface SearchPlace {
  /** `token`, `string`, `reference`, `date` and so on. */
  readonly type: string;
  /** FHIRPath as HL7 publishes it. */
  readonly expression: string;
}

export interface MatchOptions {
  /** As they were sent, decoded: `["code:in", "…"]`. */
  readonly parameters: readonly (readonly [name: string, value: string])[];
  readonly places: Readonly<Record<string, SearchPlace>>;
}

/**
 * Why a search found a resource: each condition at the elements that fulfil it. Where a comparison is more than this rule knows
 * (ranges, chains), at all elements that the condition looks at.
 */
export function annotateMatch(document: JsonDocument, { parameters, places }: MatchOptions): readonly Annotation[] {
  const resource = JSON.parse(document.text) as object;
  return parameters.flatMap(([name, value], at) => {
    const [path = "", modifier = ""] = name.split(":");
    const [code = "", ...chain] = path.split(".");
    const place = Object.hasOwn(places, code) ? places[code] : undefined;
    if (place === undefined) return [];
    const answer = evaluateFhirPath(resource, place.expression);
    if (answer.state === "problem") return [];
    const isMatch = chain.length > 0 ? undefined : comparisonOf(place.type, modifier, value);
    const exact = isMatch ? answer.items.filter((item) => isMatch(item.value)) : [];
    const shown = exact.length > 0 ? exact : answer.items;
    const words = sentence(code, { isExact: exact.length > 0, isChained: chain.length > 0 });
    return shown.flatMap((item, which) =>
      describe(document, item, { id: `${at}:${which}`, code, words, quote: `${name}=${value}` }),
    );
  });
}

function sentence(code: string, how: { readonly isExact: boolean; readonly isChained: boolean }): string {
  if (how.isChained) return `The search follows ${code} from here to another resource.`;
  return how.isExact ? `Fulfils the search's condition on ${code}.` : `The search's condition on ${code} looks here.`;
}

interface Told {
  readonly id: string;
  readonly code: string;
  readonly words: string;
  readonly quote: string;
}

function describe(document: JsonDocument, { path }: FhirPathItem, { id, code, words, quote }: Told): Annotation[] {
  if (path === undefined) return [];
  const place = document.pathOf(nearestNode(document, path));
  return [
    {
      id: `match:${formatPointer(place)}:${id}`,
      layer: "match",
      path: place,
      title: code,
      text: words,
      facts: [],
      severity: "info",
      quotes: [{ label: "", text: quote }],
    },
  ];
}

type Comparison = (value: unknown) => boolean;

/** Undefined for comparisons that are not judged here. */
function comparisonOf(type: string, modifier: string, asked: string): Comparison | undefined {
  const values = asked.split(",");
  const compare = Object.hasOwn(COMPARISONS, type) ? COMPARISONS[type] : undefined;
  return compare === undefined ? undefined : (found) => values.some((value) => compare(found, value, modifier));
}

const COMPARISONS: Readonly<Record<string, (found: unknown, asked: string, modifier: string) => boolean>> = {
  string: (found, asked, modifier) => textsIn(found).some((text) => isTextMatch(text, asked, modifier)),
  token: (found, asked) => textsIn(found).includes(asked.split("|").at(-1) ?? ""),
  reference: (found, asked) => textsIn(found).some((text) => text === asked || text.endsWith(`/${asked}`)),
  uri: (found, asked) => textsIn(found).includes(asked),
};

function isTextMatch(text: string, asked: string, modifier: string): boolean {
  if (modifier === "exact") return text === asked;
  const [one, two] = [normalizeText(text), normalizeText(asked)];
  return modifier === "contains" ? one.includes(two) : one.startsWith(two);
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string" || typeof value === "boolean" || typeof value === "number") return [String(value)];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}
