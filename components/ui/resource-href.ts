/**
 * The console's address of a resource: its name, each part percent-encoded. `projects/p/locations/l` → `/projects/p/locations/l`.
 * @param name resource name without a leading slash, also deeper than a store
 * @param query parameters of the page, such as `{ tab: "overview" }`; empty ones are left out
 */
export function resourceHref(name: string, query: Readonly<Record<string, string>> = {}): string {
  const path = `/${name.split("/").map(encodeURIComponent).join("/")}`;
  const search = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== "")).toString();
  return search === "" ? path : `${path}?${search}`;
}
