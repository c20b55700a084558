import { useQueries, type UseQueryResult } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { DicomAttributes } from "#lib/dicom/attributes.ts";
import { segmentsOf, type Segment } from "#lib/dicom/segmentation.ts";
import type { SeriesEntry } from "#lib/dicom/series-list.ts";
import { contourStructures, type ContourStructure } from "#lib/dicom/structure-set.ts";
import { dicomStudyQueries, type SeriesAddress, type StudyAddress } from "#lib/queries/dicom-study.ts";

/** A segmentation object and where it is stored. */
export interface SegmentFile {
  readonly series: SeriesAddress;
  readonly file: DicomAttributes;
  readonly segments: readonly Segment[];
}

export interface Structures {
  readonly contours: readonly ContourStructure[];
  readonly files: readonly SegmentFile[];
  readonly isPending: boolean;
  readonly hidden: ReadonlySet<string>;
  /** Shows a hidden one, hides a shown one. */
  readonly toggle: (id: string) => void;
}

/** A constant of the module, so that it runs when an answer comes and not whenever something is painted. */
function joined(results: readonly UseQueryResult<readonly DicomAttributes[]>[]) {
  return { instances: results.map(({ data }) => data), isPending: results.some(({ isPending }) => isPending) };
}

/** Everything that segmentations and structure sets of the study draw over its pictures. Read once `mayStart`. */
export function useStructures(study: StudyAddress, entries: readonly SeriesEntry[], mayStart: boolean): Structures {
  const wanted = useMemo(
    () => (mayStart ? entries.filter(({ kind }) => kind === "segmentation" || kind === "structures") : []),
    [entries, mayStart],
  );
  const read = useQueries({
    queries: wanted.map(({ series }) => dicomStudyQueries.metadata({ ...study, series })),
    combine: joined,
  });
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  return useMemo(() => {
    const of = (kind: SeriesEntry["kind"]) =>
      wanted.flatMap((entry, index) =>
        entry.kind === kind
          ? (read.instances[index] ?? []).map((file) => ({ series: { ...study, series: entry.series }, file }))
          : [],
      );
    return {
      contours: of("structures").flatMap(({ file }) => contourStructures(file)),
      files: of("segmentation").map((one) => ({ ...one, segments: segmentsOf(one.file) })),
      isPending: read.isPending,
      hidden,
      toggle: (id: string) =>
        setHidden((all) => (all.has(id) ? new Set([...all].filter((other) => other !== id)) : new Set([...all, id]))),
    };
  }, [study, wanted, read, hidden]);
}
