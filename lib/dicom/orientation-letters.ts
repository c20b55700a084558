import type { Vec3 } from "./vectors.ts";

/** Below this share a direction is not worth a letter: about 12 degrees off an axis. */
const WORTH = 0.2;
const LETTERS = [
  ["R", "L"],
  ["A", "P"],
  ["F", "H"],
] as const;

/** Letters of the side of the body that a direction points to, the strongest first: `L`, `AL`, `HPR` (PS3.3 C.7.6.1.1.1). */
export function directionLetters(direction: Vec3): string {
  return [0, 1, 2]
    .flatMap((axis) => {
      const part = direction[axis] ?? 0;
      return Math.abs(part) < WORTH ? [] : [{ part, letter: LETTERS[axis]?.[part > 0 ? 1 : 0] ?? "" }];
    })
    .toSorted((a, b) => Math.abs(b.part) - Math.abs(a.part))
    .map(({ letter }) => letter)
    .join("");
}
