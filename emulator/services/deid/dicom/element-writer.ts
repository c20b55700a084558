import { dicomDeidentifier, type DicomDeidentifier } from "#lib/deid/dicom/deidentify-element.ts";
import { knownAttribute } from "#lib/deid/dicom/known-attributes.ts";
import type { TagRules } from "#lib/deid/dicom/tag-rules.ts";
import type { DeidPlan } from "#lib/deid/plan.ts";
import { prepareKnown, type KnownValue } from "#lib/deid/text/known-values.ts";
import type { Subject } from "#lib/deid/text/transform-text.ts";
import { findElement, type DataElement, type DataSet } from "#lib/dicom/data-set.ts";
import { vrForm } from "#lib/dicom/vr.ts";
import { elementBytes, elementHead, itemMark, writeElements } from "#lib/dicom/write-data-set.ts";
import type { OpenDicomFile } from "#emulator/services/dicomweb/imaging/open-dicom-file.ts";
import { NODE_CRYPTO } from "#emulator/services/deid/node-crypto.ts";
import { tagOf } from "#emulator/services/deid/tag-word.ts";
import { rawValues, valueBytes } from "./element-values.ts";

/** Writes the elements of one file as its plan says. */
export interface ElementWriter {
  readonly rules: TagRules;
  readonly isExplicit: boolean;
  /** True when texts are written in UTF-8 whatever they were: what a rule puts in may not fit the old character set. */
  readonly isRecoded: boolean;
  /** Group 0002 without its length, for a transfer syntax. */
  meta(transferSyntax: string): Uint8Array;
  /** Pieces of a top-level element; none when it is removed. */
  element(element: DataElement): Iterable<Uint8Array>;
}

const UNDEFINED = 0xffffffff;
/** Who wrote the file, where it came from, and private information: group 0002 but for what a reader needs (PS3.10 table 7.1-1). */
const NEEDED_META = new Set(["00020001", "00020002", "00020003", "00020010"]);

export function openElementWriter(file: OpenDicomFile, plan: DeidPlan, isExplicit: boolean): ElementWriter {
  const engine = engineFor(plan);
  const { rules } = engine;
  const isUnicode = file.dataSet.characterSets[0] === "ISO_IR 192";
  const isRecoded = rules.changesTexts && !isUnicode;
  const writer = new Writer({ file, engine, subject: subjectOf(file), isExplicit, isRecoded });
  return {
    rules,
    isExplicit,
    isRecoded,
    meta: (transferSyntax) => writer.meta(transferSyntax),
    element: (element) => writer.write(element, file.dataSet, false),
  };
}

let last: { readonly text: string; readonly engine: DicomDeidentifier } | undefined;

/** Files of one operation follow each other: their rules are made once. */
function engineFor(plan: DeidPlan): DicomDeidentifier {
  const text = JSON.stringify(plan);
  if (last?.text !== text) last = { text, engine: dicomDeidentifier(plan, NODE_CRYPTO, tagOf) };
  return last.engine;
}

/** The patient of a file, with the values of its header that say who it is. */
function subjectOf({ body, dataSet }: OpenDicomFile): Subject {
  const known: KnownValue[] = [];
  const collect = (set: DataSet): void => {
    for (const element of set.elements) {
      const infoType = knownAttribute(element.tag, element.vr);
      if (infoType)
        for (const value of rawValues(body, element, set)) if (value !== "") known.push({ infoType, value });
      for (const item of element.items ?? []) collect(item);
    }
  };
  collect(dataSet);
  const first = (tag: string): string => {
    const element = findElement(dataSet, tag);
    return (element && rawValues(body, element, dataSet)[0]?.trim()) || "";
  };
  return { patient: first("00100020") || first("0020000D"), isPatient: true, known: [prepareKnown(known)] };
}

interface WriterSetting {
  readonly file: OpenDicomFile;
  readonly engine: DicomDeidentifier;
  readonly subject: Subject;
  readonly isExplicit: boolean;
  readonly isRecoded: boolean;
}

