import { componentText, nestedFields } from "./nested-fields.ts";
import type { Message } from "./message.ts";

/** What two messages of one patient have in common: the visit (PV1-19, PV1-50) or an order (ORC and OBR 2 and 3). */
export type Relation = "visit" | "order";

const NUMBERS: Readonly<Record<Relation, readonly (readonly [segment: string, field: number])[]>> = {
  visit: [
    ["PV1", 19],
    ["PV1", 50],
  ],
  order: [
    ["ORC", 2],
    ["ORC", 3],
    ["OBR", 2],
    ["OBR", 3],
  ],
};

/** In what two messages are related, beside being of one patient. */
export function relationOf(one: Message, other: Message): Relation[] {
  return (["visit", "order"] as const).filter((relation) => {
    const numbers = numbersOf(one, relation);
    return [...numbersOf(other, relation)].some((number) => numbers.has(number));
  });
}

function numbersOf(message: Message, relation: Relation): ReadonlySet<string> {
  const wanted = NUMBERS[relation];
  const found = new Set<string>();
  for (const segment of message.segments) {
    const fields = wanted.filter(([id]) => id === segment.id);
    if (fields.length === 0) continue;
    const values = nestedFields(message, segment);
    for (const [, field] of fields)
      for (const repetition of values[field - 1] ?? []) {
        const number = componentText(repetition, 1);
        if (number !== "" && number !== '""') found.add(number);
      }
  }
  return found;
}
