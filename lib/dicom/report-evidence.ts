import { textOf, type DicomAttributes } from "./attributes.ts";
import { one } from "./report-items.ts";

/** A picture that a document speaks of. */
export interface ReportedImage {
  /** Attributes of the frame. */
  readonly image: DicomAttributes;
  /** SOP Instance UID. */
  readonly instance: string;
  /** From 1. */
  readonly frame: number;
}

/** What a document takes from outside: the rules have neither a clock nor chance. */
export interface ReportContext {
  readonly series: string;
  readonly instance: string;
  /** Name of the person who wrote it. */
  readonly observer: string;
  /** `YYYYMMDD` and `HHMMSS`. */
  readonly date: string;
  readonly time: string;
}

/** Of the study and the patient: copied from the pictures, so that the document stands beside them. */
const KEPT = ["00080020", "00080030", "00080050", "00080090", "00100010", "00100020", "00100030", "00100040", "0020000D", "00200010"]; // prettier-ignore
const TYPE_2: Readonly<Record<string, string>> = { "00080020": "DA", "00080030": "TM", "00080050": "SH", "00080090": "PN", "00100010": "PN", "00100030": "DA", "00100040": "CS", "00200010": "SH" }; // prettier-ignore

/** Patient, study, series and time of a document (PS3.3 C.17.1, C.17.2). `about` is one of its pictures. */
export function documentHeader(about: DicomAttributes, context: ReportContext): DicomAttributes {
  return {
    ...Object.fromEntries(
      KEPT.map((tag) => [tag, about[tag]?.Value ? about[tag] : { vr: TYPE_2[tag] ?? "LO", Value: [] }]),
    ),
    "00080005": one("CS", "ISO_IR 192"),
    "00080018": one("UI", context.instance),
    "00080023": one("DA", context.date),
    "00080033": one("TM", context.time),
    "00080070": one("LO", "Careplane"),
    "00081111": one("SQ"),
    "0020000E": one("UI", context.series),
    "00200013": one("IS", "1"),
    "0040A040": one("CS", "CONTAINER"),
    "0040A050": one("CS", "SEPARATE"),
  };
}

/** A reference to a picture; the frame is named where there are several. */
export function imageReference({ image, instance, frame }: ReportedImage): DicomAttributes {
  const isMultiframe = (textOf(image, "00280008") ?? "1") !== "1";
  return {
    "00081150": one("UI", textOf(image, "00080016") ?? ""),
    "00081155": one("UI", instance),
    ...(isMultiframe ? { "00081160": one("IS", String(frame)) } : {}),
  };
}

/** Every picture that the document speaks of, by series (PS3.3 C.17.2.3). */
export function evidence(images: readonly ReportedImage[]): DicomAttributes[string] {
  const bySeries = Map.groupBy(images, ({ image }) => textOf(image, "0020000E") ?? "");
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
  const study = textOf(images[0]?.image ?? {}, "0020000D") ?? "";
  return one("SQ", { "0020000D": one("UI", study), "00081115": one("SQ", ...series) });
}
