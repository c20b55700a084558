import { healthcare, type healthcare_v1 } from "@googleapis/healthcare";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ScreenImage } from "#lib/dicom/render-pixels.ts";
import { imagedStudies } from "#emulator/sample/dicom/imaged-studies.ts";
import { ultrasound } from "#emulator/sample/dicom/modality/ultrasound.ts";
import { drawText, textWidth, type Canvas } from "#emulator/sample/dicom/stroke-font.ts";
import { testFile, type TestElement } from "#emulator/services/dicomweb/test-file.ts";
import { openTestEmulator, type TestEmulator } from "#emulator/test-emulator.ts";

const LOCATION = "projects/p/locations/us-central1";
const DATASET = `${LOCATION}/datasets/d`;
const [COLUMNS, ROWS] = [640, 480];
const FRAMES = 4;
/** Rows of name, number and hospital, which the generator writes into every picture. */
const BANNER = 36;

interface Planted {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly value: number;
  /** Of the ground that is laid under it. */
  readonly ground?: number;
  /** From 0; undefined for text that stays through all frames. */
  readonly frame?: number;
}

/** In a clip of the heart, whose grain is another in every frame. */
const IN_CLIP: readonly Planted[] = [
  { text: "HALVORSEN BERIT", x: 250, y: 300, size: 12, value: 235 },
  { text: "MRN 7781230", x: 30, y: 120, size: 9, value: 150 },
  { text: "DR BAUMGARTNER", x: 30, y: 200, size: 10, value: 200, frame: 2 },
  { text: "OKONKWO 1950-02-03", x: 240, y: 400, size: 12, value: 235, frame: 2 },
];
/** In a picture of a child before birth: small, dim, over grain, dark on bright. */
const IN_STILL: readonly Planted[] = [
  { text: "KAUFMAN 8123", x: 22, y: 90, size: 8, value: 255 },
  { text: "KAUFMAN 8123", x: 22, y: 130, size: 9, value: 150 },
  { text: "KAUFMAN", x: 22, y: 170, size: 16, value: 150 },
  { text: "HALVORSEN 8123", x: 190, y: 130, size: 9, value: 255 },
  { text: "HALVORSEN 8123", x: 250, y: 230, size: 12, value: 200 },
  { text: "HALVORSEN 8123", x: 210, y: 400, size: 16, value: 255 },
  { text: "HALVORSEN 8123", x: 440, y: 90, size: 9, value: 10, ground: 240 },
  { text: "HALVORSEN 8123", x: 440, y: 130, size: 12, value: 10, ground: 240 },
];

let emulator: TestEmulator;
let api: healthcare_v1.Resource$Projects$Locations$Datasets;

