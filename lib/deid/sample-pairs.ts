/** The values of a document by their places. */
export type Leaves = ReadonlyMap<string, string>;

export interface SampleItem {
  /** Only items of one group can be the same thing: resource type, modality. */
  readonly group: string;
  /** Logical name: `Patient/1`; changes from source to output. */
  readonly name: string;
  readonly leaves: Leaves;
}

export interface SamplePair<Item extends SampleItem = SampleItem> {
  readonly before: Item;
  /** Undefined when nothing came out for it. */
  readonly after: Item | undefined;
}

export interface LeafChange {
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Every text, number and boolean of a JSON document by its path: `name[0].family`. */
export function leavesOf(document: unknown): Leaves {
  const leaves = new Map<string, string>();
  collect(document, "", leaves);
  return leaves;
}

function collect(value: unknown, path: string, leaves: Map<string, string>): void {
  if (Array.isArray(value)) for (const [at, item] of value.entries()) collect(item, `${path}[${at}]`, leaves);
  else if (typeof value === "object" && value !== null)
    for (const [key, member] of Object.entries(value)) collect(member, path === "" ? key : `${path}.${key}`, leaves);
  else if (value !== undefined && value !== null) leaves.set(path, String(value));
}

/** Weighs more than all values of a resource: the same new name for the same old one. */
const KNOWN_NAME = 10_000;

/**
 * Which output came from which source: the API does not tell, and ids are new. Paired by the values that both have, and by names that
 * other pairs have shown to belong together (a reference at the same place).
 */
export function pairSample<Item extends SampleItem>(
  before: readonly Item[],
  after: readonly Item[],
): readonly SamplePair<Item>[] {
  const first = pairOnce(before, after, new Map());
  return pairOnce(before, after, namesOf(first));
}

function pairOnce<Item extends SampleItem>(
  before: readonly Item[],
  after: readonly Item[],
  names: ReadonlyMap<string, string>,
): SamplePair<Item>[] {
  const scored = before
    .flatMap((one) =>
      after.flatMap((other) => (one.group === other.group ? [{ one, other, score: scoreOf(one, other, names) }] : [])),
    )
    .toSorted((a, b) => b.score - a.score);
  const chosen = new Map<Item, Item>();
  const taken = new Set<Item>();
  for (const { one, other } of scored) {
    if (chosen.has(one) || taken.has(other)) continue;
    chosen.set(one, other);
    taken.add(other);
  }
  return before.map((one) => ({ before: one, after: chosen.get(one) }));
}

function scoreOf(one: SampleItem, other: SampleItem, names: ReadonlyMap<string, string>): number {
  let score = names.get(one.name) === other.name ? KNOWN_NAME : 0;
  for (const [path, value] of one.leaves) {
    const there = other.leaves.get(path);
    if (there === undefined) continue;
    if (there === value) score += 2;
    else if (path.endsWith("reference") && names.get(value) === there) score += 5;
  }
  return score;
}

/** New names of old ones, by the references of pairs; the one that most pairs say. */
function namesOf(pairs: readonly SamplePair[]): ReadonlyMap<string, string> {
  const votes = new Map<string, Map<string, number>>();
  for (const { before, after } of pairs) {
    for (const [path, value] of before.leaves) {
      const there = path.endsWith("reference") ? after?.leaves.get(path) : undefined;
      if (there === undefined || there === value) continue;
      const counts = votes.get(value) ?? new Map<string, number>();
      votes.set(value, counts.set(there, (counts.get(there) ?? 0) + 1));
    }
  }
  return new Map(
    [...votes].flatMap(([name, counts]) => {
      const [best] = [...counts].toSorted(([, a], [, b]) => b - a);
      return best ? [[name, best[0]] as const] : [];
    }),
  );
}

/** What is not the same on both sides, in the order of the source. */
export function leafChanges(before: Leaves, after: Leaves): readonly LeafChange[] {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths]
    .map((path) => ({ path, before: before.get(path), after: after.get(path) }))
    .filter((change) => change.before !== change.after);
}
