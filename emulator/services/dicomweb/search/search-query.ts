import { tagEntry, tagOfKeyword } from "#lib/dicom/tag-dictionary.ts";
import { DicomWebError } from "#emulator/services/dicomweb/dicom-store.ts";

export type Level = "study" | "series" | "instance";

export interface SearchQuery {
  /** Tag → value that must match, in the order asked. */
  readonly keys: ReadonlyMap<string, string>;
  readonly isFuzzy: boolean;
  /** Tags beyond the defaults, or all there are. */
  readonly include: "all" | ReadonlySet<string>;
  readonly limit: number;
  readonly offset: number;
}

/** "Searchable keys" (contract 10.5), each level those of the levels above too. */
const STUDY_KEYS = ["0020000D", "00100010", "00100020", "00080050", "00080090", "00080020"];
const SERIES_KEYS = [...STUDY_KEYS, "0020000E", "00080060"];
const KEYS: Readonly<Record<Level, readonly string[]>> = {
  study: STUDY_KEYS,
  series: SERIES_KEYS,
  instance: [...SERIES_KEYS, "00080018"],
};

/** "limit default 100 (studies/series) / 1000 (instances); max 5,000 / 50,000. offset max 1,000,000." */
const LIMITS: Readonly<Record<Level, { readonly standard: number; readonly most: number }>> = {
  study: { standard: 100, most: 5000 },
  series: { standard: 100, most: 5000 },
  instance: { standard: 1000, most: 50_000 },
};
const LARGEST_OFFSET = 1_000_000;

/** AvailableTransferSyntaxUID is in answers with everything, but the service refuses to be asked for it. */
const REFUSED_FIELDS = new Set(["00083002"]);
const OWN = new Set(["fuzzymatching", "includefield", "limit", "offset"]);
const SYSTEM = new Set([
  "alt",
  "prettyPrint",
  "quotaUser",
  "fields",
  "$.xgafv",
  "$prettyPrint",
  "$.prettyPrint",
  "$alt",
]);

/** Reads the query of a search. Throws DicomWebError 400 for what the service does not search by (contract 10.5). */
export function readSearchQuery(query: URLSearchParams, level: Level): SearchQuery {
  const keys = new Map<string, string>();
  for (const [name, value] of query) {
    if (OWN.has(name) || SYSTEM.has(name)) continue;
    const tag = readTag(name);
    if (!KEYS[level].includes(tag))
      throw new DicomWebError(400, `${quote(name)} is not a supported ${level} level search attribute.`);
    if (keys.has(tag)) throw new DicomWebError(400, `${quote(name)} is given more than once.`);
    // A key without a value matches everything (PS3.4 C.2.2.2.3).
    if (value !== "") keys.set(tag, value);
  }
  return {
    keys,
    isFuzzy: readFlag(query, "fuzzymatching"),
    include: readInclude(query),
    limit: readLimit(query, level),
    offset: readCount(query, "offset", LARGEST_OFFSET) ?? 0,
  };
}

function readInclude(query: URLSearchParams): SearchQuery["include"] {
  const names = query
    .getAll("includefield")
    .flatMap((value) => value.split(","))
    .filter(Boolean);
  if (names.includes("all")) return "all";
  const tags = names.map((name) => {
    const tag = readTag(name);
    if (REFUSED_FIELDS.has(tag)) throw new DicomWebError(400, `unknown/unsupported QIDO attribute: ${name}`);
    return tag;
  });
  return new Set(tags);
}

/** Keyword or eight hexadecimal digits. */
function readTag(name: string): string {
  const hex = /^[0-9A-F]{8}$/i.test(name) ? name.toUpperCase() : undefined;
  const tag = hex ?? tagOfKeyword(name);
  if (tag === undefined || (!tagEntry(tag) && hex === undefined))
    throw new DicomWebError(400, `unknown/unsupported QIDO attribute: ${name.slice(0, 64)}`);
  return tag;
}

function readLimit(query: URLSearchParams, level: Level): number {
  const { standard, most } = LIMITS[level];
  const limit = readCount(query, "limit", most);
  return limit === undefined || limit === 0 ? standard : limit;
}

function readCount(query: URLSearchParams, name: string, most: number): number | undefined {
  const text = query.get(name);
  if (text === null || text === "") return undefined;
  if (!/^\d{1,9}$/.test(text) || Number(text) > most)
    throw new DicomWebError(400, `${name} must be a whole number from 0 to ${most}.`);
  return Number(text);
}

function readFlag(query: URLSearchParams, name: string): boolean {
  const text = query.get(name);
  if (text !== null && text !== "true" && text !== "false")
    throw new DicomWebError(400, `${name} must be true or false.`);
  return text === "true";
}

function quote(name: string): string {
  return JSON.stringify(name.slice(0, 64));
}
