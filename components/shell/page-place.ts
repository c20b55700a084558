import { formatResourceName, parseResourceName, shortName, type ResourceName } from "#lib/contract/resource-name.ts";

export interface PagePlace {
  /** The deepest project, location, dataset, store or operation that the address names. */
  readonly resource: ResourceName | undefined;
  /** Its full name. */
  readonly name: string | undefined;
  /** What follows it in the address, decoded: `["fhir", "Patient", "p-1"]`. */
  readonly rest: readonly string[];
}

/** Reads the place from a page's path: the folder tree of the pages is the API's resource tree. */
export function pagePlace(pathname: string): PagePlace {
  const parts = pathname.split("/").filter(Boolean).map(decode);
  for (let length = Math.min(8, parts.length - (parts.length % 2)); length >= 2; length -= 2) {
    const resource = parseResourceName(parts.slice(0, length).join("/"));
    if (resource) return { resource, name: formatResourceName(resource), rest: parts.slice(length) };
  }
  return { resource: undefined, name: undefined, rest: parts };
}

/** What the page is about, in a word or two: `ehr`, `Patient/p-1 · ehr`, `operations · clinical`. */
export function placeTitle({ resource, rest }: PagePlace): string {
  if (resource === undefined) return rest[0] ?? "Home";
  const within = rest.length > 1 ? rest.slice(1).join("/") : rest.join("/");
  return [within, shortName(resource)].filter(Boolean).join(" · ");
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
