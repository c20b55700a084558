import { textOf } from "./attributes.ts";
import type { StackImage } from "./image-stack.ts";
import { dot, subtract } from "./vectors.ts";

const PARALLEL = 0.99;

/**
 * The picture of another stack at the same place of the body: nearest along the normal. Undefined when the stacks do not share a
 * frame of reference or do not run in the same direction.
 */
export function samePlace(here: StackImage, others: readonly StackImage[]): number | undefined {
  const first = others[0];
  const { plane } = here;
  const frame = textOf(here.attributes, "00200052");
  if (!plane || !first?.plane || frame === undefined || frame !== textOf(first.attributes, "00200052"))
    return undefined;
  if (Math.abs(dot(plane.normal, first.plane.normal)) < PARALLEL) return undefined;
  let best: number | undefined;
  let least = Infinity;
  for (const [index, other] of others.entries()) {
    if (!other.plane) continue;
    const distance = Math.abs(dot(subtract(other.plane.position, plane.position), plane.normal));
    if (distance < least) [best, least] = [index, distance];
  }
  return best;
}
