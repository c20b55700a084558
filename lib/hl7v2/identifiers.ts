import {
  IDENTIFIER_CLASSES,
  IDENTIFIER_FIELDS,
  IDENTIFIER_TYPES,
  type IdentifierClass,
  type IdentifierKind,
} from "./identifier-fields.ts";
import { leavesOf, type Leaf } from "./locate.ts";
import type { Message, Segment } from "./message.ts";

/** A value that identifies somebody: a leaf of the message, its Safe Harbor class and what it is. */
export interface Identifier {
  readonly leaf: Leaf;
  readonly letter: IdentifierClass;
  /** `Name`, or what is only suspected: `Free text`. */
  readonly title: string;
}

/**
 * The identifying values of a segment. What cannot be known counts as identifying: a site's own Z-segments, lines that are no segment,
 * free text and embedded documents. Deleted values (`""`) and empty ones identify nobody.
 */
export function identifiersIn(message: Message, segment: Segment): readonly Identifier[] {
  const known = remembered.get(segment);
  if (known) return known;
  const found = findIn(message, segment);
  remembered.set(segment, found);
  return found;
}

const remembered = new WeakMap<Segment, readonly Identifier[]>();

function findIn(message: Message, segment: Segment): Identifier[] {
  const leaves = leavesOf(message, segment).filter(({ start, end }) => start < end && !isNull(message, start, end));
  if (!/^[A-Y][A-Z0-9]{2}$/.test(segment.id))
    return leaves
      .filter(({ field }) => field > 1 || !segment.id.startsWith("Z"))
      .map((leaf) => ({ leaf, letter: "R", title: "Local content" }));
  const fields = IDENTIFIER_FIELDS[segment.id] ?? {};
  const kinds: Readonly<Record<number, IdentifierKind | undefined>> =
    segment.id === "OBX" ? { ...fields, 5: observationKind(message, leaves) } : fields;
  const found: Identifier[] = [];
  for (let from = 0, to = 0; from < leaves.length; from = to) {
    to = endOfRepetition(leaves, from);
    const kind = kinds[leaves[from]?.field ?? 0];
    if (kind === undefined) continue;
    const repetition = leaves.slice(from, to);
    for (const leaf of repetition) {
      const identifier = classify(message, repetition, leaf, kind);
      if (identifier) found.push(identifier);
    }
  }
  return found;
}

/** Where the repetition that starts at `from` ends. */
function endOfRepetition(leaves: readonly Leaf[], from: number): number {
  const first = leaves[from];
  let to = from + 1;
  while (leaves[to]?.field === first?.field && leaves[to]?.repetition === first?.repetition) to += 1;
  return Math.min(to, leaves.length);
}

function isNull(message: Message, start: number, end: number): boolean {
  return end - start === 2 && message.text.startsWith('""', start);
}

function observationKind(message: Message, leaves: readonly Leaf[]): IdentifierKind | undefined {
  const type = leaves.find(({ field, component }) => field === 2 && component === 1);
  return IDENTIFIER_TYPES[type ? message.text.slice(type.start, type.end).toUpperCase() : ""];
}

/** Components that identify; the others are codes, qualifiers and authorities. */
const IDENTIFYING: Readonly<Record<string, ReadonlySet<number>>> = {
  name: new Set([1, 2, 3, 4, 5, 6]),
  person: new Set([1, 2, 3, 4, 5, 6, 7]),
  id: new Set([1]),
  address: new Set([1, 2, 3, 5, 8, 9, 10]),
  phone: new Set([1, 4, 5, 6, 7, 8, 9, 12]),
  date: new Set([1]),
};

/** @param repetition the leaves of the same repetition that hold something */
function classify(
  message: Message,
  repetition: readonly Leaf[],
  leaf: Leaf,
  kind: IdentifierKind,
): Identifier | undefined {
  if (typeof kind === "object") return leaf.component === 1 ? of(leaf, kind.code) : undefined;
  if (kind === "text") return { leaf, letter: "A", title: "Free text" };
  if (IDENTIFYING[kind]?.has(leaf.component) !== true) return undefined;
  const sibling = (component: number): string => {
    const found = repetition.find((other) => other.component === component);
    return found ? message.text.slice(found.start, found.end) : "";
  };
  return of(leaf, LETTER[kind](message.text.slice(leaf.start, leaf.end), sibling));
}

function of(leaf: Leaf, letter: IdentifierClass): Identifier {
  return { leaf, letter, title: IDENTIFIER_CLASSES[letter] };
}

type LetterOf = (value: string, sibling: (component: number) => string) => IdentifierClass;

/** By kind; CX-5 and XTN-2/3 say more than the field does. HL7 tables 0203, 0201, 0202. */
const LETTER: Readonly<Record<Exclude<IdentifierKind, object | "text">, LetterOf>> = {
  name: () => "A",
  person: () => "A",
  address: () => "B",
  date: () => "C",
  id: (_, sibling) => ID_CLASSES[sibling(5)] ?? "H",
  phone: (value, sibling) => {
    if (value.includes("@") || sibling(2) === "NET" || sibling(3) === "Internet") return "F";
    return sibling(3) === "FX" ? "E" : "D";
  },
};

const ID_CLASSES: Readonly<Record<string, IdentifierClass>> = {
  SS: "G",
  SB: "G",
  HC: "I",
  MA: "I",
  MB: "I",
  MC: "I",
  NH: "I",
  SN: "I",
  AN: "J",
  DL: "K",
  LN: "K",
  MD: "K",
  NPI: "K",
  PPN: "K",
  PRN: "K",
  VN: "R",
};
