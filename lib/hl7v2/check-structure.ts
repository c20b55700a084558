import type { Dictionary } from "./dictionary/dictionary.ts";
import type { Member, Structure } from "./dictionary/structure.ts";
import type { Finding } from "./finding.ts";
import { rawValue } from "./locate.ts";
import type { Message, Segment } from "./message.ts";

/** Compares the segments of a message with its structure in the dictionary: what is missing, what stands where nothing expects it. */
export function checkStructure(message: Message, dictionary: Dictionary): Finding[] {
  const structure = structureOf(message, dictionary);
  if (structure === undefined) return [];
  if (typeof structure === "string") return [unknownStructure(message, structure, dictionary)];
  // Local segments may stand anywhere; lines that are no segment are reported as such.
  const segments = message.segments.filter(({ id }) => /^[A-Y][A-Z0-9]{2}$/.test(id));
  const walk: Walk = { segments, at: 0, findings: [] };
  readMembers(structure.members, walk);
  const stranger = walk.segments[walk.at];
  if (stranger) walk.findings.push(outOfPlace(stranger, structure, walk.segments.length - walk.at - 1));
  return walk.findings;
}

/** The structure of a message; its name when the dictionary has none such, undefined when MSH-9 names nothing. */
function structureOf(message: Message, dictionary: Dictionary): Structure | string | undefined {
  const [type, event, name] = [1, 2, 3].map((component) =>
    rawValue(message, { segment: "MSH", occurrence: 1, field: 9, repetition: 1, component }),
  );
  if (!type) return undefined;
  const names = [event ? `${type}_${event}` : type, name ?? "", type].filter((each) => each !== "");
  for (const each of names) {
    const found = dictionary.structure(each);
    if (found) return found;
  }
  return names[0];
}

function unknownStructure(message: Message, name: string, dictionary: Dictionary): Finding {
  const header = message.segments.find(({ id }) => id === "MSH");
  return {
    start: header?.start ?? 0,
    end: header ? header.start + 3 : 0,
    severity: "note",
    title: "Structure is not known",
    text: `The dictionary of ${dictionary.structuresFrom} has no message ${name}; the order of its segments is not checked.`,
    position: { segment: "MSH", occurrence: 1, field: 9, repetition: 1 },
  };
}

interface Walk {
  readonly segments: readonly Segment[];
  readonly findings: Finding[];
  at: number;
}

/** Takes what the members of a group allow, in their order; reports what must be there and is not. */
function readMembers(members: readonly Member[], walk: Walk): void {
  for (const member of members) {
    let count = 0;
    while (count < member.max && canStart(member, walk.segments[walk.at]?.id)) {
      const before = walk.at;
      takeOne(member, walk);
      if (walk.at === before) break;
      count += 1;
    }
    if (count < member.min) reportMissing(member, walk);
  }
}

function takeOne(member: Member, walk: Walk): void {
  if (member.kind === "segment") walk.at += 1;
  else if (member.kind === "group") readMembers(member.members, walk);
  else {
    const chosen = member.members.find((each) => canStart(each, walk.segments[walk.at]?.id));
    if (chosen) takeOne(chosen, walk);
  }
}

/** Whether a segment can be the first of a member: any up to the first one of a group that must be there. */
function canStart(member: Member, id: string | undefined): boolean {
  if (id === undefined) return false;
  if (member.kind === "segment") return member.id === id || member.id === "GenericSegment";
  if (member.kind === "choice") return member.members.some((each) => canStart(each, id));
  for (const inner of member.members) {
    if (canStart(inner, id)) return true;
    if (inner.min > 0) return false;
  }
  return false;
}

function reportMissing(member: Member, walk: Walk): void {
  const before = walk.segments[walk.at - 1] ?? walk.segments[0];
  const at = before?.end ?? 0;
  walk.findings.push({
    start: at,
    end: at,
    severity: "error",
    title: `${nameOf(member)} is missing`,
    text: `The structure requires ${member.kind === "group" ? "the group " : ""}${nameOf(member)}${before ? ` after ${before.id}` : ""}.`,
    position: before && { segment: before.id, occurrence: before.occurrence },
  });
}

function nameOf(member: Member): string {
  if (member.kind === "segment") return member.id;
  return member.kind === "group" ? member.name : member.members.map(nameOf).join(" or ");
}

function outOfPlace(segment: Segment, structure: Structure, after: number): Finding {
  return {
    start: segment.start,
    end: segment.start + segment.id.length,
    severity: "warning",
    title: `${segment.id} stands where ${structure.name} has none`,
    text: `${structure.title}: no such segment is expected here${after === 0 ? "" : `; the order of the ${after} after it is not checked`}.`,
    position: { segment: segment.id, occurrence: segment.occurrence },
  };
}
