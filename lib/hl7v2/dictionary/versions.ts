import { rawValue } from "#lib/hl7v2/locate.ts";
import type { Message } from "#lib/hl7v2/message.ts";

/** The versions of HL7v2 there is a dictionary for, oldest first. */
export const HL7_VERSIONS = [
  "2.1",
  "2.2",
  "2.3",
  "2.3.1",
  "2.4",
  "2.5",
  "2.5.1",
  "2.6",
  "2.7",
  "2.7.1",
  "2.8",
] as const;
export type Hl7Version = (typeof HL7_VERSIONS)[number];

/** What a message without a usable MSH-12 is read by: the version most feeds speak. */
const COMMON_VERSION: Hl7Version = "2.5.1";

/** Which dictionary a message is read by, and whether that is what the message asks for. */
export interface ChosenVersion {
  readonly version: Hl7Version;
  /** MSH-12.1 as written; empty when the message has none. */
  readonly stated: string;
  readonly isExact: boolean;
}

/** By MSH-12.1; for a version without a dictionary (`2.5.2`, `2.9`) the nearest older one, for none the most common. */
export function versionOf(message: Message): ChosenVersion {
  const stated = rawValue(message, { segment: "MSH", occurrence: 1, field: 12, repetition: 1, component: 1 }).trim();
  return { stated, ...nearestVersion(stated) };
}

function nearestVersion(stated: string): Omit<ChosenVersion, "stated"> {
  const exact = HL7_VERSIONS.find((version) => version === stated);
  if (exact) return { version: exact, isExact: true };
  if (!/^2\.\d+(\.\d+)?$/.test(stated)) return { version: COMMON_VERSION, isExact: false };
  return { version: HL7_VERSIONS.findLast((version) => isOlder(version, stated)) ?? "2.1", isExact: false };
}

function isOlder(version: string, than: string): boolean {
  const [, minor = 0, patch = 0] = version.split(".").map(Number);
  const [, otherMinor = 0, otherPatch = 0] = than.split(".").map(Number);
  return minor < otherMinor || (minor === otherMinor && patch <= otherPatch);
}
