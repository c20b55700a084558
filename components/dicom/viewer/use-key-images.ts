import { useQueries, type UseQueryResult } from "@tanstack/react-query";
import { createContext, useMemo, useState } from "react";
import type { DicomAttributes } from "#lib/dicom/attributes.ts";
import type { StackImage } from "#lib/dicom/image-stack.ts";
import { isKeyImage, keySelection, type KeyImage, type KeySelection } from "#lib/dicom/key-object.ts";
import type { ReportedImage } from "#lib/dicom/report-evidence.ts";
import type { SeriesEntry } from "#lib/dicom/series-list.ts";
import { dicomStudyQueries, type StudyAddress } from "#lib/queries/dicom-study.ts";

export interface KeyImages {
  /** As they are stored in the study. */
  readonly selections: readonly KeySelection[];
  /** Marked here and not stored yet. */
  readonly marked: readonly ReportedImage[];
  /** Marks of both. */
  readonly marks: readonly KeyImage[];
  /** Whether stacks are cut down to their key images. */
  readonly isOnly: boolean;
  readonly isPending: boolean;
  /** Whether a stored selection names the picture: that cannot be taken back here. */
  readonly isStored: (image: StackImage) => boolean;
  /** Marks a picture, or takes the mark of this page off again. */
  readonly toggle: (image: StackImage) => void;
  readonly clear: () => void;
}

/** The study's key images, for the views below. */
export const KeyImagesContext = createContext<Pick<KeyImages, "marks" | "isOnly">>({ marks: [], isOnly: false });

/** A constant of the module, so that it runs when an answer comes and not whenever something is painted. */
function joined(results: readonly UseQueryResult<readonly DicomAttributes[]>[]) {
  return {
    objects: results.flatMap(({ data }) => data ?? []),
    isPending: results.some(({ isPending }) => isPending),
  };
}

export interface KeyImagesWish {
  readonly isOnly: boolean;
  /** False while the first picture is on its way; then selections are not read, unless stacks wait for them. */
  readonly mayStart: boolean;
}

/** Key images of a study: what its key object selections name, and what is marked on this page. */
export function useKeyImages(study: StudyAddress, entries: readonly SeriesEntry[], wish: KeyImagesWish): KeyImages {
  const { isOnly } = wish;
  const mayStart = wish.mayStart || isOnly;
  const wanted = useMemo(
    () => (mayStart ? entries.filter(({ modality }) => modality === "KO") : []),
    [entries, mayStart],
  );
  const { objects, isPending } = useQueries({
    queries: wanted.map(({ series }) => dicomStudyQueries.metadata({ ...study, series })),
    combine: joined,
  });
  const [marked, setMarked] = useState<readonly ReportedImage[]>([]);
  return useMemo(() => {
    const selections = objects.flatMap((object) => keySelection(object) ?? []);
    const stored = selections.flatMap(({ images }) => images);
    const isSame = (a: ReportedImage, b: StackImage) => a.instance === b.instance && a.frame === b.frame;
    return {
      selections,
      marked,
      marks: [...stored, ...marked.map(({ instance, frame }) => ({ instance, frames: [frame] }))],
      isOnly,
      isPending,
      isStored: (image) => isKeyImage(stored, image),
      toggle: (image) =>
        setMarked((all) =>
          all.some((one) => isSame(one, image))
            ? all.filter((one) => !isSame(one, image))
            : [...all, { image: image.attributes, instance: image.instance, frame: image.frame }],
        ),
      clear: () => setMarked([]),
    };
  }, [objects, marked, isOnly, isPending]);
}

/** How many of a series are key images. */
export function keyCount({ instances }: SeriesEntry, marks: readonly KeyImage[]): number {
  const own = new Set(instances);
  const found = marks.filter(({ instance }) => own.has(instance));
  return new Set(found.map(({ instance, frames }) => `${instance} ${frames.join(",")}`)).size;
}
