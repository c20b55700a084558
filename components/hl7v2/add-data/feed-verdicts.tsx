"use client";

import FileDownloadIcon from "@mui/icons-material/FileDownloadOutlined";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import ToggleButton from "@mui/material/ToggleButton";
import ToggleButtonGroup from "@mui/material/ToggleButtonGroup";
import { PageLink } from "#components/ui/page-link.tsx";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { replaceDraft } from "#components/hl7v2/compose/draft-store.ts";
import { Card } from "#components/ui/card.tsx";
import { csvText } from "#components/ui/csv-text.ts";
import { downloadText } from "#components/ui/download-text.ts";
import { formatCount } from "#components/ui/quantity.ts";
import { resourceHref } from "#components/ui/resource-href.ts";
import { token } from "#components/ui/tokens.ts";
import { WindowedTable, type WindowedColumn } from "#components/ui/windowed-table.tsx";
import { decodeBytes } from "#lib/hl7v2/decode-bytes.ts";
import { inspectDraft } from "#lib/hl7v2/inspect-draft.ts";
import type { MessageOutcome, MessageVerdict } from "#lib/queries/hl7v2-upload.ts";
import type { FeedRun } from "./feed-run.ts";

type Shown = MessageOutcome | "all";

const WORDS: Readonly<Record<MessageOutcome, string>> = {
  stored: "stored",
  known: "already there",
  refused: "refused",
};
const INK: Readonly<Record<MessageOutcome, string>> = { stored: token.ok, known: token.accent, refused: token.err };
const OUTCOMES = ["stored", "known", "refused"] as const;

export interface FeedVerdictsProps {
  readonly store: string;
  readonly run: FeedRun;
}

/** The verdict of every message: filter, and all of them as CSV. */
export function FeedVerdicts({ store, run }: FeedVerdictsProps) {
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
              {WORDS[outcome]} {formatCount(run.counts[outcome])}
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

function columnsOf(store: string): readonly WindowedColumn<MessageVerdict>[] {
  return [
    {
      title: "Verdict",
      width: "124px",
      cell: ({ outcome }) => (
        <Box component="span" sx={{ color: INK[outcome], fontWeight: 600 }}>
          {WORDS[outcome]}
        </Box>
      ),
    },
    {
      title: "Control id",
      width: "22%",
      isMono: true,
      cell: ({ id, controlId }) =>
        id === undefined ? (
          controlId
        ) : (
          <PageLink href={resourceHref(`${store}/messages/${id}`)}>{controlId || "no control id"}</PageLink>
        ),
    },
    { title: "Where", width: "24%", cell: ({ file, line }) => `${file}:${line}` },
    {
      title: "Why",
      cell: (verdict) => (
        <>
          {verdict.source ? <CorrectButton store={store} source={verdict.source} /> : null}
          {verdict.reason}
        </>
      ),
      hint: ({ reason }) => reason,
    },
  ];
}

/** A refused message is stored nowhere: it can be opened as a draft, corrected and sent. */
function CorrectButton({ store, source }: { readonly store: string; readonly source: Uint8Array }) {
  const router = useRouter();
  const correct = () => {
    replaceDraft(store, inspectDraft(decodeBytes(source).text, undefined).text);
    router.push(resourceHref(store, { tab: "compose" }));
  };
  return (
    <Button onClick={correct} sx={{ py: 0, mr: 2 }}>
      Correct
    </Button>
  );
}

function downloadCsv(verdicts: readonly MessageVerdict[]): void {
  const rows = verdicts.map((verdict) => [
    WORDS[verdict.outcome],
    verdict.controlId,
    verdict.file,
    String(verdict.line),
    verdict.id ?? "",
    verdict.reason,
  ]);
  const csv = csvText(["Verdict", "Control id", "File", "Line", "Message id", "Why"], rows);
  // A byte order mark: without it Excel reads UTF-8 as the machine's own code page.
  downloadText("verdicts.csv", "text/csv;charset=utf-8", `\uFEFF${csv}`);
}

const TOGGLE = { whiteSpace: "nowrap", py: "1px", px: 3, textTransform: "none" } as const;
