"use client";

import ContentCopyIcon from "@mui/icons-material/ContentCopyOutlined";
import FileDownloadIcon from "@mui/icons-material/FileDownloadOutlined";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import ToggleButton from "@mui/material/ToggleButton";
import ToggleButtonGroup from "@mui/material/ToggleButtonGroup";
import { useState } from "react";
import { Card } from "#components/ui/card.tsx";
import { downloadText } from "#components/ui/download-text.ts";
import { formatCount } from "#components/ui/quantity.ts";
import { token } from "#components/ui/tokens.ts";
import { useCopy } from "#components/ui/use-copy.ts";
import type { UploadOutcome } from "#lib/fhir/upload-verdict.ts";
import type { FileVerdict } from "#lib/queries/upload-events.ts";
import type { UploadRun } from "./upload-run.ts";
import { VerdictRows } from "./verdict-rows.tsx";

type Shown = UploadOutcome | "all";
const OUTCOMES = ["created", "updated", "done", "refused"] as const;

export interface UploadVerdictsProps {
  readonly storeName: string;
  readonly run: UploadRun;
}

/** The verdict of every entry: filter, copy, and the refused ones as a file to correct and send again. */
export function UploadVerdicts({ storeName, run }: UploadVerdictsProps) {
  const [shown, setShown] = useState<Shown>("all");
  const [words, setWords] = useState("");
  const { outcome: copied, copy } = useCopy();
  const verdicts = filterVerdicts(run.verdicts, shown, words);
  const canDownload = run.counts.refused > 0 && run.verdicts.some((verdict) => verdict.source !== undefined);
  const present = OUTCOMES.filter((outcome) => run.counts[outcome] > 0);
  return (
    <Card
      fill
      title="Verdicts"
      actions={
        <>
          <Button
            startIcon={<ContentCopyIcon />}
            disabled={verdicts.length === 0}
            onClick={() => copy(asTable(verdicts))}
          >
            {{ idle: "Copy table", copied: "Copied", refused: "Not allowed" }[copied]}
          </Button>
          {canDownload ? (
            <Button startIcon={<FileDownloadIcon />} onClick={() => downloadRefused(run.verdicts)}>
              Download refused entries
            </Button>
          ) : null}
        </>
      }
    >
      <Box sx={{ display: "flex", flexDirection: "column", height: "100%" }}>
        <Box sx={FILTERS}>
          <ToggleButtonGroup
            exclusive
            size="small"
            aria-label="Which verdicts"
            value={shown}
            onChange={(_, next: Shown | null) => next && setShown(next)}
          >
            <ToggleButton value="all" sx={TOGGLE}>
              All {formatCount(run.verdicts.length)}
            </ToggleButton>
            {present.map((outcome) => (
              <ToggleButton key={outcome} value={outcome} sx={TOGGLE}>
                {outcome} {formatCount(run.counts[outcome])}
              </ToggleButton>
            ))}
          </ToggleButtonGroup>
          <Box
            component="input"
            type="search"
            aria-label="Filter verdicts"
            placeholder="Filter by resource, file or reason…"
            value={words}
            onChange={(event) => setWords(event.target.value)}
            sx={WORDS}
          />
        </Box>
        <VerdictRows storeName={storeName} verdicts={verdicts} />
      </Box>
    </Card>
  );
}

function filterVerdicts(verdicts: readonly FileVerdict[], shown: Shown, words: string): readonly FileVerdict[] {
  const wanted = words.trim().toLowerCase();
  return verdicts.filter(
    (verdict) =>
      (shown === "all" || verdict.outcome === shown) &&
      (wanted === "" ||
        `${verdict.stored ?? verdict.name} ${verdict.file} ${verdict.message}`.toLowerCase().includes(wanted)),
  );
}

/** Tab-separated, as spreadsheets paste it. */
function asTable(verdicts: readonly FileVerdict[]): string {
  const rows = verdicts.map((verdict) => [
    verdict.outcome,
    verdict.status === 0 ? "" : String(verdict.status),
    verdict.stored ?? verdict.name,
    `${verdict.file}:${verdict.line}`,
    verdict.message,
  ]);
  return rows.map((cells) => cells.map((cell) => cell.replace(/[\t\r\n]+/g, " ")).join("\t")).join("\n");
}

/** One batch Bundle: it can be corrected and dropped here again. Text that was no JSON entry has nothing to put in. */
function downloadRefused(verdicts: readonly FileVerdict[]): void {
  const sources = verdicts.flatMap((verdict) => verdict.source ?? []);
  const bundle = `{"resourceType":"Bundle","type":"batch","entry":[\n${sources.join(",\n")}\n]}\n`;
  downloadText("refused-entries.json", "application/fhir+json", bundle);
}

const WORDS = {
  font: "inherit",
  color: token.ink,
  bgcolor: token.bg,
  border: `1px solid ${token.control}`,
  borderRadius: "7px",
  height: 28,
  px: 2,
  width: 300,
  minWidth: 0,
  "&::placeholder": { color: token.dim, opacity: 1 },
} as const;
const FILTERS = { display: "flex", gap: 2, alignItems: "center", px: 3, py: 2, flexShrink: 0 } as const;
const TOGGLE = { whiteSpace: "nowrap", py: "1px", px: 3, textTransform: "none" } as const;
