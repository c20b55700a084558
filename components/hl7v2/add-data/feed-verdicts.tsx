"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { PageLink } from "#components/ui/page-link.tsx";
import { useRouter } from "next/navigation";
import { replaceDraft } from "#components/hl7v2/compose/draft-store.ts";
import { resourceHref } from "#components/ui/resource-href.ts";
import { token } from "#components/ui/tokens.ts";
import { VerdictCard } from "#components/ui/verdict-card.tsx";
import type { WindowedColumn } from "#components/ui/windowed-table.tsx";
import { decodeBytes } from "#lib/hl7v2/decode-bytes.ts";
import { inspectDraft } from "#lib/hl7v2/inspect-draft.ts";
import type { MessageOutcome, MessageVerdict } from "#lib/queries/hl7v2-upload.ts";
import type { FeedRun } from "./feed-run.ts";

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
  return (
    <VerdictCard
      verdicts={run.verdicts}
      counts={run.counts}
      outcomes={OUTCOMES}
      words={WORDS}
      columns={columnsOf(store)}
      csvHeads={CSV_HEADS}
      csvRow={csvRow}
    />
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

const CSV_HEADS = ["Verdict", "Control id", "File", "Line", "Message id", "Why"];

function csvRow({ outcome, controlId, file, line, id, reason }: MessageVerdict): readonly string[] {
  return [WORDS[outcome], controlId, file, String(line), id ?? "", reason];
}
