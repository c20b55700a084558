"use client";

import Box from "@mui/material/Box";
import { PageLink } from "#components/ui/page-link.tsx";
import { resourceHref } from "#components/ui/resource-href.ts";
import { VerdictCard } from "#components/ui/verdict-card.tsx";
import type { WindowedColumn } from "#components/ui/windowed-table.tsx";
import { shortName } from "#lib/dicom/zip-names.ts";
import type { ImageVerdict } from "#lib/queries/image-upload.ts";
import type { ImageRun } from "./image-run.ts";
import { OUTCOME_INK, OUTCOME_WORDS, OUTCOMES } from "./outcome-words.ts";

export interface ImageVerdictsProps {
  readonly store: string;
  readonly run: ImageRun;
}

/** The verdict of every file: filter, and all of them as CSV. */
export function ImageVerdicts({ store, run }: ImageVerdictsProps) {
  return (
    <VerdictCard
      verdicts={run.verdicts}
      counts={run.counts}
      outcomes={OUTCOMES}
      words={OUTCOME_WORDS}
      columns={columnsOf(store)}
      csvHeads={CSV_HEADS}
      csvRow={csvRow}
    />
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

const CSV_HEADS = ["Verdict", "File", "Study Instance UID", "Why"];

function csvRow({ outcome, path, study, reason }: ImageVerdict): readonly string[] {
  return [OUTCOME_WORDS[outcome], path, study ?? "", reason];
}
