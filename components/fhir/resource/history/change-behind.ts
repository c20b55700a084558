import type { FhirChange } from "#lib/contract/console/fhir-changes.ts";
import type { ResourceVersion } from "#lib/queries/fhir-resource.ts";

/** The audit row is written when the answer leaves; a deletion's time in the history has only seconds. */
const TOLERANCE_MS = 5_000;

/** The change that made a version, as this console's audit log has it: the one nearest in time. Undefined for what others wrote. */
export function changeBehind(version: ResourceVersion, changes: readonly FhirChange[]): FhirChange | undefined {
  const at = Date.parse(version.at);
  const near = changes
    .filter(({ action }) => (action === "delete") === version.isDeletion)
    .map((change) => ({ change, distance: Math.abs(Date.parse(change.at) - at) }))
    .filter(({ distance }) => distance <= TOLERANCE_MS)
    .toSorted((a, b) => a.distance - b.distance);
  return near[0]?.change;
}
