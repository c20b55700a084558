import type { DicomAttributes } from "#lib/dicom/attributes.ts";
import { measurementReport, type ReportedMeasurement } from "#lib/dicom/measurement-report.ts";
import { documentContext, uidOf } from "./document-context.ts";
import { writePart10 } from "./write-part10.ts";
import type { Measurement } from "./measurement.ts";
import { TOOLS } from "./tools.ts";

export interface Report {
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * Writes measurements as one structured report.
 * @param pictureOf finds the picture that a measurement lies on; those without one are left out
 * @returns undefined when none lies on a picture
 */
export async function buildReport(
  list: readonly Measurement[],
  pictureOf: (measurement: Measurement) => DicomAttributes | undefined,
  observer: string,
): Promise<Report | undefined> {
  const reported = list.flatMap((measurement): ReportedMeasurement[] => {
    const picture = pictureOf(measurement);
    if (!picture) return [];
    return [
      {
        label: measurement.label === "" ? TOOLS[measurement.tool].title : measurement.label,
        figures: measurement.figures,
        points: measurement.points,
        isClosed: measurement.isClosed,
        image: picture,
        instance: measurement.instance,
        frame: measurement.frame,
        trackingUid: uidOf(measurement.id),
      },
    ];
  });
  if (reported.length === 0) return undefined;
  return { bytes: await writePart10(measurementReport(reported, documentContext(observer))) };
}
