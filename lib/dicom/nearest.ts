/** The index nearest to `current` that `isWanted`; the later one of two equally near. Undefined when none is left. */
export function nearest(current: number, count: number, isWanted: (index: number) => boolean): number | undefined {
  for (let step = 0; step < count; step += 1) {
    if (current + step < count && isWanted(current + step)) return current + step;
    if (current - step >= 0 && isWanted(current - step)) return current - step;
  }
  return undefined;
}

/** All of a list, those nearest to `start` first; the later one of two equally near. */
export function outward<T>(list: readonly T[], start: number): T[] {
  return list
    .map((item, index) => ({ item, distance: index < start ? 2 * (start - index) : 2 * (index - start) - 1 }))
    .toSorted((a, b) => a.distance - b.distance)
    .map(({ item }) => item);
}
