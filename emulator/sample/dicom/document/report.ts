import { dicomUid } from "#emulator/sample/dicom-uids.ts";
import { code, reference, type Instance } from "#emulator/sample/dicom/instance.ts";
import { CONSOLIDATION } from "#emulator/sample/dicom/scene/chest.ts";
import type { SeriesFacts, StudyFacts } from "#emulator/sample/dicom/study-facts.ts";
import type { Dataset } from "#emulator/sample/dicom/write-part10.ts";

/** The slice of the thin chest series that shows the infiltrate best. */
function keySlice({ series }: StudyFacts): { readonly axial: SeriesFacts; readonly index: number } | undefined {
  const axial = series[0];
  if (!axial) return undefined;
  return { axial, index: Math.round((axial.instances.length - 1) / 2 + CONSOLIDATION.centre[2] / 1.25) };
}

/** A measurement report (TID 1500): long and short axis of the infiltrate on its slice, and its mean density. PS3.16. */
export function* measurementReport(study: StudyFacts, series: SeriesFacts): Generator<Instance> {
  const key = keySlice(study);
  if (!key) return;
  const image = {
    relationship: "SELECTED FROM",
    sopClass: key.axial.sopClass,
    instance: key.axial.instances[key.index] ?? "",
  };
  const axis = (concept: Dataset, millimetres: number, points: readonly number[]): Dataset =>
    measurement(concept, { value: millimetres, unit: code("mm", "UCUM", "millimeter") }, [
      {
        RelationshipType: "INFERRED FROM",
        ValueType: "SCOORD",
        GraphicType: "POLYLINE",
        GraphicData: [...points],
        ContentSequence: [imageItem(image)],
      },
    ]);
  const [x, y] = [256 + CONSOLIDATION.centre[0] / 0.74, 256 + CONSOLIDATION.centre[1] / 0.74];
  const half = CONSOLIDATION.radius / 0.74;
  yield {
    ...document(series),
    dataset: {
      ...reportHeader(study, key.axial, [key.index]),
      ConceptNameCodeSequence: [code("126000", "DCM", "Imaging Measurement Report")],
      ContentTemplateSequence: [{ MappingResource: "DCMR", TemplateIdentifier: "1500" }],
      ContentSequence: [
        codeItem(
          "HAS CONCEPT MOD",
          code("121049", "DCM", "Language of Content Item and Descendants"),
          code("en-US", "RFC5646", "English (United States)"),
        ),
        codeItem("HAS OBS CONTEXT", code("121005", "DCM", "Observer Type"), code("121006", "DCM", "Person")),
        {
          RelationshipType: "HAS OBS CONTEXT",
          ValueType: "PNAME",
          ConceptNameCodeSequence: [code("121008", "DCM", "Person Observer Name")],
          PersonName: study.reader,
        },
        codeItem(
          "HAS CONCEPT MOD",
          code("121058", "DCM", "Procedure reported"),
          code("77477000", "SCT", "Computed tomography"),
        ),
        container(code("126010", "DCM", "Imaging Measurements"), [
          container(code("125007", "DCM", "Measurement Group"), [
            {
              RelationshipType: "HAS OBS CONTEXT",
              ValueType: "TEXT",
              ConceptNameCodeSequence: [code("112039", "DCM", "Tracking Identifier")],
              TextValue: "Consolidation right lower lobe",
            },
            {
              RelationshipType: "HAS OBS CONTEXT",
              ValueType: "UIDREF",
              ConceptNameCodeSequence: [code("112040", "DCM", "Tracking Unique Identifier")],
              UID: dicomUid(study.studyUid, "tracking"),
            },
            codeItem("CONTAINS", code("121071", "DCM", "Finding"), code("95436008", "SCT", "Lung consolidation")),
            codeItem(
              "HAS CONCEPT MOD",
              code("363698007", "SCT", "Finding Site"),
              code("266005", "SCT", "Lower lobe of right lung"),
            ),
            axis(code("103339001", "SCT", "Long Axis"), CONSOLIDATION.radius * 2, [x - half, y, x + half, y]),
            axis(code("103340004", "SCT", "Short Axis"), CONSOLIDATION.radius * 1.4, [
              x,
              y - half * 0.7,
              x,
              y + half * 0.7,
            ]),
            measurement(
              code("112031", "DCM", "Attenuation Coefficient"),
              { value: 28, unit: code("[hnsf'U]", "UCUM", "Hounsfield unit") },
              [codeItem("HAS CONCEPT MOD", code("121401", "DCM", "Derivation"), code("373098007", "SCT", "Mean"))],
            ),
          ]),
        ]),
      ],
    },
  };
}

