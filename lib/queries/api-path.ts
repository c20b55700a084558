/** `/v1/…` of a resource name, each part percent-encoded. `suffix` follows as it stands: `/datasets`, `:import`. */
export function apiPath(name: string, suffix = ""): string {
  return `/v1/${name.split("/").map(encodeURIComponent).join("/")}${suffix}`;
}
