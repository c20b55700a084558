import { RESOURCE_ID } from "#lib/contract/resource-name.ts";

/** Why `id` cannot name a new dataset or store; undefined when it can. An empty id is only unfinished. */
export function idProblem(id: string, taken: readonly string[]): string | undefined {
  if (id === "") return undefined;
  if (/^\.+$/.test(id) || !RESOURCE_ID.test(id)) return "Use 1 to 256 letters, digits, underscores, hyphens and dots.";
  return taken.includes(id) ? "This name is taken here." : undefined;
}
