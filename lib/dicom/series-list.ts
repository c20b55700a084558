import { numberOf, textOf, type DicomAttributes } from "./attributes.ts";

/** How a series is shown. */
export type SeriesKind =
  "image" | "report" | "document" | "waveform" | "segmentation" | "structures" | "presentation" | "other";

/** A series as the strip lists it. */
export interface SeriesEntry {
  /** Series Instance UID. */
  readonly series: string;
  readonly number: number | undefined;
  readonly modality: string;
  readonly description: string;
  readonly kind: SeriesKind;
  /** SOP Instance UIDs by InstanceNumber. */
  readonly instances: readonly string[];
  /** Pictures in it: frames of all instances. */
  readonly frames: number;
  /** The instance whose picture stands for the series. */
  readonly cover: string | undefined;
}

const KIND_OF_MODALITY: Readonly<Record<string, SeriesKind>> = {
  SR: "report",
  DOC: "document",
  ECG: "waveform",
  EPS: "waveform",
  HD: "waveform",
  SEG: "segmentation",
  RTSTRUCT: "structures",
  PR: "presentation",
  KO: "report",
  RTPLAN: "other",
  RTRECORD: "other",
  REG: "other",
  RWV: "other",
  ANN: "other",
  FID: "other",
};

/** How a series of this modality is shown; pictures unless the modality says something else. */
export function kindOfModality(modality: string): SeriesKind {
  return KIND_OF_MODALITY[modality] ?? "image";
}

/**
 * Joins what QIDO tells of series and of instances. Ordered by SeriesNumber, series without one last.
 * @param instances of the whole study; empty while they are not known yet
 */
export function seriesList(
  series: readonly DicomAttributes[],
  instances: readonly DicomAttributes[],
): readonly SeriesEntry[] {
  const bySeries = Map.groupBy(instances, (instance) => textOf(instance, "0020000E") ?? "");
  return series
    .map((row) => seriesEntry(row, bySeries.get(textOf(row, "0020000E") ?? "") ?? []))
    .toSorted((a, b) => (a.number ?? Infinity) - (b.number ?? Infinity) || a.series.localeCompare(b.series));
}

/** The series to open when the address names none: the first with pictures, otherwise the first. */
export function firstSeries(series: readonly SeriesEntry[]): SeriesEntry | undefined {
  return series.find(({ kind }) => kind === "image") ?? series[0];
}

function seriesEntry(row: DicomAttributes, instances: readonly DicomAttributes[]): SeriesEntry {
  const modality = textOf(row, "00080060") ?? "";
  const ordered = instances.toSorted((a, b) => (numberOf(a, "00200013") ?? 0) - (numberOf(b, "00200013") ?? 0));
  const uids = ordered.flatMap((instance) => textOf(instance, "00080018") ?? []);
  return {
    series: textOf(row, "0020000E") ?? "",
    number: numberOf(row, "00200011"),
    modality,
    description: textOf(row, "0008103E") ?? "",
    kind: kindOfModality(modality),
    instances: uids,
    frames: ordered.reduce((sum, instance) => sum + Math.max(1, numberOf(instance, "00280008") ?? 1), 0),
    cover: uids[uids.length >> 1],
  };
}
