import type { JsonPath } from "./json-path.ts";

/** A path as a chain: a walk makes one link for each value that it visits, and spells out the few paths that somebody asks for. */
export interface PathLink {
  /** The link above; the path of the whole at the top. */
  readonly up: PathLink | JsonPath;
  readonly step: string | number;
}

export function pathOfLink(link: PathLink | JsonPath): JsonPath {
  const steps: (string | number)[] = [];
  let at = link;
  while (!isSpelled(at)) {
    steps.push(at.step);
    at = at.up;
  }
  steps.reverse();
  return at.length === 0 ? steps : [...at, ...steps];
}

function isSpelled(link: PathLink | JsonPath): link is JsonPath {
  return Array.isArray(link);
}
