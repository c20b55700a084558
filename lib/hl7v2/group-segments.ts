import type { Segment } from "./message.ts";
import type { SchemaGroup, SchemaMember, SchemaPackage } from "./schema-package.ts";

/** One occurrence of a group: what was found for each of its members, in the order of the schema. */
export interface FoundGroup {
  readonly group: SchemaGroup;
  readonly members: readonly FoundMember[];
  /** Segments that the schema does not place here, kept under PARSE. */
  readonly unexpected: Segment[];
}

export type FoundMember =
  | { readonly member: SchemaMember; readonly kind: "segments"; readonly segments: readonly Segment[] }
  | { readonly member: SchemaMember; readonly kind: "groups"; readonly groups: readonly FoundGroup[] };

/** The message does not fit its schema; `message` says where. */
export class SchemaMismatch extends Error {}

/**
 * Puts segments into the groups of a schema, each as early as it fits. Throws SchemaMismatch for a required member that is missing, for a
 * second member of a choice, and under FAIL for a segment that fits nowhere.
 */
export function groupSegments(root: SchemaGroup, segments: readonly Segment[], rules: Rules): FoundGroup {
  const walk: Walk = { segments, rules, known: segmentTypes(root), at: 0 };
  const found = readGroup(root, walk);
  if (walk.at < segments.length) unexpectedAt(walk, found);
  return found;
}

type Rules = Pick<SchemaPackage, "ignoreMinOccurs" | "unexpectedSegmentHandling">;

interface Walk {
  readonly segments: readonly Segment[];
  readonly rules: Rules;
  /** Types that stand anywhere in the schema. */
  readonly known: ReadonlySet<string>;
  at: number;
}

/** All segment types below a group. */
function segmentTypes(group: SchemaGroup, types = new Set<string>()): ReadonlySet<string> {
  for (const { segment, group: inner } of group.members) {
    if (segment) types.add(segment.type);
    if (inner) segmentTypes(inner, types);
  }
  return types;
}

function readGroup(group: SchemaGroup, walk: Walk): FoundGroup {
  const found: { group: SchemaGroup; members: FoundMember[]; unexpected: Segment[] } = {
    group,
    members: [],
    unexpected: [],
  };
  const begin = walk.at;
  let chosen: string | undefined;
  for (const member of group.members) {
    const read = chosen !== undefined && group.choice ? nothing(member) : readMember(member, walk, found);
    found.members.push(read);
    if (countOf(read) > 0) chosen ??= nameOf(member);
  }
  if (walk.at > begin && !walk.rules.ignoreMinOccurs) checkPresence(found);
  return found;
}

function readMember(member: SchemaMember, walk: Walk, parent: FoundGroup): FoundMember {
  const limit = mostOf(member);
  if (member.segment) {
    const segments: Segment[] = [];
    const { type } = member.segment;
    while (segments.length < limit && passStrangers(walk, parent)?.id === type) {
      const segment = walk.segments[walk.at++];
      if (segment) segments.push(segment);
    }
    return { member, kind: "segments", segments };
  }
  const groups: FoundGroup[] = [];
  const { group } = member;
  while (group && groups.length < limit && passStrangers(walk, parent)) {
    const before = walk.at;
    const found = readGroup(group, walk);
    if (walk.at === before) break;
    groups.push(found);
  }
  return { member, kind: "groups", groups };
}

/** The next segment whose type the schema knows at all; others are left out, kept or refused as the rules say. */
function passStrangers(walk: Walk, parent: FoundGroup): Segment | undefined {
  for (; walk.at < walk.segments.length; walk.at++) {
    const segment = walk.segments[walk.at];
    if (!segment || walk.known.has(segment.id)) return segment;
    handleUnexpected(segment, walk, parent);
  }
  return undefined;
}

/** A known segment in a place where the schema has none: it and what follows cannot be grouped any more. */
function unexpectedAt(walk: Walk, root: FoundGroup): void {
  for (const segment of walk.segments.slice(walk.at)) handleUnexpected(segment, walk, root);
}

function handleUnexpected(segment: Segment, { rules }: Walk, parent: FoundGroup): void {
  if (rules.unexpectedSegmentHandling === "FAIL")
    throw new SchemaMismatch(
      `unexpected segment ${segment.id} at index ${segment.index}: the schema has none in this place`,
    );
  if (rules.unexpectedSegmentHandling === "PARSE") parent.unexpected.push(segment);
}

function checkPresence({ group, members }: FoundGroup): void {
  const present = members.filter((found) => countOf(found) > 0);
  if (group.choice) return;
  for (const found of members) {
    const { minOccurs } = found.member.segment ?? found.member.group ?? { minOccurs: 0 };
    const count = countOf(found);
    if (count < minOccurs)
      throw new SchemaMismatch(
        `${nameOf(found.member)} occurs ${count} times in group ${group.name}, the schema asks for at least ${minOccurs}${present.length === 0 ? "" : ` (found: ${present.map(({ member }) => nameOf(member)).join(", ")})`}`,
      );
  }
}

function nothing(member: SchemaMember): FoundMember {
  return member.segment ? { member, kind: "segments", segments: [] } : { member, kind: "groups", groups: [] };
}

function countOf(found: FoundMember): number {
  return found.kind === "segments" ? found.segments.length : found.groups.length;
}

/** `PID` or the name of a group. */
export function nameOf({ segment, group }: SchemaMember): string {
  return segment?.type ?? group?.name ?? "";
}

/** How often a member may come; Infinity when unbounded. */
export function mostOf({ segment, group }: SchemaMember): number {
  const { maxOccurs } = segment ?? group ?? { maxOccurs: 0 };
  return maxOccurs > 0 ? maxOccurs : Infinity;
}
