import type { TextProblem } from "#lib/contract/query-text.ts";
import {
  hasPrefixes,
  isSortable,
  MODIFIERS,
  offeredParam,
  RESULT_PARAMETERS,
  type SearchCapability,
  type TypeCapability,
} from "./search-capability.ts";
import { splitEscaped } from "./search-escapes.ts";
import { readSearchPath, type SearchPath } from "./search-path.ts";
import { splitPrefix, takesModifier } from "./search-rows.ts";
import { fullName, type SearchSegment, type SearchText } from "./search-text.ts";

/** Looks at a text with a server's capability, chains and `_has` included. */
export function searchProblems(search: SearchText, capability: SearchCapability): readonly TextProblem[] {
  const head = headProblem(search, capability);
  const found = search.segments.flatMap((segment) => {
    const problem = segmentProblem(segment, search, capability);
    return problem ? [placed(segment, problem)] : [];
  });
  return head ? [head, ...found] : found;
}

interface Finding extends Pick<TextProblem, "severity" | "message"> {
  /** The part of the segment's text that is meant, where it stands there as it is; the whole segment otherwise. */
  readonly about?: string;
}
const error = (message: string, about?: string): Finding => ({
  severity: "error",
  message,
  ...(about === undefined ? {} : { about }),
});
const warning = (message: string): Finding => ({ severity: "warning", message });

function placed({ source, start, end }: SearchSegment, { about, ...problem }: Finding): TextProblem {
  const at = about ? source.lastIndexOf(about) : -1;
  return at < 0 || about === undefined
    ? { start, end, ...problem }
    : { start: start + at, end: start + at + about.length, ...problem };
}

function headProblem(search: SearchText, capability: SearchCapability): TextProblem | undefined {
  const place = { start: 0, end: Math.max(search.head.length, 1) };
  if (search.type === "") {
    const asks = search.segments.some((segment) => segment.name === "_type" || segment.name === "_id");
    if (asks || search.segments.length === 0) return undefined;
    return { ...place, ...warning("No resource type: put one in front, such as Patient?, or name some with _type.") };
  }
  if (capability.has(search.type)) return undefined;
  const near = nearest(search.type, [...capability.keys()]);
  return {
    ...place,
    ...error(`This store has no resource type ${search.type}.${near ? ` Did you mean ${near}?` : ""}`),
  };
}

function segmentProblem(segment: SearchSegment, search: SearchText, capability: SearchCapability): Finding | undefined {
  if (segment.source.trim() === "") return undefined;
  if (segment.name === "") return error("A parameter name is missing before the =.");
  if (segment.value === undefined) return error(`Put = and a value after ${segment.name}.`);
  if (/%(?![0-9a-f]{2})/i.test(segment.source))
    return warning("A % without two hex digits is sent as a percent sign; write %25 to be plain.");
  if (segment.value.trim() === "") return warning(`${segment.name} has no value, so it is not sent.`);
  const type = capability.get(search.type);
  if (segment.name in RESULT_PARAMETERS && segment.name !== "_has") return resultProblem(segment, type);
  if (!type) return undefined;
  const path = readSearchPath(fullName(segment), search.type, capability);
  if (path) return modifierProblem(path, segment) ?? valueProblem(path, segment);
  return isPath(segment) ? unknownPath(segment, type) : unknownParam(segment.name, search.type, type);
}

function isPath(segment: SearchSegment): boolean {
  return segment.name === "_has" || fullName(segment).includes(".");
}

function unknownPath(segment: SearchSegment, type: TypeCapability): Finding {
  if (segment.name === "_has")
    return error(
      "_has is written _has:Type:reference:parameter, such as _has:Observation:patient:code.",
      segment.source,
    );
  const first = fullName(segment).split(/[.:]/, 1)[0] ?? "";
  const param = offeredParam(type, first);
  if (param && param.type !== "reference")
    return error(`${first} is a ${param.type} parameter; only references can be followed with a dot.`, first);
  return param
    ? error(`What follows ${first} is no parameter of a type it may refer to.`)
    : unknownParam(first, type.type, type);
}

