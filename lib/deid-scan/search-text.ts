import { daysIn } from "./calendar.ts";
import { readings } from "./disguises.ts";
import { digitsOf, squeeze, wordsIn } from "./fold.ts";
import type { NeedleKind, Needles } from "./needles.ts";

export interface TextHit {
  readonly kind: NeedleKind;
  /** `possible`: a single word that is also a name. */
  readonly certainty: "certain" | "possible";
  /** Which of the values that are looked for, in canonical form: it may not leave the scan. */
  readonly value: string;
}

/** Stretches of digits with what people put between them, and a few letters before. */
const NUMBERS = /[\p{L}]{0,5}[-\s#:]{0,2}\p{Nd}(?:[\p{Nd}\s().+/-]{0,24}\p{Nd})?/gu;

/** Ids and UIDs: words with hyphens, points or underscores between. */
const JOINED = /[\p{L}\p{N}]+(?:[-._][\p{L}\p{N}]+)+/gu;

/**
 * Everything of the source that stands in a text, each kind once.
 * @param takesNames whether a single word counts as a name here: not in codes, units and addresses of the standards
 */
export function searchText(needles: Needles, text: string, takesNames: boolean): readonly TextHit[] {
  const hits = new Map<NeedleKind, TextHit>();
  for (const reading of readings(text)) {
    for (const hit of hitsIn(needles, reading, takesNames))
      if (hits.get(hit.kind)?.certainty !== "certain") hits.set(hit.kind, hit);
  }
  return [...hits.values()];
}

function* hitsIn(needles: Needles, text: string, takesNames: boolean): Generator<TextHit> {
  const words = wordsIn(text);
  for (const [at, { folded, isCapital }] of words.entries()) {
    const squeezed = needles.squeezed.get(folded);
    if (squeezed) yield { kind: squeezed, certainty: "certain", value: folded };
    for (const sequence of needles.sequences.get(folded) ?? [])
      if (sequence.words.every((each, index) => words[at + index]?.folded === each))
        yield { kind: sequence.kind, certainty: "certain", value: sequence.words.toSorted().join(" ") };
    if (takesNames && isCapital && needles.names.has(folded))
      yield { kind: "name", certainty: "possible", value: folded };
  }
  const short = text.length <= 80 ? squeeze(text) : "";
  const whole = needles.squeezed.get(short);
  if (whole) yield { kind: whole, certainty: "certain", value: short };
  for (const [stretch] of text.matchAll(JOINED)) {
    const value = squeeze(stretch);
    const kind = needles.squeezed.get(value);
    if (kind) yield { kind, certainty: "certain", value };
  }
  for (const [stretch] of text.normalize("NFKC").matchAll(NUMBERS)) yield* numberHits(needles, stretch);
}

/** A date is no number of a person, whatever its digits are. */
function* numberHits(needles: Needles, stretch: string): Generator<TextHit> {
  const digits = digitsOf(stretch);
  if (digits.length < 5 || (digits.length === 8 && daysIn(stretch).length > 0)) return;
  for (const form of new Set([squeeze(stretch), digits, digits.slice(-10)])) {
    const kind = needles.squeezed.get(form);
    if (kind) yield { kind, certainty: "certain", value: form };
  }
}
