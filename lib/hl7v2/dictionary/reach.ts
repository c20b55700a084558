import generated from "./reach.generated.json" with { type: "json" };
import { HL7_VERSIONS, type Hl7Version } from "./versions.ts";

interface Reach {
  readonly segments: Readonly<Record<string, readonly number[]>>;
  readonly types: Readonly<Record<string, readonly number[]>>;
}

const REACH = generated as Reach;

/** The versions that have a segment (field 0) or its field, oldest first; empty when none has. */
export function versionsWithField(segment: string, field: number): readonly Hl7Version[] {
  return versionsReaching(REACH.segments, segment, field);
}

/** The versions in which a data type has a component, oldest first. */
export function versionsWithComponent(type: string, component: number): readonly Hl7Version[] {
  return versionsReaching(REACH.types, type, component);
}

function versionsReaching(parts: Reach["segments"], name: string, number: number): readonly Hl7Version[] {
  const counts = Object.hasOwn(parts, name) ? (parts[name] ?? []) : [];
  return HL7_VERSIONS.filter((_, index) => {
    const count = counts[index] ?? 0;
    return count > 0 && count >= number;
  });
}