class Writer {
  readonly #setting: WriterSetting;

  constructor(setting: WriterSetting) {
    this.#setting = setting;
  }

  meta(transferSyntax: string): Uint8Array {
    const { file, engine, subject } = this.#setting;
    const pieces = file.meta.elements.flatMap((element): Uint8Array[] => {
      const { tag, vr } = element;
      const isUnlisted = engine.rules.method !== undefined && engine.rules.method !== "list" && !NEEDED_META.has(tag);
      if (tag === "00020000" || isUnlisted) return [];
      if (tag === "00020010") return [elementBytes(tag, vr, Buffer.from(transferSyntax))];
      const values = (): string[] => rawValues(file.file, element, file.meta);
      const isFixed = NEEDED_META.has(tag) && tag !== "00020003";
      const outcome = isFixed ? "keep" : engine.element({ tag, vr, isNested: false, values }, subject);
      if (typeof outcome === "object") return [elementBytes(tag, vr, valueBytes(vr, outcome.values))];
      return outcome === "remove"
        ? []
        : [...writeElements(file.file, { elements: [element], isBigEndian: false }, true)];
    });
    return Buffer.concat(pieces);
  }

  *write(element: DataElement, set: DataSet, isNested: boolean): Generator<Uint8Array> {
    const { file, engine, subject, isExplicit } = this.#setting;
    const { tag, vr, items } = element;
    // Group lengths would be wrong, and nobody needs them (PS3.5 7.2).
    if (tag.endsWith("0000")) return;
    const outcome = engine.element({ tag, vr, isNested, values: () => rawValues(file.body, element, set) }, subject);
    if (outcome === "remove") return;
    if (typeof outcome === "object") yield elementBytes(tag, vr, valueBytes(vr, outcome.values), isExplicit);
    else if (items) yield* this.#sequence(element, items, outcome === "keep");
    else if (element.fragments) yield* this.#fragments(element);
    else yield* this.#kept(element, set);
  }

  *#kept(element: DataElement, set: DataSet): Generator<Uint8Array> {
    const { file, isExplicit, isRecoded } = this.#setting;
    const { tag, vr } = element;
    if (isRecoded && tag === "00080005") yield elementBytes(tag, vr, Buffer.from("ISO_IR 192"), isExplicit);
    else if (isRecoded && vrForm(vr).isEncoded)
      yield elementBytes(tag, vr, valueBytes(vr, rawValues(file.body, element, set)), isExplicit);
    else yield* writeElements(file.body, { elements: [element], isBigEndian: set.isBigEndian }, isExplicit);
  }

  /** @param isWhole what is in it is not judged */
  *#sequence({ tag }: DataElement, items: readonly DataSet[], isWhole: boolean): Generator<Uint8Array> {
    yield elementHead(tag, "SQ", UNDEFINED, this.#setting.isExplicit);
    for (const item of items) {
      yield itemMark("E000", UNDEFINED);
      for (const element of item.elements)
        yield* isWhole ? this.#whole(element, item) : this.write(element, item, true);
      yield itemMark("E00D", 0);
    }
    yield itemMark("E0DD", 0);
  }

  *#whole(element: DataElement, set: DataSet): Generator<Uint8Array> {
    if (element.items) yield* this.#sequence(element, element.items, true);
    else if (element.fragments) yield* this.#fragments(element);
    else yield* this.#kept(element, set);
  }

  /** Encapsulated pixel data stays as it is compressed (PS3.5 A.4). */
  *#fragments({ tag, vr, fragments = [] }: DataElement): Generator<Uint8Array> {
    const { body } = this.#setting.file;
    yield elementHead(tag, vr === "OW" ? "OW" : "OB", UNDEFINED, true);
    for (const { offset, length } of fragments) {
      yield itemMark("E000", length + (length % 2));
      yield body.read(offset, length).slice();
      if (length % 2 === 1) yield Uint8Array.of(0);
    }
    yield itemMark("E0DD", 0);
  }
}
