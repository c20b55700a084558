"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useContext, useMemo } from "react";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LoadingLines } from "#components/ui/loading.tsx";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { textOf } from "#lib/dicom/attributes.ts";
import { imageStack, type ImageStack } from "#lib/dicom/image-stack.ts";
import { isKeyImage } from "#lib/dicom/key-object.ts";
import { seriesDocuments } from "#lib/dicom/series-documents.ts";
import type { SeriesEntry } from "#lib/dicom/series-list.ts";
import { dicomStudyQueries, type SeriesAddress, type StudyAddress } from "#lib/queries/dicom-study.ts";
import { MixedSeries } from "./mixed-series.tsx";
import { ReferenceContext } from "./reference-context.ts";
import { StackCell } from "./stack-cell.tsx";
import { startIndex } from "./start-index.ts";
import { KeyImagesContext } from "./use-key-images.ts";
import type { ViewHandle } from "./view-handle.ts";
import type { ViewerAddress } from "./viewer-address.ts";

// Most series are pictures.
const DocumentView = dynamic(
  () => import("#components/dicom/documents/document-view.tsx").then((file) => file.DocumentView),
  { ssr: false },
);

export interface SeriesViewProps {
  readonly id: string;
  readonly study: StudyAddress;
  readonly entry: SeriesEntry;
  /** Which picture to begin with. */
  readonly begin: Pick<ViewerAddress, "instance" | "frame">;
  /** Another view whose picture is drawn as a line in this one. */
  readonly source: ViewHandle | undefined;
  readonly onHandle: (handle: ViewHandle | undefined) => void;
}

/** A series in a view: its pictures, or the document it holds instead. */
export function SeriesView({ id, study, entry, begin, source, onHandle }: SeriesViewProps) {
  const series = useMemo(() => ({ ...study, series: entry.series }), [study, entry.series]);
  const query = useQuery(dicomStudyQueries.metadata(series));
  const whole = useMemo(() => (query.data ? imageStack(query.data) : undefined), [query.data]);
  const { marks, isOnly } = useContext(KeyImagesContext);
  const onReference = useContext(ReferenceContext);
  const stack = useMemo(
    () => (whole && isOnly ? { ...whole, images: whole.images.filter((image) => isKeyImage(marks, image)) } : whole),
    [whole, isOnly, marks],
  );
  if (query.isPending) return <LoadingLines what="the series" lines={3} />;
  if (query.isError) return <QueryProblem error={query.error} onRetry={() => void query.refetch()} />;
  if (!whole || !stack) return null;
  const documents = seriesDocuments(query.data, { hasPictures: whole.images.length > 0 });
  const document = () => (
    <DocumentView series={series} instances={documents} instance={begin.instance} onReference={onReference} />
  );
  const pictures = () => <Pictures {...{ id, series, stack, begin, entry, source, onHandle }} isOnly={isOnly} />;
  if (whole.images.length === 0) return document();
  if (documents.length === 0) return pictures();
  const isNamed = documents.some((each) => textOf(each, "00080018") === begin.instance);
  return (
    <MixedSeries
      images={whole.images.length}
      documents={documents}
      begin={isNamed ? "documents" : "pictures"}
      pictures={pictures}
      document={document}
    />
  );
}

interface PicturesProps extends Omit<SeriesViewProps, "study"> {
  readonly series: SeriesAddress;
  readonly stack: ImageStack;
  /** Whether pictures that are no key images have been left out. */
  readonly isOnly: boolean;
}

function Pictures({ id, series, stack, begin, entry, source, isOnly, onHandle }: PicturesProps) {
  if (stack.images.length === 0)
    return <EmptyState title="No key images in this series">The switch “Only key images” hides the others.</EmptyState>;
  return (
    <StackCell
      key={isOnly ? "key" : "all"}
      id={id}
      series={series}
      stack={stack}
      start={startIndex(stack.images, begin)}
      title={seriesTitle(entry)}
      source={source}
      onHandle={onHandle}
    />
  );
}

/** What people call a series: its description, or its modality and number. */
export function seriesTitle({ description, modality, number }: SeriesEntry): string {
  if (description !== "") return description;
  return `${modality === "" ? "Series" : `${modality} series`} ${number ?? ""}`.trim();
}
