import { textOf, type DicomAttributes } from "./attributes.ts";
import { imagePlane } from "./frame-attributes.ts";
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
export interface ReportedMeasurement {
  readonly label: string;
  readonly figures: readonly { readonly name: string; readonly value: number; readonly unit: string }[];
  /** Millimetres in the patient's space. */
  readonly points: readonly Vec3[];
  readonly isClosed: boolean;
  /** Attributes of the frame that it lies on. */
  readonly image: DicomAttributes;
  readonly instance: string;
  readonly frame: number;
  /** UID that stays with it through all reports. */
  readonly trackingUid: string;
}

/** What a report takes from outside: this file has neither a clock nor chance. */
export interface ReportContext {
  readonly series: string;
  readonly instance: string;
  /** Name of the person who measured. */
  readonly observer: string;
  /** `YYYYMMDD` and `HHMMSS`. */
  readonly date: string;
  readonly time: string;
}

const COMPREHENSIVE_SR = "1.2.840.10008.5.1.4.1.1.88.33";
/** Of the study and the patient: copied from the pictures, so that the report stands beside them. */
const KEPT = ["00080020", "00080030", "00080050", "00080090", "00100010", "00100020", "00100030", "00100040", "0020000D", "00200010"]; // prettier-ignore

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
  const from = measurements[0]?.image ?? {};
  return {
    ...Object.fromEntries(
      KEPT.map((tag) => [tag, from[tag]?.Value ? from[tag] : { vr: TYPE_2[tag] ?? "LO", Value: [] }]),
    ),
    "00080005": one("CS", "ISO_IR 192"),
    "00080016": one("UI", COMPREHENSIVE_SR),
    "00081111": one("SQ"),
    "0040A372": one("SQ"),
    "00080018": one("UI", context.instance),
    "00080060": one("CS", "SR"),
    "0008103E": one("LO", "Measurements"),
    "00080023": one("DA", context.date),
    "00080033": one("TM", context.time),
    "00080070": one("LO", "Careplane"),
    "0020000E": one("UI", context.series),
    "00200011": one("IS", "9900"),
    "00200013": one("IS", "1"),
    "0040A491": one("CS", "PARTIAL"),
    "0040A493": one("CS", "UNVERIFIED"),
    "0040A375": evidence(measurements),
    "0040A040": one("CS", "CONTAINER"),
    "0040A043": codeSequence(["126000", "DCM", "Imaging Measurement Report"]),
    "0040A050": one("CS", "SEPARATE"),
    "0040A504": one("SQ", { "00080105": one("CS", "DCMR"), "0040DB00": one("CS", "1500") }),
    "0040A730": one("SQ", ...contents(measurements, context)),
  };
}

const TYPE_2: Readonly<Record<string, string>> = { "00080020": "DA", "00080030": "TM", "00080050": "SH", "00080090": "PN", "00100010": "PN", "00100030": "DA", "00100040": "CS", "00200010": "SH" }; // prettier-ignore

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
function scoord({ points, isClosed, image, instance, frame }: ReportedMeasurement): DicomAttributes {
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
      contentItem("SELECTED FROM", "IMAGE", undefined, { "00081199": one("SQ", reference(image, instance, frame)) }),
    ),
  });
}

function reference(image: DicomAttributes, instance: string, frame: number): DicomAttributes {
  const isMultiframe = (textOf(image, "00280008") ?? "1") !== "1";
  return {
    "00081150": one("UI", textOf(image, "00080016") ?? ""),
    "00081155": one("UI", instance),
    ...(isMultiframe ? { "00081160": one("IS", String(frame)) } : {}),
  };
}

/** Every picture that the report speaks of, by series (PS3.3 C.17.2.3). */
function evidence(measurements: readonly ReportedMeasurement[]): DicomAttributes[string] {
  const bySeries = Map.groupBy(measurements, ({ image }) => textOf(image, "0020000E") ?? "");
  const series = [...bySeries].map(([uid, list]) => {
    const instances = new Map(list.map(({ image, instance }) => [instance, image]));
    return {
      "0020000E": one("UI", uid),
      "00081199": one(
        "SQ",
        ...[...instances].map(([instance, image]) => ({
          "00081150": one("UI", textOf(image, "00080016") ?? ""),
          "00081155": one("UI", instance),
        })),
      ),
    };
  });
  const study = textOf(measurements[0]?.image ?? {}, "0020000D") ?? "";
  return one("SQ", { "0020000D": one("UI", study), "00081115": one("SQ", ...series) });
}
