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
  const found = [...findKnown(text, known), ...findPatterns(text)];
  if (/\d/.test(text)) found.push(...findDates(text));
  if (/\p{Lu}/u.test(text)) found.push(...findPersonNames(text));
  return joined(
    text,
    resolved(excluded.length === 0 ? found : found.filter(({ infoType }) => !excluded.includes(infoType))),
  );
}

/** Of findings that overlap the longer one counts, and a date before another of the same length. */
function resolved(found: readonly Finding[]): Finding[] {
  const byLength = found.toSorted(
    (a, b) => b.end - b.start - (a.end - a.start) || Number(b.infoType === "DATE") - Number(a.infoType === "DATE"),
  );
  const kept: Finding[] = [];
  for (const finding of byLength) {
    const rest = kept.filter((other) => finding.start < other.end && other.start < finding.end);
    if (rest.length === 0) kept.push(finding);
    else if (rest.some((other) => finding.start < other.start || finding.end > other.end))
      kept.push(...outside(finding, rest));
  }
  return kept.toSorted((a, b) => a.start - b.start);
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
  return result;
}

/** Nothing but marks and small words such as "der" between two parts. */
function isWithinName(gap: string): boolean {
  return !/[\n;:]/.test(gap) && (gap.match(/[\p{L}\p{N}]+/gu) ?? []).every((word) => PARTICLES.has(word.toLowerCase()));
}

/** Values that are known by their parts. */
const SPLIT_TYPES = new Set(["PERSON_NAME", "LOCATION"]);
