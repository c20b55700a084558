import { healthcare, type healthcare_v1 } from "@googleapis/healthcare";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { foldWord } from "#lib/deid/text/words.ts";
import { imagedStudies } from "#emulator/sample/dicom/imaged-studies.ts";
import { studyFiles } from "#emulator/sample/dicom/make-study.ts";
import type { ImagingName } from "#emulator/sample/vocabulary/imaging.ts";
import { openTestEmulator, type TestEmulator } from "#emulator/test-emulator.ts";
import { openTextReader, type TextReader } from "./read-text.ts";

const LOCATION = "projects/p/locations/us-central1";
const DATASET = `${LOCATION}/datasets/d`;
/** One picture of each: in colour and JPEG, in greys of 12 bits. */
const ORDERS: readonly ImagingName[] = ["obstetricUltrasound", "forearmXRay"];

let emulator: TestEmulator;
let reader: TextReader;
let api: healthcare_v1.Resource$Projects$Locations$Datasets;
/** What of the patient stands in the pictures, in small letters. */
const names = new Set<string>();

beforeAll(async () => {
  [emulator, reader] = await Promise.all([openTestEmulator(), openTextReader()]);
  api = healthcare({ version: "v1", rootUrl: `${emulator.origin}/`, retry: false }).projects.locations.datasets;
  await api.create({ parent: LOCATION, datasetId: "d" });
  for (const id of ["source", "all", "sensitive", "none"])
    await api.dicomStores.create({ parent: DATASET, dicomStoreId: id, requestBody: {} });
  const studies = imagedStudies({ seed: "cedar-prairie" });
  for (const order of ORDERS) {
    const study = studies.find((candidate) => candidate.order === order);
    if (!study) throw new Error(`No study of ${order}`);
    for (const word of (study.patientName.split("=")[0] ?? "").split(/[\^ ]/)) names.add(foldWord(word));
    names.add(study.patientId);
    for await (const { bytes } of studyFiles(study)) {
      const response = await fetch(`${emulator.origin}/v1/${DATASET}/dicomStores/source/dicomWeb/studies`, {
        method: "POST",
        headers: { "content-type": "application/dicom" },
        body: Uint8Array.from(bytes),
      });
      if (!response.ok) throw new Error(`Storing ${order}: ${response.status}`);
      break;
    }
  }
});
afterAll(async () => {
  await reader.close();
  await emulator.dispose();
});

async function redact(destination: string, textRedactionMode: string): Promise<void> {
  const { data } = await api.dicomStores.deidentify({
    sourceStore: `${DATASET}/dicomStores/source`,
    requestBody: {
      destinationStore: `${DATASET}/dicomStores/${destination}`,
      config: { dicom: { filterProfile: "KEEP_ALL_PROFILE" }, image: { textRedactionMode } },
    },
  });
  for (;;) {
    const operation = await api.operations.get({ name: data.name ?? "" });
    if (operation.data.done) {
      expect(operation.data.metadata?.["counter"]).toEqual({ success: String(ORDERS.length) });
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

interface Picture {
  readonly digest: string;
  readonly words: readonly string[];
  readonly pixels: Uint8Array;
  readonly burnedIn: boolean;
}

const seen = new Map<string, Promise<Picture[]>>();

/** The pictures of a store by modality, each read once. */
function picturesOf(store: string): Promise<Picture[]> {
  const pictures = seen.get(store) ?? readPictures(store);
  seen.set(store, pictures);
  return pictures;
}

async function readPictures(store: string): Promise<Picture[]> {
  const { database, imaging, blobs } = emulator.context;
  const rows = database.all<{ digest: string; metadata: string }>(
    `SELECT digest, metadata FROM dicom_instances AS instance JOIN dicom_documents ON instance = instance.id
     JOIN dicom_series AS series ON series.id = instance.series JOIN stores ON stores.id = instance.store WHERE store_id = ? ORDER BY series.modality`,
    store,
  );
  const pictures: Picture[] = [];
  for (const { digest, metadata } of rows) {
    const image = await imaging.render(blobs.pathOf(digest), 1);
    const words = (await reader.read(image))
      .filter(({ confidence }) => confidence > 60)
      .map(({ text }) => foldWord(text));
    const burnedIn = /"00280301":\{"vr":"CS","Value":\["YES"\]/.test(metadata);
    pictures.push({ digest, words, pixels: image.bytes, burnedIn });
  }
  return pictures;
}
const readable = (pictures: readonly Picture[]): string[] =>
  pictures.flatMap(({ words }) => words.filter((word) => names.has(word)));

/** How much of a picture changed, and whether every changed pixel is black now. */
function changed(before: Picture, after: Picture): { readonly part: number; readonly isBlack: boolean } {
  let count = 0;
  let isBlack = true;
  for (const [index, value] of after.pixels.entries()) {
    if (value === before.pixels[index]) continue;
    count += 1;
    if (value !== 0) isBlack = false;
  }
  return { part: count / after.pixels.length, isBlack };
}

describe("text burned into pictures", () => {
  it("can be read in the sample's pictures", async () => {
    expect(readable(await picturesOf("source")).length).toBeGreaterThanOrEqual(ORDERS.length);
  });

  it.each([
    ["all", "REDACT_ALL_TEXT"],
    ["sensitive", "REDACT_SENSITIVE_TEXT"],
  ])("is blacked out where it names the patient: %s", async (store, mode) => {
    await redact(store, mode);
    const [before, after] = [await picturesOf("source"), await picturesOf(store)];
    expect(readable(after)).toEqual([]);
    for (const [index, picture] of after.entries()) {
      const original = before[index];
      if (!original) throw new Error("A picture more than there were");
      const { part, isBlack } = changed(original, picture);
      expect(part).toBeGreaterThan(0);
      expect(part).toBeLessThan(0.05);
      expect(isBlack).toBe(true);
      expect(picture.burnedIn).toBe(false);
    }
  });

  it("stays when only what identifies is asked for", async () => {
    const hospitals = async (store: string): Promise<string[]> =>
      (await picturesOf(store)).flatMap(({ words }) => words.filter((word) => /^dem|^hosp/.test(word)));
    expect(await hospitals("source")).not.toEqual([]);
    expect(await hospitals("sensitive")).not.toEqual([]);
    expect(await hospitals("all")).toEqual([]);
  });

  it("stays with the pixels as they are when nothing is asked for", async () => {
    await redact("none", "REDACT_NO_TEXT");
    const [before, after] = [await picturesOf("source"), await picturesOf("none")];
    for (const [index, { pixels }] of after.entries())
      expect(Buffer.compare(Buffer.from(pixels), Buffer.from(before[index]?.pixels ?? []))).toBe(0);
  });
});
