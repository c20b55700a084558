"use client";

import FileDownloadIcon from "@mui/icons-material/FileDownloadOutlined";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import ToggleButton from "@mui/material/ToggleButton";
import ToggleButtonGroup from "@mui/material/ToggleButtonGroup";
import { useState } from "react";
import { Card } from "#components/ui/card.tsx";
import { csvText } from "#components/ui/csv-text.ts";
import { downloadText } from "#components/ui/download-text.ts";
import { PageLink } from "#components/ui/page-link.tsx";
import { formatCount } from "#components/ui/quantity.ts";
import { resourceHref } from "#components/ui/resource-href.ts";
import { WindowedTable, type WindowedColumn } from "#components/ui/windowed-table.tsx";
import { shortName } from "#lib/dicom/zip-names.ts";
import type { ImageOutcome, ImageVerdict } from "#lib/queries/image-upload.ts";
import type { ImageRun } from "./image-run.ts";
import { OUTCOME_INK, OUTCOME_WORDS, OUTCOMES } from "./outcome-words.ts";

type Shown = ImageOutcome | "all";

export interface ImageVerdictsProps {
  readonly store: string;
  readonly run: ImageRun;
}

/** The verdict of every file: filter, and all of them as CSV. */
export function ImageVerdicts({ store, run }: ImageVerdictsProps) {
  const [shown, setShown] = useState<Shown>("all");
  const verdicts = run.verdicts.filter(({ outcome }) => shown === "all" || outcome === shown);
  return (
    <Card
      fill
      title="Verdicts"
      actions={
        <Button startIcon={<FileDownloadIcon />} disabled={verdicts.length === 0} onClick={() => downloadCsv(verdicts)}>
          CSV
        </Button>
      }
    >
      <Box sx={{ display: "flex", flexDirection: "column", height: "100%", minHeight: 160 }}>
        <ToggleButtonGroup
          exclusive
          size="small"
          aria-label="Which verdicts"
          value={shown}
          sx={{ px: 3, py: 2, flexShrink: 0 }}
          onChange={(_, next: Shown | null) => next && setShown(next)}
        >
          <ToggleButton value="all" sx={TOGGLE}>
            All {formatCount(run.verdicts.length)}
          </ToggleButton>
          {OUTCOMES.filter((outcome) => run.counts[outcome] > 0).map((outcome) => (
            <ToggleButton key={outcome} value={outcome} sx={TOGGLE}>
              {OUTCOME_WORDS[outcome]} {formatCount(run.counts[outcome])}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
        <WindowedTable
          label="Verdict table"
          columns={columnsOf(store)}
          rows={verdicts}
          empty="No verdict to show here."
        />
      </Box>
    </Card>
  );
}

function columnsOf(store: string): readonly WindowedColumn<ImageVerdict>[] {
  return [
    {
      title: "Verdict",
      width: "136px",
      cell: ({ outcome }) => (
        <Box component="span" sx={{ color: OUTCOME_INK[outcome], fontWeight: 600 }}>
          {OUTCOME_WORDS[outcome]}
        </Box>
      ),
    },
    { title: "File", width: "34%", cell: ({ path }) => path, hint: ({ path }) => path },
    {
      title: "Study",
      width: "130px",
      isMono: true,
      cell: ({ study }) =>
        study === undefined ? null : (
          <PageLink href={resourceHref(`${store}/dicomWeb/studies/${study}`)}>…{shortName(study)}</PageLink>
        ),
      hint: ({ study }) => study ?? "",
    },
    { title: "Why", cell: ({ reason }) => reason, hint: ({ reason }) => reason },
  ];
}

function downloadCsv(verdicts: readonly ImageVerdict[]): void {
  const rows = verdicts.map(({ outcome, path, study, reason }) => [OUTCOME_WORDS[outcome], path, study ?? "", reason]);
  // A byte order mark: without it Excel reads UTF-8 as the machine's own code page.
  const csv = `\uFEFF${csvText(["Verdict", "File", "Study Instance UID", "Why"], rows)}`;
  downloadText("verdicts.csv", "text/csv;charset=utf-8", csv);
}

const TOGGLE = { whiteSpace: "nowrap", py: "1px", px: 3, textTransform: "none" } as const;
