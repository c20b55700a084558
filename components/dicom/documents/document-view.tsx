"use client";

import Box from "@mui/material/Box";
import { useQuery } from "@tanstack/react-query";
import Button from "@mui/material/Button";
import { useMemo, useState } from "react";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { useIdentityMask } from "#components/ui/identity-mask.tsx";
import { LoadingLines } from "#components/ui/loading.tsx";
import { PdfView } from "#components/ui/pdf/pdf-view.tsx";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { PANEL } from "#components/ui/panel-look.ts";
import { token } from "#components/ui/tokens.ts";
import { textOf, type DicomAttributes } from "#lib/dicom/attributes.ts";
import type { ReportReference } from "#lib/dicom/report-tree.ts";
import { itemBytes, topBytes } from "#lib/dicom/bulk-values.ts";
import { isVideo } from "#lib/dicom/video.ts";
import { waveformGroups } from "#lib/dicom/waveform.ts";
import { dicomFileQuery } from "#lib/queries/dicom-file.ts";
import type { SeriesAddress } from "#lib/queries/dicom-study.ts";
import { ReportView } from "./report-view.tsx";
import { VideoView } from "./video-view.tsx";
import { WaveformView } from "./waveform-view.tsx";

export interface DocumentViewProps {
  readonly series: SeriesAddress;
  /** All attributes of what is to be read (`/metadata`). */
  readonly instances: readonly DicomAttributes[];
  /** SOP Instance UID to begin with; the first when absent. */
  readonly instance?: string | undefined;
  /** Shows a picture that a report speaks of. */
  readonly onReference?: ((reference: ReportReference) => void) | undefined;
}

/**
 * What a series says that no picture shows: a report as text, a PDF, a video, an electrocardiogram; or that it cannot be read here.
 * One document at a time, with the way to the others.
 */
export function DocumentView({ series, instances, instance, onReference }: DocumentViewProps) {
  const named = instances.findIndex((each) => textOf(each, "00080018") === instance);
  const [index, setIndex] = useState(Math.max(0, named));
  const found = instances[index];
  if (!found) return <EmptyState title="No document in this series" />;
  return (
    <Box sx={FRAME}>
      {instances.length > 1 ? <Turner index={index} count={instances.length} onTurn={setIndex} /> : null}
      <DocumentOf
        key={textOf(found, "00080018") ?? index}
        series={series}
        attributes={found}
        onReference={onReference}
      />
    </Box>
  );
}

interface TurnerProps {
  readonly index: number;
  readonly count: number;
  readonly onTurn: (index: number) => void;
}

function Turner({ index, count, onTurn }: TurnerProps) {
  return (
    <Box sx={TURNER}>
      <Button disabled={index === 0} onClick={() => onTurn(index - 1)}>
        Previous
      </Button>
      <span>
        {index + 1} of {count}
      </span>
      <Button disabled={index === count - 1} onClick={() => onTurn(index + 1)}>
        Next
      </Button>
    </Box>
  );
}

interface DocumentOfProps extends Pick<DocumentViewProps, "series" | "onReference"> {
  readonly attributes: DicomAttributes;
}

function DocumentOf({ series, attributes, onReference }: DocumentOfProps) {
  const { masked } = useIdentityMask();
  if (masked && (attributes["00420011"] || isVideo(attributes)))
    return <EmptyState title="Covered">It may show who somebody is. Show identities to open it.</EmptyState>;
  if (isVideo(attributes)) return <VideoView series={series} attributes={attributes} />;
  if (attributes["00420011"]) return <EncapsulatedDocument series={series} attributes={attributes} />;
  if (attributes["54000100"]) return <Waveforms series={series} attributes={attributes} />;
  if (attributes["0040A730"]) return <ReportView instance={attributes} onReference={onReference} />;
  return (
    <EmptyState title="Nothing to read here">
      Its headers tell what it holds ({textOf(attributes, "00080060")}).
    </EmptyState>
  );
}

function Waveforms({ series, attributes }: DocumentOfProps) {
  const query = useQuery(dicomFileQuery(series, textOf(attributes, "00080018") ?? ""));
  const groups = useMemo(
    () => (query.data ? waveformGroups(attributes, itemBytes(query.data, "54000100", "54001010")) : []),
    [attributes, query.data],
  );
  if (query.isPending) return <LoadingLines what="the traces" lines={4} />;
  if (query.isError) return <QueryProblem error={query.error} onRetry={() => void query.refetch()} />;
  if (groups.length === 0)
    return (
      <EmptyState title="These traces cannot be drawn">Their samples are of a kind that we do not read.</EmptyState>
    );
  return <WaveformView groups={groups} />;
}

function EncapsulatedDocument({ series, attributes }: DocumentOfProps) {
  const type = textOf(attributes, "00420012") ?? "";
  const query = useQuery({
    ...dicomFileQuery(series, textOf(attributes, "00080018") ?? ""),
    enabled: type === "application/pdf",
  });
  const bytes = useMemo(() => query.data && topBytes(query.data, "00420011")?.slice(), [query.data]);
  if (type !== "application/pdf")
    return (
      <EmptyState title="This document cannot be shown here">
        It is of the type {type || "unknown"}, not a PDF.
      </EmptyState>
    );
  if (query.isError) return <QueryProblem error={query.error} onRetry={() => void query.refetch()} />;
  if (!bytes) return <LoadingLines what="the document" lines={4} />;
  return <PdfView bytes={bytes} title={textOf(attributes, "00420010") ?? "PDF document"} />;
}

const TURNER = {
  display: "flex",
  alignItems: "center",
  gap: 2,
  px: 3,
  py: 1,
  borderBottom: `1px solid ${token.line}`,
} as const;

const FRAME = { ...PANEL, flex: 1, minWidth: 0 } as const;
