import { checkValue } from "./check-value.ts";
import type { Dictionary, PartDefinition } from "./dictionary/dictionary.ts";
import { fieldType } from "./dictionary/describe.ts";
import { versionsWithField } from "./dictionary/reach.ts";
import type { Finding, Severity } from "./finding.ts";
import { isHeaderSegment } from "./delimiters.ts";
import { leavesOf, type Leaf } from "./locate.ts";
import type { Message, Segment, Span } from "./message.ts";
import type { Position } from "./position.ts";

/** Checks the fields of one segment by the dictionary. Nothing is known about Z-segments and lines that are no segment. */
export function checkSegment(message: Message, segment: Segment, dictionary: Dictionary): Finding[] {
  if (!/^[A-Y][A-Z0-9]{2}$/.test(segment.id)) return [];
  const definitions = dictionary.fields(segment.id);
  const place: Position = { segment: segment.id, occurrence: segment.occurrence };
  if (!definitions) {
    const versions = versionsWithField(segment.id, 0);
    return [
      finding(
        "warning",
        place,
        { start: segment.start, end: segment.start + segment.id.length },
        {
          title: `${segment.id} is not in ${dictionary.version}`,
          text:
            versions.length > 0
              ? `The segment exists in ${versions.join(", ")}.`
              : "No version of the standard has it.",
        },
      ),
    ];
  }
  const fields = leavesByField(leavesOf(message, segment));
  const last = leavesOf(message, segment).at(-1)?.field ?? 0;
  const count = Math.max(definitions.length, last);
  const findings: Finding[] = [];
  for (let number = 1; number <= count && findings.length < MOST_IN_A_SEGMENT; number++) {
    const leaves = fields.get(number) ?? [];
    const definition = definitions[number - 1];
    const position: Position = { ...place, field: number, repetition: 1 };
    if (!definition) findings.push(...beyond(leaves, position, dictionary));
    else findings.push(...checkField({ message, segment, dictionary, definition, position }, leaves));
  }
  return findings;
}

/** A segment gone astray must not fill the list alone. */
const MOST_IN_A_SEGMENT = 200;

/** A field in its surroundings. */
interface FieldCheck {
  readonly message: Message;
  readonly segment: Segment;
  readonly dictionary: Dictionary;
  readonly definition: PartDefinition;
  readonly position: Position;
}

function checkField(check: FieldCheck, leaves: readonly Leaf[]): Finding[] {
  const { segment, definition, position } = check;
  const valued = leaves.filter(({ start, end }) => start < end);
  if (valued.length === 0) {
    if (definition.optionality !== "R") return [];
    const span = leaves[0] ?? { start: segment.end, end: segment.end };
    return [finding("error", position, span, missing(definition))];
  }
  // The encoding characters of a header are notation, not values.
  if (isHeaderSegment(segment.id) && (position.field ?? 0) < 3) return [];
  return [...withdrawn(check, leaves), ...checkRepetitions(check, leaves)];
}

function withdrawn({ definition, position, dictionary }: FieldCheck, leaves: readonly Leaf[]): Finding[] {
  if (definition.optionality !== "W") return [];
  return [
    finding("note", position, around(leaves), {
      title: `${definition.name} is withdrawn`,
      text: `The field is no longer part of ${dictionary.version}.`,
    }),
  ];
}

function checkRepetitions(check: FieldCheck, leaves: readonly Leaf[]): Finding[] {
  const { message, definition, position } = check;
  const settled = { ...definition, type: fieldType(definition.type, message, position) };
  const findings: Finding[] = [];
  for (const [repetition, parts] of byRepetition(leaves)) {
    if (findings.length >= MOST_IN_A_SEGMENT) break;
    const at = { ...position, repetition };
    if (repetition > definition.repetitions)
      findings.push(
        finding("error", at, around(parts), {
          title: `${definition.name} may come ${times(definition.repetitions)}`,
          text: `This is repetition ${repetition}.`,
        }),
      );
    findings.push(...checkValue({ ...check, definition: settled, position: at }, parts));
  }
  return findings;
}

function around(leaves: readonly Leaf[]): Span {
  return { start: leaves[0]?.start ?? 0, end: leaves.at(-1)?.end ?? 0 };
}

function times(count: number): string {
  return count === 1 ? "once" : `${count} times`;
}

function missing(definition: PartDefinition) {
  return { title: `${definition.name} is missing`, text: "The field is required." };
}

function beyond(leaves: readonly Leaf[], position: Position, { version }: Dictionary): Finding[] {
  if (leaves.every(({ start, end }) => start === end)) return [];
  const versions = versionsWithField(position.segment, position.field ?? 0);
  return [
    finding("warning", position, around(leaves), {
      title: `${position.segment}-${position.field ?? 0} is not in ${version}`,
      text: versions.length > 0 ? `The field exists in ${versions.join(", ")}.` : "No version of the standard has it.",
    }),
  ];
}

function finding(
  severity: Severity,
  position: Position,
  span: Span,
  words: { readonly title: string; readonly text: string },
): Finding {
  return { severity, position, start: span.start, end: span.end, ...words };
}

function leavesByField(leaves: readonly Leaf[]): Map<number, Leaf[]> {
  const fields = new Map<number, Leaf[]>();
  for (const leaf of leaves) {
    const list = fields.get(leaf.field);
    if (list) list.push(leaf);
    else fields.set(leaf.field, [leaf]);
  }
  return fields;
}

function byRepetition(leaves: readonly Leaf[]): Map<number, Leaf[]> {
  const repetitions = new Map<number, Leaf[]>();
  for (const leaf of leaves) {
    const list = repetitions.get(leaf.repetition);
    if (list) list.push(leaf);
    else repetitions.set(leaf.repetition, [leaf]);
  }
  return repetitions;
}
