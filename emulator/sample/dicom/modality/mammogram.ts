import { code, type Instance } from "#emulator/sample/dicom/instance.ts";
import { breastScene } from "#emulator/sample/dicom/scene/breast.ts";
import { planeAround } from "#emulator/sample/dicom/scene/paint.ts";
import { addChords } from "#emulator/sample/dicom/scene/project.ts";
import type { Ellipsoid, Material } from "#emulator/sample/dicom/scene/scene.ts";
import type { SeriesFacts, StudyFacts } from "#emulator/sample/dicom/study-facts.ts";
import type { Dataset } from "#emulator/sample/dicom/write-part10.ts";
import { expose, projection } from "./exposure.ts";

/** Two breasts in two views; the second instance of a series is the left one. */
export function* mammogram(study: StudyFacts, series: SeriesFacts): Generator<Instance> {
  for (const index of series.instances.keys()) {
    const isLeft = index === 1;
    const view = series.description;
    const one = { ...series, instances: series.instances.slice(index, index + 1) };
    const toRight = isLeft ? 1 : -1;
    const plate = planeAround([44, 0, 0], {
      row: [toRight, 0, 0],
      column: [0, view === "CC" ? 1 : -1, 0],
      spacing: [0.19, 0.19],
      rows: 960,
      columns: 560,
    });
    const exposures = expose(study, one, {
      plate,
      rays: addChords(breastScene(`${study.id} ${isLeft ? "left" : "right"}`, isLeft), plate, overFat),
      syntax: "jpeg2000",
      dark: 14,
      bright: 62,
      isInverted: false,
      marker: `${isLeft ? "L" : "R"} ${view}`,
      name: study.patientName,
      dataset: breastModule(isLeft, view),
    });
    for (const exposure of exposures) yield { ...exposure, number: index + 1 };
  }
}

function breastModule(isLeft: boolean, view: string): Dataset {
  const isMlo = view === "MLO";
  const across = isLeft ? "R" : "L";
  return {
    ...projection(view, "BREAST", code("76752008", "SCT", "Breast")),
    ImageLaterality: isLeft ? "L" : "R",
    PatientOrientation: [isLeft ? "P" : "A", isMlo ? "F" : across],
    PositionerType: "MAMMOGRAPHIC",
    AcquisitionContextSequence: [],
    OrganExposed: "BREAST",
    PresentationIntentType: "FOR PRESENTATION",
    PresentationLUTShape: "IDENTITY",
    ViewCodeSequence: [
      {
        ...(isMlo ? code("399368009", "SCT", "medio-lateral oblique") : code("399162004", "SCT", "cranio-caudal")),
        ViewModifierCodeSequence: [],
      },
    ],
    BodyPartThickness: 54,
    CompressionForce: 110,
    ImagerPixelSpacing: [0.19, 0.19],
  };
}

/** At the low energy of mammography glands stop far more than the fat around them. */
const OVER_FAT: Partial<Record<Material, number>> = { fat: 0.7, muscle: 0.25, organ: 0.42, tumour: 0.75, bone: 9 };

function overFat({ material }: Ellipsoid): number {
  return OVER_FAT[material] ?? 0;
}