/** The pictures that the reader marked: TID 2010. */
export function* keyImages(study: StudyFacts, series: SeriesFacts): Generator<Instance> {
  const key = keySlice(study);
  if (!key) return;
  const indices = [key.index - 4, key.index, key.index + 40];
  yield {
    ...document(series),
    dataset: {
      ...reportHeader(study, key.axial, indices),
      CompletionFlag: undefined,
      VerificationFlag: undefined,
      PerformedProcedureCodeSequence: undefined,
      ConceptNameCodeSequence: [code("113000", "DCM", "Of Interest")],
      ContentTemplateSequence: [{ MappingResource: "DCMR", TemplateIdentifier: "2010" }],
      ContentSequence: [
        {
          RelationshipType: "CONTAINS",
          ValueType: "TEXT",
          ConceptNameCodeSequence: [code("113012", "DCM", "Key Object Description")],
          TextValue: "Consolidation with air bronchogram; no embolus in the pulmonary arteries.",
        },
        ...indices.map((index) =>
          imageItem({
            relationship: "CONTAINS",
            sopClass: key.axial.sopClass,
            instance: key.axial.instances[index] ?? "",
          }),
        ),
      ],
    },
  };
}

/** What series of one document share: its first instance, no pixels. */
export function document(series: SeriesFacts): Pick<Instance, "uid" | "number" | "syntax" | "frames"> {
  return { uid: series.instances[0] ?? "", number: 1, syntax: "explicit", frames: [] };
}

function reportHeader(study: StudyFacts, axial: SeriesFacts, indices: readonly number[]): Dataset {
  return {
    ValueType: "CONTAINER",
    ContinuityOfContent: "SEPARATE",
    CompletionFlag: "COMPLETE",
    VerificationFlag: "UNVERIFIED",
    PerformedProcedureCodeSequence: [],
    ReferencedPerformedProcedureStepSequence: [],
    CurrentRequestedProcedureEvidenceSequence: [
      {
        StudyInstanceUID: study.studyUid,
        ReferencedSeriesSequence: [
          {
            SeriesInstanceUID: axial.uid,
            ReferencedSOPSequence: indices.map((index) => reference(axial.sopClass, axial.instances[index] ?? "")),
          },
        ],
      },
    ],
  };
}

function container(concept: Dataset, items: readonly Dataset[]): Dataset {
  return {
    RelationshipType: "CONTAINS",
    ValueType: "CONTAINER",
    ConceptNameCodeSequence: [concept],
    ContinuityOfContent: "SEPARATE",
    ContentSequence: items,
  };
}

function codeItem(relationship: string, concept: Dataset, value: Dataset): Dataset {
  return {
    RelationshipType: relationship,
    ValueType: "CODE",
    ConceptNameCodeSequence: [concept],
    ConceptCodeSequence: [value],
  };
}

function measurement(
  concept: Dataset,
  { value, unit }: { value: number; unit: Dataset },
  items: readonly Dataset[],
): Dataset {
  return {
    RelationshipType: "CONTAINS",
    ValueType: "NUM",
    ConceptNameCodeSequence: [concept],
    MeasuredValueSequence: [{ NumericValue: value, MeasurementUnitsCodeSequence: [unit] }],
    ContentSequence: items,
  };
}

function imageItem({
  relationship,
  sopClass,
  instance,
}: {
  relationship: string;
  sopClass: string;
  instance: string;
}): Dataset {
  return { RelationshipType: relationship, ValueType: "IMAGE", ReferencedSOPSequence: [reference(sopClass, instance)] };
}
