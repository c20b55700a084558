import { knownAttribute } from "#lib/deid/dicom/known-attributes.ts";
import { textRedactionMode } from "#lib/deid/beta-config.ts";
import type { DeidPlan } from "#lib/deid/plan.ts";
import type { KnownValue } from "#lib/deid/text/known-values.ts";
import { DicomError } from "#lib/dicom/data-set.ts";
import type { ScreenImage } from "#lib/dicom/render-pixels.ts";
import type { Context } from "#emulator/http/route.ts";
import { boxesOfAllText, boxesOfSensitiveText, type TextWord } from "#emulator/services/deid/ocr/text-boxes.ts";
import { wholeLines } from "#emulator/services/deid/ocr/whole-lines.ts";
import { openTextReader, type TextReader } from "#emulator/services/deid/ocr/read-text.ts";
import type { SourceInstance } from "./page-of-instances.ts";
import type { Box, FrameBoxes } from "./redacted-pixels.ts";

/** Finds the text that a plan wants blacked out. */
export interface TextFinder {
  /**
   * The boxes of each frame; undefined when nothing is to be blacked out. What is found in one frame is blacked out in all: overlays stay in
   * their place, and no frame may be the one where the reader missed them. Throws DicomError for pictures that cannot be read.
   */
  boxesOf(instance: SourceInstance, signal: AbortSignal): Promise<FrameBoxes | undefined>;
  close(): Promise<void>;
}

/** Starts reading with the first picture, and not at all when the plan leaves text alone. */
export function openTextFinder(context: Context, plan: DeidPlan): TextFinder {
  const mode = textRedactionMode(plan.config);
  let reader: Promise<TextReader> | undefined;
  return {
    boxesOf: async (instance, signal) => {
      if ((mode !== "REDACT_ALL_TEXT" && mode !== "REDACT_SENSITIVE_TEXT") || instance.frames === 0) return undefined;
      reader ??= openTextReader();
      const frames = await readFrames(context, await reader, { instance, signal });
      const boxes =
        mode === "REDACT_ALL_TEXT"
          ? frames.flatMap(({ image, words }) => wholeLines(image, boxesOfAllText(words)))
          : frames.flatMap(({ words }) => boxesOfSensitiveText(words, headerValues(context, instance.id)));
      return boxes.length === 0 ? undefined : frames.map((): readonly Box[] => boxes);
    },
    close: async () => {
      await (await reader)?.close();
    },
  };
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
      frames.push({ image, words: await reader.read(image) });
    } catch {
      throw new DicomError("unreadable", `The text in frame ${frame} could not be looked for.`);
    }
    // Reading took its time: whoever cancelled meanwhile does not wait for the rest of the page.
    signal.throwIfAborted();
  }
  return frames;
}

/** Names and numbers of the file's header, from its metadata. */
function headerValues({ database }: Context, instance: number): KnownValue[] {
  const row = database.get<{ metadata: string }>("SELECT metadata FROM dicom_documents WHERE instance = ?", instance);
  const found: KnownValue[] = [];
  const visit = (set: unknown): void => {
    if (typeof set !== "object" || set === null) return;
    for (const [tag, element] of Object.entries(set as Record<string, { vr?: string; Value?: unknown[] }>)) {
      const infoType = knownAttribute(tag, element.vr ?? "");
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

/** A value, or the groups of a person's name. */
function textsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).filter((text) => typeof text === "string");
}
