import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { firstText } from "#lib/dicom/dicom-json.ts";
import { bytesSource } from "#lib/dicom/byte-source.ts";
import { readPart10 } from "#lib/dicom/read-part10.ts";
import { toDicomJson } from "#lib/dicom/to-dicom-json.ts";
import { randomFor } from "#emulator/sample/random.ts";
import { IMAGING, type ImagingName } from "#emulator/sample/vocabulary/imaging.ts";
import { encodeJpegLossless } from "./codec/jpeg-lossless.ts";
import { encodeRle } from "./codec/rle.ts";
import { imagedStudies } from "./imaged-studies.ts";
import type { Instance } from "./instance.ts";
import { studyFiles } from "./make-study.ts";
import { chestCt } from "./modality/ct.ts";
import { CHEST_BEADS } from "./scene/chest.ts";
import type { StudyFacts } from "./study-facts.ts";

/** The package has no types for this way of loading it. */
const { Decoder } = createRequire(import.meta.url)("jpeg-lossless-decoder-js") as {
  readonly Decoder: new () => { decode(buffer: ArrayBufferLike, offset: number, length: number): Uint16Array };
};

const studies = imagedStudies({ seed: "cedar-prairie" });

function studyOf(order: ImagingName): StudyFacts {
  const study = studies.find((candidate) => candidate.order === order);
  if (!study) throw new Error(`No study of ${order}`);
  return study;
}

describe("The imaging of the sample hospital", () => {
  it("has every kind of study that the record speaks of", () => {
    expect(new Set(studies.map(({ order }) => order))).toEqual(new Set(Object.keys(IMAGING)));
  });

  it.each(["electrocardiogram", "obstetricUltrasound", "forearmXRay"] as const)(
    "writes %s as files that name the record's patient, study, series and instances",
    async (order) => {
      const study = studyOf(order);
      const seen: string[] = [];
      for await (const file of studyFiles(study)) {
        const source = bytesSource(file.bytes);
        const json = toDicomJson(source, readPart10(source, noInflate).dataSet, {
          bulkDataUri: ({ length }) => (length > 1000 ? "" : undefined),
        });
        expect(firstText(json, "00100020")).toBe(study.patientId);
        expect(firstText(json, "00100010")).toBe(study.patientName.split("=")[0]);
        expect(firstText(json, "00080050")).toBe(study.accession);
        expect(firstText(json, "0020000D")).toBe(study.studyUid);
        expect(firstText(json, "00080018")).toBe(file.instance);
        seen.push(file.instance);
      }
      expect(seen).toEqual(study.series.flatMap(({ instances }) => instances));
    },
  );

  it("draws the same bytes twice", async () => {
    const [first, second] = await Promise.all([bytesOf("abdominalUltrasound"), bytesOf("abdominalUltrasound")]);
    expect(Buffer.compare(first, second)).toBe(0);
  });

  it("shows the beads on the chest at their millimetres", () => {
    const study = studyOf("chestCtThin");
    const [series] = study.series;
    if (!series) throw new Error("The thin chest study has no series");
    const left = new Set(CHEST_BEADS);
    for (const slice of chestCt(study, series)) {
      for (const bead of left) {
        const found = centreOfBead(slice, bead);
        if (!found) continue;
        // Half a pixel of 0.74 mm, half a slice of 1.25 mm.
        expect(Math.abs(found[0] - bead[0])).toBeLessThan(0.37);
        expect(Math.abs(found[1] - bead[1])).toBeLessThan(0.37);
        expect(Math.abs(found[2] - bead[2])).toBeLessThanOrEqual(0.63);
        left.delete(bead);
      }
      if (left.size === 0) break;
    }
    expect(left.size).toBe(0);
  });
});

async function bytesOf(order: ImagingName): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const { bytes } of studyFiles(studyOf(order))) parts.push(bytes);
  return Buffer.concat(parts);
}

/** The middle of the very bright pixels near a point, when the slice is the one nearest to it. */
function centreOfBead(
  { dataset, frames }: Instance,
  bead: readonly number[],
): readonly [number, number, number] | undefined {
  const [x0 = 0, y0 = 0, z = 0] = dataset["ImagePositionPatient"] as readonly number[];
  const [spacing = 1] = dataset["PixelSpacing"] as readonly number[];
  const frame = frames[0];
  if (!frame || Math.abs(z - (bead[2] ?? 0)) > 0.625) return undefined;
  const words = new Uint16Array(frame.bytes.buffer);
  let [sum, sumX, sumY] = [0, 0, 0];
  for (let row = 0; row < frame.rows; row++) {
    for (let column = 0; column < frame.columns; column++) {
      const [x, y] = [x0 + column * spacing, y0 + row * spacing];
      const value = words[row * frame.columns + column] ?? 0;
      if (value < 2200 || Math.hypot(x - (bead[0] ?? 0), y - (bead[1] ?? 0)) > 6) continue;
      sum += value;
      sumX += value * x;
      sumY += value * y;
    }
  }
  return sum === 0 ? undefined : [sumX / sum, sumY / sum, z];
}

describe("Our encoders", () => {
  const random = randomFor("codec test");
  const samples = Uint16Array.from({ length: 64 * 48 }, (_, index) =>
    index % 5 === 0 ? random.int(0, 4095) : 700 + (index % 64),
  );

  it("write JPEG lossless that another decoder reads back", () => {
    const bytes = encodeJpegLossless(samples, { rows: 48, columns: 64, bits: 12 });
    const decoded = new Decoder().decode(bytes.buffer, bytes.byteOffset, bytes.length);
    expect(Array.from(new Uint16Array(decoded.buffer, decoded.byteOffset, samples.length))).toEqual(
      Array.from(samples),
    );
  });

  it("write RLE whose planes unpack to the samples", () => {
    const packed = encodeRle(new Uint8Array(samples.buffer), { columns: 64, sampleBytes: 2, samples: 1 });
    const view = new DataView(packed.buffer, packed.byteOffset);
    expect(view.getUint32(0, true)).toBe(2);
    const planes = [0, 1].map((segment) =>
      unpack(packed.subarray(view.getUint32(4 + 4 * segment, true)), samples.length),
    );
    const joined = Array.from(samples, (_, index) => (planes[0]?.[index] ?? 0) * 256 + (planes[1]?.[index] ?? 0));
    expect(joined).toEqual(Array.from(samples));
  });
});

/** PackBits until `count` bytes are there: PS3.5 G.3.2. */
function unpack(bytes: Uint8Array, count: number): number[] {
  const out: number[] = [];
  for (let at = 0; out.length < count;) {
    const head = bytes[at++] ?? 128;
    if (head < 128) {
      out.push(...bytes.subarray(at, at + head + 1));
      at += head + 1;
    } else if (head > 128) {
      out.push(...Array.from({ length: 257 - head }, () => bytes[at] ?? 0));
      at += 1;
    }
  }
  return out;
}

function noInflate(): never {
  throw new Error("No sample file is deflated");
}
