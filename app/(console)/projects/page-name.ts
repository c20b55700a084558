import { notFound } from "next/navigation";
import { formatResourceName, parseResourceName } from "#lib/contract/resource-name.ts";

/**
 * The resource name of a page from its address's folders, which Next hands over still percent-encoded.
 * Shows the not-found page when they name nothing (an id outside the alphabet, a broken escape).
 */
export function pageName(...parts: readonly string[]): string {
  const name = parseResourceName(parts.map(decode).join("/"));
  return name ? formatResourceName(name) : notFound();
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return notFound();
  }
}
