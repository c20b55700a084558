import { IDENTITIES, resourceName } from "./item-identity.ts";
import { canonicalText, isJsonObject, isRawNumber, type JsonObject, type JsonValue } from "./lossless-json.ts";

/** Which item of one array is which of another. One side is undefined for an item that was removed or added. */
export interface ItemPair {
  readonly before: number | undefined;
  readonly after: number | undefined;
  /** The item changed its place among those that are in both arrays. */
  readonly isMoved: boolean;
}

/**
 * Matches the items of two arrays by identity: equal items first, then those with the same name (IDENTITIES), then those that
 * look alike. In the order of `after`; removed items stand behind the item they followed.
 */
export function pairItems(before: readonly JsonValue[], after: readonly JsonValue[]): readonly ItemPair[] {
  const match = new Match(before, after);
  match.pairEnds();
  if (match.isOpen()) {
    match.pairEqual();
    match.pairNamed();
    match.pairAlike();
    match.pairRest();
  }
  return match.finish();
}

/** True when two values say the same; the order of members does not count (RFC 8259 §4), the spelling of numbers does. */
export function isSameJson(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) return Array.isArray(b) && isSameList(a, b);
  if (isRawNumber(a)) return isRawNumber(b) && a.rawJSON === b.rawJSON;
  return isJsonObject(a) && isJsonObject(b) && isSameObject(a, b);
}

function isSameList(a: readonly JsonValue[], b: readonly JsonValue[]): boolean {
  return a.length === b.length && a.every((item, at) => isSameJson(item, b[at]));
}

function isSameObject(a: JsonObject, b: JsonObject): boolean {
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && isSameJson(a[name], b[name]))
  );
}

/** Beyond this many comparisons items are not compared each with each. */
const COMPARISONS = 4_000;
/** Up to this many comparisons it costs less to compare than to write out each item. */
const FEW = 64;
/** The part of their members that two items must share to count as one that was edited. */
const ALIKE = 0.5;

class Match {
  private readonly before: readonly JsonValue[];
  private readonly after: readonly JsonValue[];
  /** The partner of each item, by position in the other array. */
  private readonly ofBefore: (number | undefined)[];
  private readonly ofAfter: (number | undefined)[];
  /** Positions without a partner, worked out when asked for. */
  private openBefore: readonly number[] | undefined;
  private openAfter: readonly number[] | undefined;

  constructor(before: readonly JsonValue[], after: readonly JsonValue[]) {
    this.before = before;
    this.after = after;
    this.ofBefore = Array.from({ length: before.length });
    this.ofAfter = Array.from({ length: after.length });
  }

  isOpen(): boolean {
    return this.freeBefore().length > 0 && this.freeAfter().length > 0;
  }

  /** What is equal at both ends needs no search: most edits touch one item. */
  pairEnds(): void {
    const shorter = Math.min(this.before.length, this.after.length);
    let start = 0;
    while (start < shorter && isSameJson(this.before[start], this.after[start])) {
      this.pair(start, start);
      start += 1;
    }
    let fromEnd = 1;
    while (fromEnd <= shorter - start) {
      const [one, two] = [this.before.length - fromEnd, this.after.length - fromEnd];
      if (!isSameJson(this.before[one], this.after[two])) return;
      this.pair(one, two);
      fromEnd += 1;
    }
  }

  pairEqual(): void {
    if (this.freeBefore().length * this.freeAfter().length <= FEW) {
      for (const at of this.freeAfter()) {
        const partner = this.freeBefore().find((one) => isSameJson(this.before[one], this.after[at]));
        if (partner !== undefined) this.pair(partner, at);
      }
      return;
    }
    const waiting = Map.groupBy(this.freeBefore(), (at) => canonicalText(this.before[at] ?? null));
    for (const at of this.freeAfter()) {
      const partner = waiting.get(canonicalText(this.after[at] ?? null))?.shift();
      if (partner !== undefined) this.pair(partner, at);
    }
  }

  /** A name counts when as many items have it on either side. */
  pairNamed(): void {
    for (const identity of IDENTITIES) {
      if (!this.isOpen()) return;
      const nameOf = (item: JsonValue | undefined) => (isJsonObject(item) ? identity(item) : undefined);
      const ones = Map.groupBy(this.freeBefore(), (at) => nameOf(this.before[at]));
      const twos = Map.groupBy(this.freeAfter(), (at) => nameOf(this.after[at]));
      for (const [name, positions] of ones) {
        const others = twos.get(name) ?? [];
        if (name === undefined || others.length !== positions.length) continue;
        positions.forEach((position, at) => this.pairIfOneResource(position, others[at] ?? 0));
      }
    }
  }