function unknownParam(name: string, typeName: string, type: TypeCapability): Finding {
  const near = nearest(
    name,
    type.params.map((param) => param.name),
  );
  return warning(`${typeName} has no search parameter ${name}: the server ignores it.${near ? ` ${near}?` : ""}`);
}

function resultProblem(segment: SearchSegment, type: TypeCapability | undefined): Finding | undefined {
  const value = segment.value ?? "";
  if (segment.name === "_count") return /^\d+$/.test(value) ? undefined : error("_count takes a whole number.");
  if (segment.name !== "_sort" || !type) return undefined;
  const unknown = value
    .split(",")
    .map((key) => key.trim().replace(/^-/, ""))
    .find((key) => key !== "" && !type.params.some((param) => param.name === key && isSortable(param)));
  return unknown === undefined ? undefined : warning(`${type.type} cannot be sorted by ${unknown}.`);
}

/** A reference's modifier may be a target type; the rest are listed by type. */
function modifierProblem({ param, modifier }: SearchPath, { value }: SearchSegment): Finding | undefined {
  if (modifier === undefined) return undefined;
  if (!takesModifier(param, modifier))
    return error(
      `${param.name} is a ${param.type} parameter and takes ${listOf(MODIFIERS[param.type])}, not :${modifier}.`,
      `:${modifier}`,
    );
  const isBoolean = value === "true" || value === "false";
  return modifier === "missing" && !isBoolean ? error(":missing takes true or false.", value) : undefined;
}

function listOf(modifiers: readonly string[]): string {
  return modifiers.length === 0 ? "no modifier" : modifiers.map((modifier) => `:${modifier}`).join(", ");
}

/** FHIR R4 §3.1.1.4.7: a date is a year, optionally month, day and a time of at least minutes. */
const DATE =
  /^\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01])(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?)?)?)?$/;
const NUMBER = /^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;

function valueProblem({ param, modifier }: SearchPath, segment: SearchSegment): Finding | undefined {
  if (modifier !== undefined || !hasPrefixes(param.type)) return undefined;
  for (const alternative of splitEscaped(segment.value ?? "", ",")) {
    const [, value] = splitPrefix(alternative.trim(), param, undefined);
    if (param.type === "date" && !DATE.test(value))
      return error(
        `${param.name} takes a date such as 1970, 1970-05 or ge1970-05-21, not ${value || "nothing"}.`,
        alternative,
      );
    if (param.type !== "date" && !NUMBER.test(value.split("|")[0] ?? ""))
      return error(`${param.name} takes a number such as 5.4 or gt5.4, not ${value || "nothing"}.`, alternative);
  }
  return undefined;
}

/** The candidate within two edits, case apart; undefined when none is that near. */
function nearest(word: string, candidates: readonly string[]): string | undefined {
  const scored = candidates.map((candidate) => ({
    candidate,
    distance: editDistance(word.toLowerCase(), candidate.toLowerCase()),
  }));
  const best = scored.toSorted((a, b) => a.distance - b.distance)[0];
  return best && best.distance <= Math.min(2, Math.floor(word.length / 2)) ? best.candidate : undefined;
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (const [row, letter] of a.split("").entries()) {
    const current = [row + 1];
    for (let column = 1; column <= b.length; column++) {
      const replace = (previous[column - 1] ?? 0) + (letter === b[column - 1] ? 0 : 1);
      current.push(Math.min(replace, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}

/** A server's refusal, put at the parameters that its words or places name; at none when it names none. */
export function refusalProblems(search: SearchText, words: readonly string[]): readonly TextProblem[] {
  const message = words.join(" ");
  if (message === "") return [];
  const named = search.segments.filter(
    (segment) => segment.name !== "" && new RegExp(`(?<![\\w-])${escape(segment.name)}(?![\\w-])`).test(message),
  );
  return named.map(({ start, end }) => ({ start, end, ...error(message) }));
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
