import { knownAttribute } from "#lib/deid/dicom/known-attributes.ts";
import { imageConfigOf, type BetaImageConfig } from "#lib/deid/beta-config.ts";
import { tagRules, type TagVerdict } from "#lib/deid/dicom/tag-rules.ts";
import type { InfoType } from "#lib/deid/info-types.ts";
import { tagOf } from "#emulator/services/deid/tag-word.ts";
import type { DeidPlan } from "#lib/deid/plan.ts";
import type { KnownValue } from "#lib/deid/text/known-values.ts";
import { DicomError } from "#lib/dicom/data-set.ts";
import type { ScreenImage } from "#lib/dicom/render-pixels.ts";
import type { Context } from "#emulator/http/route.ts";
import { boxesByFrame } from "#emulator/services/deid/ocr/frame-boxes.ts";
import { boxesOfAllText, boxesOfSensitiveText } from "#emulator/services/deid/ocr/text-boxes.ts";
import type { TextWord } from "#emulator/services/deid/ocr/text-word.ts";
import { tightWords } from "#emulator/services/deid/ocr/tight-words.ts";
import { openTextReader, type TextReader } from "#emulator/services/deid/ocr/read-text.ts";
import type { SourceInstance } from "./page-of-instances.ts";
import type { Box, FrameBoxes } from "./redacted-pixels.ts";

/** Finds the text that a plan wants blacked out. */
export interface TextFinder {
  /** False when the plan leaves the text in pictures alone. */
  readonly readsPictures: boolean;
  /**
   * The boxes of each frame; undefined when nothing is to be blacked out. What identifies and what is clearly text is blacked out in all:
   * overlays stay in their place, and no frame may be the one where the reader missed them. Throws DicomError for pictures that cannot be read.
   */
  boxesOf(instance: SourceInstance, signal: AbortSignal): Promise<FrameBoxes | undefined>;
  close(): Promise<void>;
}

/** Starts reading with the first picture, and not at all when the plan leaves text alone. */
export function openTextFinder(context: Context, plan: DeidPlan): TextFinder {
  const wanted = wantedText(imageConfigOf(plan.config));
  let reader: Promise<TextReader> | undefined;
  return {
    readsPictures: wanted !== undefined,
    boxesOf: async (instance, signal) => {
      if (wanted === undefined || instance.frames === 0) return undefined;
      reader ??= openTextReader();
      const frames = await readFrames(context, await reader, { instance, signal });
      const boxes =
        wanted === "all"
          ? boxesByFrame(frames.map(({ image, words }) => ({ image, boxes: boxesOfAllText(words) })))
          : sensitiveBoxes(frames, headerValues(context, instance.id, wanted.takesDescriptors), wanted);
      return boxes.every(({ length }) => length === 0) ? undefined : boxes;
    },
    close: async () => {
      await (await reader)?.close();
    },
  };
}

/** Sensitive text, and which kinds of it; `takesDescriptors`: also phrases that the header has in attributes that go. */
interface Sensitive {
  readonly isSought: (infoType: InfoType) => boolean;
  readonly takesDescriptors: boolean;
}

/** What of the text is blacked out; undefined for none of it (contract 13.4, and section 19 for the lists of infoTypes). */
function wantedText(image: BetaImageConfig | undefined): "all" | Sensitive | undefined {
  if (!image) return undefined;
  const { textRedactionMode: mode, additionalInfoTypes = [], excludeInfoTypes = [] } = image;
  switch (mode) {
    case "REDACT_ALL_TEXT":
      return "all";
    case "REDACT_SENSITIVE_TEXT":
    case "REDACT_SENSITIVE_TEXT_CLEAN_DESCRIPTORS":
      return {
        // Every kind is looked for, so there is none to add.
        isSought: (infoType) => !excludeInfoTypes.includes(infoType),
        takesDescriptors: mode === "REDACT_SENSITIVE_TEXT_CLEAN_DESCRIPTORS",
      };
    case "TEXT_REDACTION_MODE_UNSPECIFIED":
      return additionalInfoTypes.length === 0
        ? undefined
        : { isSought: (infoType) => additionalInfoTypes.includes(infoType), takesDescriptors: false };
    case "REDACT_NO_TEXT":
      return undefined;
  }
}

/** What identifies somebody is blacked out in all frames, wherever it was read. */
function sensitiveBoxes(
  frames: readonly ReadFrame[],
  values: readonly KnownValue[],
  { isSought }: Sensitive,
): FrameBoxes {
  const boxes = frames.flatMap(({ words }) => boxesOfSensitiveText(words, values, isSought));
  return frames.map((): readonly Box[] => boxes);
}

interface Reading {
  readonly instance: SourceInstance;
  readonly signal: AbortSignal;
}

interface ReadFrame {
  readonly image: ScreenImage;
  readonly words: readonly TextWord[];
}

async function readFrames(
  { imaging, blobs }: Context,
  reader: TextReader,
  { instance, signal }: Reading,
): Promise<ReadFrame[]> {
  const frames: ReadFrame[] = [];
  for (let frame = 1; frame <= instance.frames; frame += 1) {
    signal.throwIfAborted();
    const image = await imaging.render(blobs.pathOf(instance.digest), frame);
    try {
      frames.push({ image, words: tightWords(image, await reader.read(image)) });
    } catch {
      throw new DicomError("unreadable", `The text in frame ${frame} could not be looked for.`);
    }
    // Reading took its time: whoever cancelled meanwhile does not wait for the rest of the page.
    signal.throwIfAborted();
  }
  return frames;
}

/**
 * Names and numbers of the file's header, from its metadata.
 * @param takesAll every text that the Basic Profile would take away, too
 */
function headerValues({ database }: Context, instance: number, takesAll: boolean): KnownValue[] {
  const row = database.get<{ metadata: string }>("SELECT metadata FROM dicom_documents WHERE instance = ?", instance);
  const found: KnownValue[] = [];
  const visit = (set: unknown): void => {
    if (typeof set !== "object" || set === null) return;
    for (const [tag, element] of Object.entries(set as Record<string, { vr?: string; Value?: unknown[] }>)) {
      const infoType = kindOf(tag, element.vr ?? "", takesAll);
      for (const value of element.Value ?? []) {
        if (infoType) for (const text of textsOf(value)) found.push({ infoType, value: text });
        else if (element.vr === "SQ") visit(value);
      }
    }
  };
  // Places of bulk data are marked by a control character, which is no JSON.
  visit(JSON.parse((row?.metadata ?? "{}").replaceAll("\u0001", "")));
  return found;
}

const basicRules = tagRules(
  { filterProfile: "ATTRIBUTE_CONFIDENTIALITY_BASIC_PROFILE", skipIdRedaction: false },
  tagOf,
);
const TEXTS = new Set(["LO", "LT", "SH", "ST", "UC", "UT"]);
const KEPT = new Set<TagVerdict>(["keep", "recurse", "inspect"]);

/** What kind of identifier an attribute's value is; undefined for what identifies nobody. */
function kindOf(tag: string, vr: string, takesAll: boolean): InfoType | undefined {
  const isGone = takesAll && TEXTS.has(vr) && !KEPT.has(basicRules.verdict(tag, vr, false));
  return knownAttribute(tag, vr) ?? (isGone ? "GENERIC_ID" : undefined);
}

/** A value, or the groups of a person's name. */
function textsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).filter((text) => typeof text === "string");
}