  /** Of what has no name in common, the most alike first. */
  pairAlike(): void {
    const [ones, twos] = [this.freeBefore(), this.freeAfter()];
    if (ones.length * twos.length > COMPARISONS) return;
    const candidates = ones.flatMap((one) =>
      twos.map((two) => ({ one, two, likeness: likeness(this.before[one], this.after[two]) })),
    );
    for (const { one, two, likeness: score } of candidates.toSorted((a, b) => b.likeness - a.likeness)) {
      if (score < ALIKE) return;
      if (this.ofBefore[one] === undefined && this.ofAfter[two] === undefined) this.pairIfOneResource(one, two);
    }
  }

  /** Scalars one by one, and an only item with an only item: `given: ["Jon"]` became `["John"]`. */
  pairRest(): void {
    const [ones, twos] = [this.freeBefore(), this.freeAfter()];
    if (ones.length !== twos.length) return;
    ones.forEach((one, at) => {
      const two = twos[at] ?? 0;
      const isScalar = typeof this.before[one] !== "object" && typeof this.after[two] !== "object";
      const isOnly = ones.length === 1 && isJsonObject(this.before[one]) && isJsonObject(this.after[two]);
      if (isScalar || isOnly) this.pairIfOneResource(one, two);
    });
  }

  finish(): readonly ItemPair[] {
    const settled = this.settled();
    const pairs: ItemPair[] = [];
    let next = 0;
    const takeRemoved = () => {
      for (; next < this.before.length && this.ofBefore[next] === undefined; next += 1)
        pairs.push({ before: next, after: undefined, isMoved: false });
    };
    takeRemoved();
    this.ofAfter.forEach((before, after) => {
      const isMoved = before !== undefined && !settled.has(after);
      pairs.push({ before, after, isMoved });
      if (before === undefined || isMoved) return;
      next = before + 1;
      takeRemoved();
    });
    const listed = new Set(pairs.map((pair) => pair.before));
    this.ofBefore.forEach((partner, before) => {
      if (partner === undefined && !listed.has(before)) pairs.push({ before, after: undefined, isMoved: false });
    });
    return pairs;
  }

  /** The positions in `after` of a longest run that kept its order; all others have moved. */
  private settled(): ReadonlySet<number> {
    const matched = this.ofAfter.flatMap((before, after) => (before === undefined ? [] : [{ before, after }]));
    return new Set(longestRise(matched.map(({ before }) => before)).map((at) => matched[at]?.after ?? -1));
  }

  private pairIfOneResource(one: number, two: number): void {
    const [name, other] = [resourceName(this.before[one]), resourceName(this.after[two])];
    if (name === undefined || other === undefined || name === other) this.pair(one, two);
  }

  private pair(one: number, two: number): void {
    this.ofBefore[one] = two;
    this.ofAfter[two] = one;
    this.openBefore = undefined;
    this.openAfter = undefined;
  }

  private freeBefore(): readonly number[] {
    this.openBefore ??= free(this.ofBefore);
    return this.openBefore;
  }

  private freeAfter(): readonly number[] {
    this.openAfter ??= free(this.ofAfter);
    return this.openAfter;
  }
}

function free(partners: readonly (number | undefined)[]): number[] {
  return partners.flatMap((partner, at) => (partner === undefined ? [at] : []));
}

/** Equal members over all members, 0 to 1. */
function likeness(a: JsonValue | undefined, b: JsonValue | undefined): number {
  if (!isJsonObject(a) || !isJsonObject(b)) return 0;
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return names.size === 0 ? 1 : sharedMembers(a, b) / names.size;
}

function sharedMembers(a: JsonObject, b: JsonObject): number {
  return Object.keys(a).filter((name) => Object.hasOwn(b, name) && isSameJson(a[name], b[name])).length;
}

/** Positions of a longest strictly rising subsequence (patience sorting, O(n log n)). */
function longestRise(numbers: readonly number[]): number[] {
  const tails: number[] = [];
  const previous: number[] = [];
  numbers.forEach((number, at) => {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((numbers[tails[middle] ?? 0] ?? 0) < number) low = middle + 1;
      else high = middle;
    }
    previous[at] = tails[low - 1] ?? -1;
    tails[low] = at;
  });
  const rise: number[] = [];
  for (let at = tails.at(-1) ?? -1; at >= 0; at = previous[at] ?? -1) rise.push(at);
  return rise.toReversed();
}
