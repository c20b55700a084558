import type { DicomAttributes, DicomElement } from "./attributes.ts";
import { identifierClass, type IdentifierClass } from "./identifying-tags.ts";
import { isPrivateCreator, isPrivateTag, tagEntry } from "./tag-dictionary.ts";
import { valueText } from "./value-text.ts";

/** A line of a header: an attribute, or an item of a sequence. */
export interface HeaderRow {
  /** Where it stands: `00081140[2].00081155`; items end with their number. */
  readonly path: string;
  /** 0 at the top; sequences add one for the item and one for what is in it. */
  readonly depth: number;
  readonly kind: "attribute" | "item";
  /** Eight hexadecimal digits; of an item, its sequence's. */
  readonly tag: string;
  readonly vr: string;
  /** Keyword of PS3.6; empty for what it does not have. */
  readonly keyword: string;
  /** What to call it: the keyword as words, or whose private element it is. */
  readonly name: string;
  readonly value: string;
  /** Who owns the block of a private element: PS3.5 7.8.1. */
  readonly creator: string | undefined;
  /** What kind of identifier it is; undefined for none. */
  readonly identifier: IdentifierClass | undefined;
  /** Lines below it: items of a sequence, attributes of an item. */
  readonly children: number;
  /** Undefined for an item. */
  readonly element: DicomElement | undefined;
}

/** All lines of an instance, depth first, tags in ascending order. */
export function headerRows(instance: DicomAttributes): readonly HeaderRow[] {
  const rows: HeaderRow[] = [];
  addSet(rows, instance, { prefix: "", depth: 0 });
  return rows;
}

/** `00100010` → `(0010,0010)` */
export function tagText(tag: string): string {
  return `(${tag.slice(0, 4)},${tag.slice(4)})`;
}

/** PS3.6 where it lists the attribute; undefined for private ones. Browsers scroll to the text after `#:~:text=`. */
export function standardHref(tag: string): string | undefined {
  if (isPrivateTag(tag) || !tagEntry(tag)) return undefined;
  const chapter = tag.startsWith("0002") ? "chapter_7" : "chapter_6";
  return `https://dicom.nema.org/medical/dicom/current/output/chtml/part06/${chapter}.html#:~:text=${encodeURIComponent(tagText(tag)).replace("(", "%28").replace(")", "%29")}`;
}

/** The lines that hold a text in tag, keyword, name or value, with the lines above them. An empty text keeps all. */
export function searchRows(rows: readonly HeaderRow[], text: string): readonly HeaderRow[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return rows;
  const compact = wanted.replace(/[(),\s]/g, "");
  const kept = new Set<string>();
  for (const row of rows) {
    if (!isMatch(row, wanted, compact)) continue;
    for (const path of pathsAbove(row.path)) kept.add(path);
  }
  return rows.filter(({ path }) => kept.has(path));
}

/** The lines whose sequences and items are all open. */
export function openRows(rows: readonly HeaderRow[], closed: ReadonlySet<string>): readonly HeaderRow[] {
  if (closed.size === 0) return rows;
  return rows.filter(({ path }) => pathsAbove(path).every((above) => above === path || !closed.has(above)));
}

/** A path and all that it lies in: `a[1].b` → `a`, `a[1]`, `a[1].b`. */
export function pathsAbove(path: string): readonly string[] {
  const ends = Array.from(path.matchAll(/(?=\[)|(?=\.)|$/g), ({ index }) => index);
  return ends.map((end) => path.slice(0, end));
}

interface Place {
  readonly prefix: string;
  readonly depth: number;
}

function addSet(rows: HeaderRow[], set: DicomAttributes, { prefix, depth }: Place): void {
  for (const tag of Object.keys(set).toSorted()) {
    const element = set[tag];
    if (!element) continue;
    const path = prefix + tag;
    const items = itemsOfElement(element);
    rows.push(attributeRow(set, { tag, path, depth }, items.length));
    for (const [index, item] of items.entries()) {
      const itemPath = `${path}[${index + 1}]`;
      rows.push(itemRow({ tag, path: itemPath, depth: depth + 1 }, { index, item }));
      addSet(rows, item, { prefix: `${itemPath}.`, depth: depth + 2 });
    }
  }
}

function attributeRow(
  set: DicomAttributes,
  place: { tag: string; path: string; depth: number },
  children: number,
): HeaderRow {
  const { tag } = place;
  const element = set[tag] ?? {};
  const vr = element.vr ?? "UN";
  const keyword = tagEntry(tag)?.keyword ?? "";
  const creator = creatorOf(set, tag);
  return {
    ...place,
    kind: "attribute",
    vr,
    keyword: isPrivateTag(tag) ? "" : keyword,
    name: nameOf(tag, keyword, creator),
    value: valueText(element),
    creator,
    identifier: identifierClass(tag, vr),
    children,
    element,
  };
}

function itemRow(
  place: { tag: string; path: string; depth: number },
  { index, item }: { index: number; item: DicomAttributes },
): HeaderRow {
  const count = Object.keys(item).length;
  return {
    ...place,
    kind: "item",
    vr: "",
    keyword: "",
    name: `Item ${index + 1}`,
    value: itemSummary(item) || `${count} attributes`,
    creator: undefined,
    identifier: undefined,
    children: count,
    element: undefined,
  };
}

/** A coded item says what it means: PS3.3 table 8.8-1. */
function itemSummary(item: DicomAttributes): string {
  return item["00080104"] ? valueText(item["00080104"]) : "";
}

function itemsOfElement({ vr, Value }: DicomElement): readonly DicomAttributes[] {
  if (vr !== "SQ" || !Value) return [];
  return Value.map((item) => (typeof item === "object" && item !== null ? (item as DicomAttributes) : {}));
}

/** (gggg,xx10…) belongs to whoever (gggg,00xx) names. */
function creatorOf(set: DicomAttributes, tag: string): string | undefined {
  if (!isPrivateTag(tag) || isPrivateCreator(tag)) return undefined;
  const owner = set[`${tag.slice(0, 4)}00${tag.slice(4, 6)}`];
  return owner ? valueText(owner) : undefined;
}

function nameOf(tag: string, keyword: string, creator: string | undefined): string {
  if (isPrivateCreator(tag)) return "Private creator";
  if (isPrivateTag(tag)) return creator ? `Private: ${creator}` : "Private, no creator";
  return keyword === "" ? "Unknown" : keywordWords(keyword);
}

/** `SOPInstanceUID` → `SOP Instance UID` */
export function keywordWords(keyword: string): string {
  return keyword.replace(/([a-z\d])([A-Z])/g, "$1 $2").replace(/([A-Z])([A-Z][a-z])/g, "$1 $2");
}

function isMatch({ tag, keyword, name, value, vr }: HeaderRow, wanted: string, compact: string): boolean {
  return (
    (compact.length >= 2 && tag.toLowerCase().includes(compact)) ||
    keyword.toLowerCase().includes(wanted) ||
    name.toLowerCase().includes(wanted) ||
    value.toLowerCase().includes(wanted) ||
    vr.toLowerCase() === wanted
  );
}
