/**
 * A deterministic source of chance: the same words always give the same sequence, on every machine and Node version.
 * Also fits faker's `Randomizer`, so names and addresses come from the same stream.
 */
export interface Random {
  /** In [0, 1). */
  next(): number;
  /** Part of faker's `Randomizer`; the stream is fixed by `randomFor`, so this does nothing. */
  seed(): void;
  /** In [low, high). */
  between(low: number, high: number): number;
  /** An integer in [low, high], both included. */
  int(low: number, high: number): number;
  /** True with the given probability. */
  chance(probability: number): boolean;
  /** Throws on an empty list: a table without rows is a programming error. */
  pick<T>(items: readonly T[]): T;
  /** Picks by `weight`; rows of weight 0 are never picked. */
  pickWeighted<T extends { readonly weight: number }>(items: readonly T[]): T;
  /** Roughly normal around `mean` (sum of three uniforms; never beyond three deviations, so no vital sign becomes absurd). */
  near(mean: number, deviation: number): number;
}

/** The stream of these words, e.g. `randomFor("demo", 17, "visits")`. */
export function randomFor(...words: readonly (string | number)[]): Random {
  const next = sfc32(hashWords(words.join("\u0000")));
  const random: Random = {
    next,
    seed: () => undefined,
    between: (low, high) => low + next() * (high - low),
    int: (low, high) => low + Math.floor(next() * (high - low + 1)),
    chance: (probability) => next() < probability,
    pick: (items) => atIndex(items, Math.floor(next() * items.length)),
    pickWeighted: (items) => pickByWeight(items, next()),
    near: (mean, deviation) => mean + (next() + next() + next() - 1.5) * 2 * deviation,
  };
  return random;
}

function atIndex<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new Error("Nothing to pick from");
  return item;
}

function pickByWeight<T extends { readonly weight: number }>(items: readonly T[], chance: number): T {
  const total = items.reduce((sum, item) => sum + item.weight, 0);
  let left = chance * total;
  for (const item of items) {
    left -= item.weight;
    if (left < 0) return item;
  }
  return atIndex(items, items.length - 1);
}

/** Four 32-bit words from a text: MurmurHash3's mixing step with four start values. */
function hashWords(text: string): [number, number, number, number] {
  const hash = (start: number): number => {
    let h = start ^ text.length;
    for (let index = 0; index < text.length; index++) {
      h = Math.imul(h ^ text.charCodeAt(index), 0xcc9e2d51);
      h = (h << 13) | (h >>> 19);
    }
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    return (h ^ (h >>> 16)) >>> 0;
  };
  return [hash(0x9e3779b9), hash(0x243f6a88), hash(0xb7e15162), hash(0xdeadbeef)];
}

/** Chris Doty-Humphrey's small fast counter, 32 bit (PractRand). */
function sfc32([first, second, third, fourth]: [number, number, number, number]): () => number {
  let a = first;
  let b = second;
  let c = third;
  let counter = fourth;
  const step = (): number => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    return (t >>> 0) / 4294967296;
  };
  for (let round = 0; round < 12; round++) step();
  return step;
}
