"use client";

import Alert from "@mui/material/Alert";
import LinearProgress from "@mui/material/LinearProgress";
import type { UseMutationResult } from "@tanstack/react-query";
import { formatPlural } from "#components/ui/quantity.ts";
import type { ChangeReport } from "./run-over.ts";

const SHOWN = 3;

export interface ChangeOutcomeProps {
  readonly change: Pick<UseMutationResult<ChangeReport>, "isPending" | "data">;
  /** Messages that have their answer, of how many. */
  readonly answered: number;
  readonly total: number;
}

/** How a change to several messages goes, and what of it failed. */
export function ChangeOutcome({ change, answered, total }: ChangeOutcomeProps) {
  if (change.isPending)
    return (
      <LinearProgress
        variant="determinate"
        value={(100 * answered) / Math.max(1, total)}
        aria-label="Progress"
        sx={{ mt: 3 }}
      />
    );
  const failed = change.data?.failed ?? [];
  if (failed.length === 0) return null;
  const reasons = [...new Set(failed.map(({ reason }) => reason))];
  return (
    <Alert severity="error" variant="outlined" sx={{ mt: 3 }}>
      {formatPlural(failed.length, "message")} of {total} failed and stay selected. {reasons.slice(0, SHOWN).join(" ")}
    </Alert>
  );
}
