import type { Finding } from "#lib/deid/info-types.ts";
import { findKnown, type KnownValues } from "./known-values.ts";
import { PARTICLES } from "./name-lists.ts";
import { findPersonNames } from "./person-names.ts";
import { findDates } from "./text-dates.ts";
import { findPatterns } from "./text-patterns.ts";

/**
 * What identifies somebody in a text, in order and without overlap: values known from the person's own record, identifiers by their form
 * or the label before them, dates, and names by what stands around them.
 * @param excluded infoTypes that are not looked for
 */
export function findIdentifiers(
  text: string,
  known: readonly KnownValues[],
  excluded: readonly string[] = [],
): Finding[] {
  const found = [...findKnown(text, known), ...findByForm(text)];
  return joined(
    text,
    resolved(excluded.length === 0 ? found : found.filter(({ infoType }) => !excluded.includes(infoType))),
  );
}

/** Most texts of a store are the words of a terminology or a template, again and again. */
const LONGEST_REMEMBERED = 200;
const MOST_REMEMBERED = 5000;
const remembered = new Map<string, readonly Finding[]>();

/** What a text tells by itself, whoever it is about. */
function findByForm(text: string): readonly Finding[] {
  if (text.length > LONGEST_REMEMBERED) return readForms(text);
  const known = remembered.get(text) ?? readForms(text);
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  remembered.set(text, known);
  return known;
}

function readForms(text: string): readonly Finding[] {
  return [
    ...findPatterns(text),
    ...(/\d/.test(text) ? findDates(text) : []),
    ...(/\p{Lu}|:/u.test(text) ? findPersonNames(text) : []),
  ];
}

/** Of findings that overlap the longer one counts; of the same length a date before others, and what says most before a mere number. */
function resolved(found: readonly Finding[]): Finding[] {
  const byLength = found.toSorted((a, b) => b.end - b.start - (a.end - a.start) || weight(b) - weight(a));
  const kept: Finding[] = [];
  for (const finding of byLength) {
    const rest = kept.filter((other) => finding.start < other.end && other.start < finding.end);
    if (rest.length === 0) kept.push(finding);
    else if (rest.some((other) => finding.start < other.start || finding.end > other.end))
      kept.push(...outside(finding, rest));
  }
  return kept.toSorted((a, b) => a.start - b.start);
}

function weight({ infoType }: Finding): number {
  if (infoType === "DATE") return 2;
  return infoType === "GENERIC_ID" ? 0 : 1;
}

/** What of a finding no other covers: a longer one that overlaps takes its own part only. */
function outside(finding: Finding, others: readonly Finding[]): Finding[] {
  let pieces: Finding[] = [finding];
  for (const { start, end } of others)
    pieces = pieces.flatMap((piece) =>
      start >= piece.end || end <= piece.start
        ? [piece]
        : [
            { ...piece, end: Math.min(piece.end, start) },
            { ...piece, start: Math.max(piece.start, end) },
          ].filter((rest) => rest.end > rest.start),
    );
  return pieces;
}

/** "Anna", "de" and "Cruz" of one name become one. */
function joined(text: string, findings: readonly Finding[]): Finding[] {
  const result: Finding[] = [];
  for (const finding of findings) {
    const last = result.at(-1);
    const isOne =
      last?.infoType === finding.infoType &&
      isWithinName(text.slice(last.end, finding.start)) &&
      SPLIT_TYPES.has(finding.infoType);
    if (last && isOne) result[result.length - 1] = { ...last, end: finding.end };
    else result.push(finding);
  }
  return withInitials(text, result);
}

/** "S. Núñez", "Núñez, S. M.": an initial beside a name is a part of it. */
function withInitials(text: string, findings: readonly Finding[]): Finding[] {
  return findings.map((finding, index) => {
    if (finding.infoType !== "PERSON_NAME") return finding;
    const before = text.slice(findings[index - 1]?.end ?? 0, finding.start);
    const after = text.slice(finding.end, findings[index + 1]?.start ?? text.length);
    const first = /(?<![\p{L}\p{N}.])(?:\p{Lu}\.[ -]?){1,3}$/u.exec(before)?.[0].length ?? 0;
    const last = /^,? (?:\p{Lu}\.[ -]?){1,3}(?![\p{L}\p{N}])/u.exec(after)?.[0].trimEnd().length ?? 0;
    return first + last === 0 ? finding : { ...finding, start: finding.start - first, end: finding.end + last };
  });
}

/** Nothing but marks and small words such as "der" between two parts. */
function isWithinName(gap: string): boolean {
  return !/[\n;:]/.test(gap) && (gap.match(/[\p{L}\p{N}]+/gu) ?? []).every((word) => PARTICLES.has(word.toLowerCase()));
}

/** Values that are known by their parts. */
const SPLIT_TYPES = new Set(["PERSON_NAME", "LOCATION"]);
