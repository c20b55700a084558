"use client";

import Box from "@mui/material/Box";
import { useQuery } from "@tanstack/react-query";
import Button from "@mui/material/Button";
import { useMemo } from "react";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LoadingLines } from "#components/ui/loading.tsx";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { token } from "#components/ui/tokens.ts";
import { textOf, type DicomAttributes } from "#lib/dicom/attributes.ts";
import type { ReportReference } from "#lib/dicom/report-tree.ts";
import { itemBytes, topBytes } from "#lib/dicom/bulk-values.ts";
import { waveformGroups } from "#lib/dicom/waveform.ts";
import { dicomFileQuery } from "#lib/queries/dicom-file.ts";
import { dicomStudyQueries, type SeriesAddress } from "#lib/queries/dicom-study.ts";
import { ReportView } from "./report-view.tsx";
import { WaveformView } from "./waveform-view.tsx";

export interface DocumentViewProps {
  readonly series: SeriesAddress;
  /** SOP Instance UID; the first of the series when absent. */
  readonly instance?: string | undefined;
  /** Shows a picture that a report speaks of. */
  readonly onReference?: ((reference: ReportReference) => void) | undefined;
}

/** What a series without pictures says: a report as text, a PDF, an electrocardiogram; or that it cannot be read here. */
export function DocumentView({ series, instance, onReference }: DocumentViewProps) {
  const query = useQuery(dicomStudyQueries.metadata(series));
  if (query.isPending) return <LoadingLines what="the document" lines={4} />;
  if (query.isError) return <QueryProblem error={query.error} onRetry={() => void query.refetch()} />;
  const found = query.data.find((each) => textOf(each, "00080018") === instance) ?? query.data[0];
  if (!found) return <EmptyState title="No document in this series" />;
  return (
    <Box sx={FRAME}>
      <DocumentOf series={series} attributes={found} onReference={onReference} />
    </Box>
  );
}

interface DocumentOfProps extends Pick<DocumentViewProps, "series" | "onReference"> {
  readonly attributes: DicomAttributes;
}

function DocumentOf({ series, attributes, onReference }: DocumentOfProps) {
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
  const bytes = useMemo(() => query.data && topBytes(query.data, "00420011"), [query.data]);
  if (type !== "application/pdf")
    return (
      <EmptyState title="This document cannot be shown here">
        It is of the type {type || "unknown"}, not a PDF.
      </EmptyState>
    );
  if (query.isError) return <QueryProblem error={query.error} onRetry={() => void query.refetch()} />;
  if (!bytes) return <LoadingLines what="the document" lines={4} />;
  return (
    <EmptyState
      title={textOf(attributes, "00420010") ?? "PDF document"}
      action={<Button onClick={() => savePdf(bytes)}>Save PDF</Button>}
    >
      A PDF is not run inside the console: save it and open it in a reader.
    </EmptyState>
  );
}

/** Its name says nothing of the patient. */
function savePdf(bytes: Uint8Array): void {
  const url = URL.createObjectURL(new Blob([bytes.slice()], { type: "application/pdf" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = "document.pdf";
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

const FRAME = {
  flex: 1,
  minHeight: 0,
  minWidth: 0,
  display: "flex",
  flexDirection: "column",
  bgcolor: token.panel,
  border: `1px solid ${token.line}`,
  borderRadius: "10px",
  overflow: "hidden",
} as const;
