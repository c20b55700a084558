import { z } from "zod";
import { isJsonObject, type JsonObject, type JsonValue } from "./lossless-json.ts";
import { select } from "./result-text.ts";

/** One page of search results, read from a searchset Bundle. FHIR R4 §3.1.1.2, contract section 8.5. */
export interface Searchset {
  readonly matches: readonly JsonObject[];
  /** What `_include` and `_revinclude` brought. */
  readonly included: readonly JsonObject[];
  /** Words of OperationOutcome entries: what the server wants to be known about the search. */
  readonly notices: readonly string[];
  /** As the server says; whether it is exact is `totalOf`'s question. */
  readonly total: number | undefined;
  /** The opaque token of the next page; undefined on the last one. */
  readonly nextToken: string | undefined;
  /** The parameters that took effect, by the `self` link; undefined when there is no such link. */
  readonly used: readonly (readonly [name: string, value: string])[] | undefined;
}

const linkSchema = z.array(z.object({ relation: z.string(), url: z.string() })).catch([]);
const PAGE_TOKEN = "_page_token";

/** Reads a Bundle as parsed. Throws ZodError when it is no Bundle. */
export function readSearchset(answer: JsonValue): Searchset {
  const bundle = z.custom<JsonObject>(isBundle, "a Bundle was expected").parse(answer);
  const links = linkSchema.parse(bundle["link"]);
  const entries = select(bundle, "entry").filter(isJsonObject);
  const byMode = Object.groupBy(entries, modeOf);
  const next = queryOf(links.find((link) => link.relation === "next")?.url);
  const self = queryOf(links.find((link) => link.relation === "self")?.url);
  return {
    matches: resourcesOf(byMode.match),
    included: resourcesOf(byMode.include),
    notices: resourcesOf(byMode.outcome).flatMap((outcome) =>
      select(outcome, "issue").map((issue) => (isJsonObject(issue) ? issueText(issue) : "")),
    ),
    total: typeof bundle["total"] === "number" ? bundle["total"] : undefined,
    nextToken: next?.get(PAGE_TOKEN) ?? undefined,
    used: self ? [...self] : undefined,
  };
}

/**
 * The parameters sent that the server left out of its `self` link: it ignored them (FHIR R4 §3.1.1.1 "lenient"). A server may spell a value anew, so a
 * name that comes back as often as it was sent was used.
 */
export function ignoredParameters(
  sent: readonly (readonly [name: string, value: string])[],
  used: Searchset["used"],
): readonly (readonly [name: string, value: string])[] {
  if (!used) return [];
  const timesIn = (list: typeof sent, name: string): number => list.filter(([other]) => other === name).length;
  return sent.filter(([name, value]) => {
    if (CONSOLE_OWN.has(name) || timesIn(used, name) >= timesIn(sent, name)) return false;
    return !used.some(([otherName, otherValue]) => otherName === name && otherValue === value);
  });
}

/** Paging is between console and server; a server need not repeat it. */
const CONSOLE_OWN: ReadonlySet<string> = new Set(["_count", PAGE_TOKEN]);

export interface ResultTotal {
  readonly count: number;
  /** False: the server's estimate. */
  readonly isExact: boolean;
}

/**
 * How many resources match. A server's total is exact when all fits one page, and when `_total=accurate` took effect; otherwise the API calls
 * it an estimate. On the last page the count of what came is exact whatever was said.
 * @param before number of matches on the pages before this one
 */
export function totalOf(page: Searchset, before: number, isAccurate: boolean): ResultTotal | undefined {
  if (page.nextToken === undefined && page.matches.length > 0)
    return { count: before + page.matches.length, isExact: true };
  if (page.total === undefined) return undefined;
  return { count: page.total, isExact: page.nextToken === undefined || isAccurate };
}

/** The server counted: it was asked to, and its `self` link says that it understood. */
export function isAccurateTotal(sent: readonly (readonly [name: string, value: string])[], page: Searchset): boolean {
  return (
    sent.some(([name, value]) => name === "_total" && value === "accurate") &&
    page.used?.some(([name]) => name === "_total") === true
  );
}

function modeOf(entry: JsonObject): "match" | "include" | "outcome" {
  const [mode] = select(entry, "search.mode");
  if (mode === "outcome" || select(entry, "resource.resourceType").includes("OperationOutcome")) return "outcome";
  return mode === "include" ? "include" : "match";
}

function isBundle(value: unknown): boolean {
  return typeof value === "object" && value !== null && "resourceType" in value && value.resourceType === "Bundle";
}

function resourcesOf(entries: readonly JsonObject[] | undefined): JsonObject[] {
  return (entries ?? []).flatMap((entry) => (isJsonObject(entry["resource"]) ? [entry["resource"]] : []));
}

function issueText(issue: JsonObject): string {
  const [text] = [...select(issue, "diagnostics"), ...select(issue, "details.text"), ...select(issue, "code")];
  return typeof text === "string" ? text : "";
}

/** Links are opaque but for their parameters, and may be relative. */
function queryOf(url: string | undefined): URLSearchParams | undefined {
  return url === undefined || !URL.canParse(url, "http://server")
    ? undefined
    : new URL(url, "http://server").searchParams;
}
