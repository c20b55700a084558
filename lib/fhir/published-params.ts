import published from "./definitions/search-r4.generated.json" with { type: "json" };

const PUBLISHED: readonly { readonly code: string; readonly on: object }[] = published;

/** Parameters that R4 publishes without an expression, and which so have no row in the table of what can be indexed. */
const COMMON_WITHOUT_EXPRESSION = ["_content", "_query", "_text"];
const WITHOUT_EXPRESSION: Readonly<Record<string, readonly string[]>> = { Location: ["near"] };

/** Names of the search parameters that R4 publishes for a type, those of every resource included, sorted. 350 kB: import it lazily. */
export function publishedParams(type: string): readonly string[] {
  const names = PUBLISHED.filter(({ on }) => type in on || "Resource" in on).map(({ code }) => code);
  return [...new Set([...names, ...COMMON_WITHOUT_EXPRESSION, ...(WITHOUT_EXPRESSION[type] ?? [])])].toSorted();
}
