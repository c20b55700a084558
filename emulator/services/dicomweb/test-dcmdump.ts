import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { DicomJson, JsonElement, JsonValue } from "#lib/dicom/dicom-json.ts";

/** One attribute as text: of which kind, and what it holds. */
interface Shown {
  readonly vr: string;
  /** Undefined for sequences and for bytes, which the metadata of the API does not hold. */
  readonly value: string | undefined;
}

/** By path: tags in eight digits with item numbers from 1 between, `30060020.2.30060022`. */
type Header = Map<string, Shown>;

const run = promisify(execFile);
/** Values of any length, UIDs as such, text in UTF-8, UN as what the dictionary says. */
const OPTIONS = ["-q", "+L", "-Un", "+U8", "+uc", "+R", "4194302"];

/**
 * How the metadata of an instance differs from what DCMTK's `dcmdump` prints of its file; empty when it does not. Left out on purpose:
 * - the file meta group, group lengths, the delimiters of items, and (0008,3002), which the API adds;
 * - (0008,0005): dcmdump turns it into UTF-8 with the texts;
 * - the bytes of OB, OW, OF, UN …: the metadata has their address, so only their presence counts;
 * - values of private attributes that are UN to us and that DCMTK knows from a vendor: their presence counts;
 * - padding at the ends of values, empty components at the end of names, and how a number is written (1e-6 of its size).
 */
export async function differencesToDcmdump(path: string, metadata: DicomJson): Promise<readonly string[]> {
  const { stdout } = await run("dcmdump", [...OPTIONS, path], { maxBuffer: 2 ** 30 });
  const [ours, theirs] = [new Map(shownOf(metadata)), readDump(stdout)];
  for (const header of [ours, theirs]) for (const tag of ["00080005", "00083002"]) header.delete(tag);
  return [...new Set([...ours.keys(), ...theirs.keys()])].flatMap((place) => {
    const [own, other] = [ours.get(place), theirs.get(place)];
    return own && other && isSame(own, other) ? [] : [`${place}: ${wordsOf(own)}, dcmdump: ${wordsOf(other)}`];
  });
}

function wordsOf(shown: Shown | undefined): string {
  return shown ? `${shown.vr} <${shown.value ?? "bytes"}>` : "not there";
}

const LINE = /^( *)\(([0-9a-f]{4}),([0-9a-f]{4})\) (\S\S) ([^\n]*)$/;
/** `#  10, 1 SpecificCharacterSet` */
const TAIL = / +# +(?:\d+|u\/l), *\d+ (?:\S+|Unknown Tag & Data)$/;

const NO_ATTRIBUTE = /^(?:FFFE|0002|....0000)/;

/** Reads the lines of dcmdump; a text over several lines is put together. */
function readDump(text: string): Header {
  const lines: { path: string; vr: string; rest: string }[] = [];
  const around: { tag: string; item: number }[] = [];
  for (const line of text.split("\n")) {
    const match = LINE.exec(line);
    if (!match) {
      const last = lines.at(-1);
      if (last && !TAIL.test(last.rest)) last.rest += `\n${line}`;
      continue;
    }
    const [indent = "", group = "", element = "", vr = "", rest = ""] = match.slice(1);
    // Sequences are indented by four, their items by two more.
    const depth = indent.length >> 2;
    const tag = `${group}${element}`.toUpperCase();
    around.length = depth + ((indent.length >> 1) % 2);
    const sequence = around.at(-1);
    if (tag === "FFFEE000" && sequence) sequence.item += 1;
    if (NO_ATTRIBUTE.test(tag)) continue;
    lines.push({ path: [...around.flatMap(({ tag, item }) => [tag, item]), tag].join("."), vr, rest });
    around[depth] = { tag, item: 0 };
  }
  return new Map(lines.map(({ path, vr, rest }) => [path, { vr, value: dumpedValue(vr, rest) }]));
}

const BYTES = new Set(["OB", "OW", "OD", "OF", "OL", "OV", "UN", "ox", "SQ", "pi", "??"]);

function dumpedValue(vr: string, rest: string): string | undefined {
  if (BYTES.has(vr)) return undefined;
  const text = rest.replace(TAIL, "");
  if (text === "(no value available)") return "";
  return text.startsWith("[") ? text.slice(1, text.lastIndexOf("]")) : text.trim();
}

function shownOf(json: DicomJson, around = ""): readonly (readonly [path: string, shown: Shown])[] {
  return Object.entries(json).flatMap(([tag, element]): (readonly [string, Shown])[] => {
    const path = `${around}${tag}`;
    const hasValue = element.vr !== "SQ" && element.BulkDataURI === undefined && element.InlineBinary === undefined;
    const items = element.vr === "SQ" ? (element.Value ?? []) : [];
    return [
      [path, { vr: element.vr, value: hasValue ? ownValue(element) : undefined }],
      ...items.flatMap((item, index) => shownOf(item as DicomJson, `${path}.${index + 1}.`)),
    ];
  });
}

function ownValue({ Value = [], vr }: JsonElement): string {
  const tag = (value: JsonValue) => `(${String(value).slice(0, 4)},${String(value).slice(4)})`.toLowerCase();
  return Value.map((value) => (vr === "AT" ? tag(value) : plain(value))).join("\\");
}

function plain(value: JsonValue): string {
  if (value === null) return "";
  if (typeof value !== "object") return String(value);
  const { Alphabetic = "", Ideographic = "", Phonetic = "" } = value as Record<string, string>;
  return [Alphabetic, Ideographic, Phonetic].join("=").replace(/=+$/, "");
}

const LONG_TEXTS = new Set(["LT", "ST", "UT"]);
const NUMBERS = new Set(["DS", "IS", "FL", "FD"]);

function isSame(own: Shown, other: Shown): boolean {
  if (own.vr === "UN" || (own.value === undefined && other.value === undefined)) return true;
  if (own.vr !== other.vr) return false;
  if (own.value === undefined || other.value === undefined) return true;
  const [ours, theirs] = [partsOf(own.vr, own.value), partsOf(own.vr, other.value)];
  return ours.length === theirs.length && ours.every((part, index) => isSamePart(own.vr, part, theirs[index] ?? ""));
}

function partsOf(vr: string, value: string): readonly string[] {
  // oxlint-disable-next-line no-control-regex -- NUL is the padding looked for
  const ended = (text: string) => text.replace(/[\u0000 ]+$/, "");
  if (LONG_TEXTS.has(vr)) return [ended(value)];
  const parts = value.split("\\").map((part) => ended(part).trimStart());
  if (vr !== "PN") return parts;
  return parts.map((part) =>
    part
      .split("=")
      .map((group) => group.replace(/\^+$/, ""))
      .join("=")
      .replace(/=+$/, ""),
  );
}

function isSamePart(vr: string, own: string, other: string): boolean {
  if (own === other) return true;
  return NUMBERS.has(vr) && Math.abs(Number(own) - Number(other)) <= Math.abs(Number(own)) * 1e-6;
}
