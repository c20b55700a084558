import { reference, type Instance } from "#emulator/sample/dicom/instance.ts";
import { showsTumours, sliceHeight } from "#emulator/sample/dicom/modality/pet-ct.ts";
import { frameOfReference } from "#emulator/sample/dicom/modality/volume.ts";
import { TUMOURS } from "#emulator/sample/dicom/scene/body.ts";
import type { Vector } from "#emulator/sample/dicom/scene/vector.ts";
import type { SeriesFacts, StudyFacts } from "#emulator/sample/dicom/study-facts.ts";
import type { Dataset } from "#emulator/sample/dicom/write-part10.ts";
import { document } from "./report.ts";

const DETACHED_STUDY = "1.2.840.10008.3.1.2.3.1";
const COLOURS = [
  [255, 64, 64],
  [255, 190, 40],
  [80, 170, 255],
] as const;

/** Outlines of the tumours on the CT of a PET/CT; after the treatment, of where they were. PS3.3 A.19. */
export function* structureSet(study: StudyFacts, series: SeriesFacts): Generator<Instance> {
  const ct = study.series.find(({ modality }) => modality === "CT");
  if (!ct) return;
  yield {
    ...document(series),
    dataset: {
      FrameOfReferenceUID: frameOfReference(study),
      PositionReferenceIndicator: "",
      StructureSetLabel: showsTumours(study) ? "BASELINE" : "FOLLOW-UP",
      StructureSetName: "Tumour outlines",
      StructureSetDate: study.date,
      StructureSetTime: study.time,
      ReferencedFrameOfReferenceSequence: [
        {
          FrameOfReferenceUID: frameOfReference(study),
          RTReferencedStudySequence: [
            {
              ...reference(DETACHED_STUDY, study.studyUid),
              RTReferencedSeriesSequence: [
                {
                  SeriesInstanceUID: ct.uid,
                  ContourImageSequence: ct.instances.map((instance) => reference(ct.sopClass, instance)),
                },
              ],
            },
          ],
        },
      ],
      StructureSetROISequence: TUMOURS.map(({ name }, index) => ({
        ROINumber: index + 1,
        ReferencedFrameOfReferenceUID: frameOfReference(study),
        ROIName: name,
        ROIGenerationAlgorithm: "MANUAL",
      })),
      ROIContourSequence: TUMOURS.map((tumour, index) => ({
        ROIDisplayColor: [...(COLOURS[index % COLOURS.length] ?? COLOURS[0])],
        ReferencedROINumber: index + 1,
        ContourSequence: contours(ct, tumour.centre, tumour.radii),
      })),
      RTROIObservationsSequence: TUMOURS.map((_, index) => ({
        ObservationNumber: index + 1,
        ReferencedROINumber: index + 1,
        RTROIInterpretedType: "GTV",
        ROIInterpreter: study.reader,
      })),
      ApprovalStatus: "UNAPPROVED",
    },
  };
}

const POINTS = 36;

/** The ellipse in which each slice cuts the tumour. */
function contours(ct: SeriesFacts, centre: Vector, radii: Vector): Dataset[] {
  return ct.instances.flatMap((instance, index) => {
    const z = sliceHeight(ct, index);
    const rest = 1 - ((z - centre[2]) / radii[2]) ** 2;
    if (rest <= 0) return [];
    const part = Math.sqrt(rest);
    const points = Array.from({ length: POINTS }, (_, point) => {
      const angle = (point / POINTS) * 2 * Math.PI;
      const rounded = (value: number): number => Math.round(value * 100) / 100;
      return [
        rounded(centre[0] + radii[0] * part * Math.cos(angle)),
        rounded(centre[1] + radii[1] * part * Math.sin(angle)),
        rounded(z),
      ];
    });
    return [
      {
        ContourImageSequence: [reference(ct.sopClass, instance)],
        ContourGeometricType: "CLOSED_PLANAR",
        NumberOfContourPoints: POINTS,
        ContourData: points.flat(),
      },
    ];
  });
}
