const SHORTEST_MS = 3_000;
const LONGEST_MS = 60_000;

/**
 * Milliseconds until an amount is looked at again that has not changed for so long: soon while something fills its store, hardly ever
 * where nothing happens.
 */
export function nextLook(unchangedMs: number): number {
  return Math.min(LONGEST_MS, Math.max(SHORTEST_MS, unchangedMs / 2));
}
