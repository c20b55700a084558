"use client";

import FileDownloadIcon from "@mui/icons-material/FileDownloadOutlined";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import ToggleButton from "@mui/material/ToggleButton";
import ToggleButtonGroup from "@mui/material/ToggleButtonGroup";
import { useState } from "react";
import { Card } from "./card.tsx";
import { csvText } from "./csv-text.ts";
import { downloadText } from "./download-text.ts";
import { formatCount } from "./quantity.ts";
import { WindowedTable, type WindowedColumn } from "./windowed-table.tsx";

export interface VerdictCardProps<Outcome extends string, Verdict extends { readonly outcome: Outcome }> {
  readonly verdicts: readonly Verdict[];
  readonly counts: Readonly<Record<Outcome, number>>;
  /** In the order of the filter. */
  readonly outcomes: readonly Outcome[];
  readonly words: Readonly<Record<Outcome, string>>;
  readonly columns: readonly WindowedColumn<Verdict>[];
  readonly csvHeads: readonly string[];
  /** Cells of a verdict, one for each head. */
  readonly csvRow: (verdict: Verdict) => readonly string[];
}

/** What became of everything that was loaded: filter by outcome, and what is shown as CSV. */
export function VerdictCard<Outcome extends string, Verdict extends { readonly outcome: Outcome }>(
  props: VerdictCardProps<Outcome, Verdict>,
) {
  const { counts, outcomes, words, columns, csvHeads, csvRow } = props;
  const [shown, setShown] = useState<Outcome | "all">("all");
  const verdicts = props.verdicts.filter(({ outcome }) => shown === "all" || outcome === shown);
  return (
    <Card
      fill
      title="Verdicts"
      actions={
        <Button
          startIcon={<FileDownloadIcon />}
          disabled={verdicts.length === 0}
          onClick={() => downloadCsv(csvHeads, verdicts.map(csvRow))}
        >
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
          onChange={(_, next: Outcome | "all" | null) => next && setShown(next)}
        >
          <ToggleButton value="all" sx={TOGGLE}>
            All {formatCount(props.verdicts.length)}
          </ToggleButton>
          {outcomes
            .filter((outcome) => counts[outcome] > 0)
            .map((outcome) => (
              <ToggleButton key={outcome} value={outcome} sx={TOGGLE}>
                {words[outcome]} {formatCount(counts[outcome])}
              </ToggleButton>
            ))}
        </ToggleButtonGroup>
        <WindowedTable label="Verdict table" columns={columns} rows={verdicts} empty="No verdict to show here." />
      </Box>
    </Card>
  );
}

function downloadCsv(heads: readonly string[], rows: readonly (readonly string[])[]): void {
  // A byte order mark: without it Excel reads UTF-8 as the machine's own code page.
  downloadText("verdicts.csv", "text/csv;charset=utf-8", `\uFEFF${csvText(heads, rows)}`);
}

const TOGGLE = { whiteSpace: "nowrap", py: "1px", px: 3, textTransform: "none" } as const;