beforeAll(async () => {
  emulator = await openTestEmulator();
  api = healthcare({ version: "v1", rootUrl: `${emulator.origin}/`, retry: false }).projects.locations.datasets;
  await api.create({ parent: LOCATION, datasetId: "d" });
  for (const id of ["source", "copy"])
    await api.dicomStores.create({ parent: DATASET, dicomStoreId: id, requestBody: {} });
  await store(1, framesOf("echocardiogram", FRAMES), []);
  await store(2, framesOf("echocardiogram", FRAMES), IN_CLIP);
  await store(3, framesOf("obstetricUltrasound", 1), []);
  await store(4, framesOf("obstetricUltrasound", 1), IN_STILL);
  const { data } = await api.dicomStores.deidentify({
    sourceStore: `${DATASET}/dicomStores/source`,
    requestBody: {
      destinationStore: `${DATASET}/dicomStores/copy`,
      config: { dicom: { filterProfile: "KEEP_ALL_PROFILE" }, image: { textRedactionMode: "REDACT_ALL_TEXT" } },
    },
  });
  for (;;) {
    const operation = await api.operations.get({ name: data.name ?? "" });
    if (operation.data.done) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
});
afterAll(() => emulator.dispose());

/** Pictures as the sample hospital's ultrasound draws them. */
function framesOf(order: "echocardiogram" | "obstetricUltrasound", count: number): Uint8Array[] {
  const study = imagedStudies({ seed: "cedar-prairie" }).find((each) => each.order === order);
  for (const series of study?.series ?? [])
    for (const { frames } of study ? ultrasound(study, series) : [])
      return frames.slice(0, count).map(({ bytes }) => Uint8Array.from(bytes));
  throw new Error(`No pictures of ${order}`);
}

async function store(number: number, frames: readonly Uint8Array[], planted: readonly Planted[]): Promise<void> {
  for (const [at, frame] of frames.entries())
    for (const text of planted) if ((text.frame ?? at) === at) plant(frame, text);
  const numbers: readonly (readonly [string, number])[] = [
    ["00280002", 3],
    ["00280006", 0],
    ["00280010", ROWS],
    ["00280011", COLUMNS],
    ["00280100", 8],
    ["00280101", 8],
    ["00280102", 7],
  ];
  const elements: readonly TestElement[] = [
    ...numbers.map(([tag, value]) => [tag, "US", value] as const),
    ["00280004", "CS", "RGB"],
    ["00280008", "IS", String(frames.length)],
    ["7FE00010", "OB", Buffer.concat(frames)],
  ];
  const uids = { study: `1.2.${number}`, series: `1.2.${number}.1`, instance: `1.2.${number}.1.1` };
  const response = await fetch(`${emulator.origin}/v1/${DATASET}/dicomStores/source/dicomWeb/studies`, {
    method: "POST",
    headers: { "content-type": "application/dicom" },
    body: Uint8Array.from(testFile({ ...uids, number, modality: "US", elements })),
  });
  expect(response.status).toBe(200);
}

function plant(frame: Uint8Array, { text, ground, ...style }: Planted): void {
  const width = textWidth(text, style.size);
  for (let y = style.y - 4; ground !== undefined && y < style.y + style.size + 4; y += 1)
    frame.fill(ground, (y * COLUMNS + style.x - 4) * 3, (y * COLUMNS + Math.ceil(style.x + width) + 4) * 3);
  drawText(canvasOf(frame), text, style);
}

function canvasOf(frame: Uint8Array): Canvas {
  return {
    rows: ROWS,
    columns: COLUMNS,
    blend: (x, y, value, share) => {
      for (let at = (y * COLUMNS + x) * 3; at < (y * COLUMNS + x + 1) * 3; at += 1)
        frame[at] = (frame[at] ?? 0) * (1 - share) + value * share;
    },
  };
}

async function pictures(storeId: "source" | "copy", number: number, count: number): Promise<ScreenImage[]> {
  const { database, imaging, blobs } = emulator.context;
  const row = database.get<{ digest: string }>(
    `SELECT digest FROM dicom_instances AS instance JOIN stores ON stores.id = instance.store
     WHERE store_id = ? AND number = ?`,
    storeId,
    number,
  );
  return Promise.all(Array.from({ length: count }, (_, at) => imaging.render(blobs.pathOf(row?.digest ?? ""), at + 1)));
}

const isBlack = ({ bytes }: ScreenImage, pixel: number): boolean =>
  Math.max(...bytes.subarray(pixel * 3, pixel * 3 + 3)) === 0;

/** The part of a text's strokes that is still to be seen. */
function leftOf({ text, x, y, size, value }: Planted, after: ScreenImage): number {
  const strokes = new Set<number>();
  const note = (x: number, y: number, share: number) => share > 0.5 && strokes.add(y * COLUMNS + x);
  drawText({ rows: ROWS, columns: COLUMNS, blend: (x, y, _value, share) => void note(x, y, share) }, text, {
    x,
    y,
    size,
    value,
  });
  return [...strokes].filter((pixel) => !isBlack(after, pixel)).length / strokes.size;
}

/** The part of a picture that is black and was not, outside of banner and planted texts. */
function falselyBlack(before: ScreenImage, after: ScreenImage, planted: readonly Planted[]): number {
  const isText = (x: number, y: number): boolean =>
    y < BANNER ||
    planted.some(
      (text) =>
        Math.abs(y - text.y - text.size / 2) < text.size / 2 + 8 &&
        x > text.x - 12 &&
        x < text.x + textWidth(text.text, text.size) + 12,
    );
  let count = 0;
  for (let pixel = 0; pixel < ROWS * COLUMNS; pixel += 1)
    if (isBlack(after, pixel) && !isBlack(before, pixel) && !isText(pixel % COLUMNS, Math.floor(pixel / COLUMNS)))
      count += 1;
  return count / (ROWS * COLUMNS);
}

async function judged(number: number, count: number, planted: readonly Planted[]) {
  const [before, after] = [await pictures("source", number, count), await pictures("copy", number, count)];
  const left = planted.flatMap((text) =>
    after.flatMap((image, at) => {
      const part = (text.frame ?? at) === at ? leftOf(text, image) : 0;
      return part > 0 ? [`${text.text} ${text.size} px in frame ${at + 1}: ${part.toFixed(2)}`] : [];
    }),
  );
  const shares = before.map((image, at) => {
    const copy = after[at];
    if (!copy) throw new Error("A frame is missing");
    return falselyBlack(image, copy, planted);
  });
  return { left, falseShare: Math.max(...shares) };
}

describe("ultrasound, whose grain is read as letters", () => {
  it.each<[string, number, number, readonly Planted[], number]>([
    ["a clip keeps nearly all of its picture", 1, FRAMES, [], 0.02],
    ["a clip loses every planted text, in every frame that has it", 2, FRAMES, IN_CLIP, 0.06],
    ["a still keeps nearly all of its picture", 3, 1, [], 0.02],
    ["a still loses every planted text", 4, 1, IN_STILL, 0.06],
  ])("%s", async (_, number, count, planted, most) => {
    const { left, falseShare } = await judged(number, count, planted);
    expect(left).toEqual([]);
    expect(falseShare).toBeLessThan(most);
  });
});
