import type { DicomAttributes } from "./attributes.ts";
import { imagePlane } from "./frame-attributes.ts";
import { documentHeader, evidence, imageReference, type ReportContext, type ReportedImage } from "./report-evidence.ts";
import {
  codeItem,
  codeSequence,
  container,
  contentItem,
  numberItem,
  one,
  textItem,
  uidItem,
  type Code,
} from "./report-items.ts";
import { dot, subtract, type Vec3 } from "./vectors.ts";

/** A measurement to be written down. */
export interface ReportedMeasurement extends ReportedImage {
  readonly label: string;
  readonly figures: readonly { readonly name: string; readonly value: number; readonly unit: string }[];
  /** Millimetres in the patient's space. */
  readonly points: readonly Vec3[];
  readonly isClosed: boolean;
  /** UID that stays with it through all reports. */
  readonly trackingUid: string;
}

const COMPREHENSIVE_SR = "1.2.840.10008.5.1.4.1.1.88.33";

const CONCEPTS: Readonly<Record<string, Code>> = {
  Length: ["410668003", "SCT", "Length"],
  Width: ["103340004", "SCT", "Short Axis"],
  Angle: ["1483009", "SCT", "Angle"],
  Area: ["42798000", "SCT", "Area"],
  Mean: ["373098007", "SCT", "Mean"],
  SD: ["386136009", "SCT", "Standard Deviation"],
  Value: ["112031", "DCM", "Attenuation Coefficient"],
};

const UNITS: Readonly<Record<string, Code>> = {
  mm: ["mm", "UCUM", "millimeter"],
  "mm²": ["mm2", "UCUM", "square millimeter"],
  cm: ["cm", "UCUM", "centimeter"],
  "cm²": ["cm2", "UCUM", "square centimeter"],
  HU: ["[hnsf'U]", "UCUM", "Hounsfield unit"],
  SUV: ["g/ml{SUVbw}", "UCUM", "Standardized Uptake Value body weight"],
  "°": ["deg", "UCUM", "degree"],
  px: ["{pixels}", "UCUM", "pixels"],
  "px²": ["{pixels}", "UCUM", "pixels"],
};

/** Imaging measurements as a DICOM structured report (PS3.16 TID 1500), in the DICOM JSON model. At least one measurement. */
export function measurementReport(
  measurements: readonly ReportedMeasurement[],
  context: ReportContext,
): DicomAttributes {
  return {
    ...documentHeader(measurements[0]?.image ?? {}, context),
    "00080016": one("UI", COMPREHENSIVE_SR),
    "0040A372": one("SQ"),
    "00080060": one("CS", "SR"),
    "0008103E": one("LO", "Measurements"),
    "00200011": one("IS", "9900"),
    "0040A491": one("CS", "PARTIAL"),
    "0040A493": one("CS", "UNVERIFIED"),
    "0040A375": evidence(measurements),
    "0040A043": codeSequence(["126000", "DCM", "Imaging Measurement Report"]),
    "0040A504": one("SQ", { "00080105": one("CS", "DCMR"), "0040DB00": one("CS", "1500") }),
    "0040A730": one("SQ", ...contents(measurements, context)),
  };
}

function contents(measurements: readonly ReportedMeasurement[], { observer }: ReportContext): DicomAttributes[] {
  return [
    codeItem(
      "HAS CONCEPT MOD",
      ["121049", "DCM", "Language of Content Item and Descendants"],
      ["en", "RFC5646", "English"],
    ),
    codeItem("HAS OBS CONTEXT", ["121005", "DCM", "Observer Type"], ["121006", "DCM", "Person"]),
    contentItem("HAS OBS CONTEXT", "PNAME", ["121008", "DCM", "Person Observer Name"], {
      "0040A123": one("PN", observer),
    }),
    codeItem("HAS CONCEPT MOD", ["121058", "DCM", "Procedure reported"], ["363679005", "SCT", "Imaging procedure"]),
    container("CONTAINS", ["126010", "DCM", "Imaging Measurements"], measurements.map(group)),
  ];
}

function group(measurement: ReportedMeasurement): DicomAttributes {
  const shape = scoord(measurement);
  return container(
    "CONTAINS",
    ["125007", "DCM", "Measurement Group"],
    [
      textItem("HAS OBS CONTEXT", ["112039", "DCM", "Tracking Identifier"], measurement.label),
      uidItem("HAS OBS CONTEXT", ["112040", "DCM", "Tracking Unique Identifier"], measurement.trackingUid),
      ...measurement.figures.map(({ name, value, unit }) =>
        numberItem(CONCEPTS[name] ?? ["121206", "DCM", "Distance"], value, UNITS[unit] ?? ["1", "UCUM", "no units"], [
          shape,
        ]),
      ),
      // A note measures nothing; its arrow is kept all the same.
      ...(measurement.figures.length === 0 ? [{ ...shape, "0040A010": one("CS", "CONTAINS") }] : []),
    ],
  );
}

/** The shape in the picture's own pixels: the middle of the first one is 0.5\0.5 (PS3.3 C.18.6.1.1). */
function scoord({ points, isClosed, ...picture }: ReportedMeasurement): DicomAttributes {
  const { image } = picture;
  const plane = imagePlane(image);
  const [down = 1, across = 1] = plane?.spacing ?? [];
  const pixels = points.flatMap((point) => {
    const step = plane ? subtract(point, plane.position) : point;
    const at = plane ? [dot(step, plane.row) / across, dot(step, plane.column) / down] : [point[0], point[1]];
    return at.map((value) => Math.round(((value ?? 0) + 0.5) * 1000) / 1000);
  });
  const ring = isClosed ? [...pixels, ...pixels.slice(0, 2)] : pixels;
  return contentItem("INFERRED FROM", "SCOORD", undefined, {
    "00700022": one("FL", ...ring),
    "00700023": one("CS", points.length === 1 ? "POINT" : "POLYLINE"),
    "0040A730": one(
      "SQ",
      contentItem("SELECTED FROM", "IMAGE", undefined, { "00081199": one("SQ", imageReference(picture)) }),
    ),
  });
}
