import { randomFor } from "#emulator/sample/random.ts";

/** A power of two, so that any offset wraps by a mask. */
const TILE = 1 << 20;

/** Noise of unit deviation, lightly smoothed along the row as a reconstruction kernel does. Made once, read from another place for every image. */
export interface NoiseTile {
  /** Adds noise of this deviation to an image; `place` picks where in the tile to begin. */
  addTo(image: Float32Array, deviation: number, place: number): void;
  at(index: number): number;
}

export function createNoise(...words: readonly (string | number)[]): NoiseTile {
  const random = randomFor(...words, "noise");
  const tile = new Float32Array(TILE);
  let before = 0;
  for (let index = 0; index < TILE; index++) {
    // A sum of three uniforms is near enough to a normal distribution; 2 is 1 over its deviation.
    const fresh = (random.next() + random.next() + random.next() - 1.5) * 2;
    tile[index] = (fresh + 0.6 * before) / 1.17;
    before = fresh;
  }
  const at = (index: number): number => tile[index & (TILE - 1)] ?? 0;
  return {
    at,
    addTo: (image, deviation, place) => {
      const start = (place * 7919 * 131) & (TILE - 1);
      for (let index = 0; index < image.length; index++) {
        image[index] = (image[index] ?? 0) + deviation * (tile[(start + index) & (TILE - 1)] ?? 0);
      }
    },
  };
}
