import type { ImagingName } from "#emulator/sample/vocabulary/imaging.ts";
import { encodeFrame, TRANSFER_SYNTAXES, type TransferSyntax } from "./codec/transfer-syntax.ts";
import { electrocardiogram } from "./document/electrocardiogram.ts";
import { encapsulatedLetter } from "./document/letter.ts";
import { keyImages, measurementReport } from "./document/report.ts";
import { segmentation } from "./document/segmentation.ts";
import { structureSet } from "./document/structures.ts";
import { commonHeader } from "./header.ts";
import type { Instance, SeriesMaker } from "./instance.ts";
import { chestCt, headCt } from "./modality/ct.ts";
import { brainMr } from "./modality/mr.ts";
import { pet, petCtCt } from "./modality/pet-ct.ts";
import { mammogram } from "./modality/mammogram.ts";
import { chestXRay, limbXRay } from "./modality/radiograph.ts";
import { ultrasound } from "./modality/ultrasound.ts";
import type { SeriesFacts, StudyFacts } from "./study-facts.ts";
import { writePart10, type Dataset } from "./write-part10.ts";

/** A DICOM file of the sample hospital. */
export interface SampleFile {
  readonly study: string;
  readonly series: string;
  readonly instance: string;
  readonly bytes: Uint8Array;
}

/** The pictures of each order. */
const PICTURES: Readonly<Partial<Record<ImagingName, SeriesMaker>>> = {
  chestXRay,
  forearmXRay: limbXRay,
  ankleXRay: limbXRay,
  clavicleXRay: limbXRay,
  kneeXRay: limbXRay,
  chestCt,
  chestCtThin: chestCt,
  brainCt: headCt,
  brainMr,
  mammogram,
  obstetricUltrasound: ultrasound,
  echocardiogram: ultrasound,
  abdominalUltrasound: ultrasound,
};

/** What is made of the pictures afterwards, and where one order has two kinds of pictures. */
const BY_MODALITY: Readonly<Record<string, SeriesMaker>> = {
  SR: measurementReport,
  KO: keyImages,
  SEG: segmentation,
  RTSTRUCT: structureSet,
  DOC: encapsulatedLetter,
  ECG: electrocardiogram,
  PT: pet,
};

/** All files of one study, one at a time. The same study gives the same bytes. */
export async function* studyFiles(study: StudyFacts): AsyncGenerator<SampleFile> {
  for (const series of study.series) {
    for (const instance of makerOf(study, series)(study, series)) {
      yield {
        study: study.studyUid,
        series: series.uid,
        instance: instance.uid,
        bytes: await fileOf(study, series, instance),
      };
    }
  }
}

function makerOf(study: StudyFacts, { modality }: SeriesFacts): SeriesMaker {
  const maker = BY_MODALITY[modality] ?? (study.order === "petCt" ? petCtCt : PICTURES[study.order]);
  if (!maker) throw new Error(`Nobody makes ${modality} of ${study.order}`);
  return maker;
}

const RAW: readonly TransferSyntax[] = ["implicit", "explicit"];

async function fileOf(study: StudyFacts, series: SeriesFacts, instance: Instance): Promise<Uint8Array> {
  const { syntax, frames } = instance;
  const encoded = await Promise.all(frames.map((frame) => encodeFrame(syntax, frame)));
  const dataset: Dataset = { ...commonHeader(study, series, instance), ...instance.dataset };
  const transferSyntax = TRANSFER_SYNTAXES[syntax];
  if (frames.length === 0) return writePart10({ dataset, transferSyntax });
  if (!RAW.includes(syntax)) return writePart10({ dataset, transferSyntax, fragments: encoded });
  return writePart10({ dataset: { ...dataset, PixelData: Buffer.concat(encoded) }, transferSyntax });
}
