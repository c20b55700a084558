"use client";

import Box from "@mui/material/Box";
import LinearProgress from "@mui/material/LinearProgress";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { token } from "#components/ui/tokens.ts";
import { DryRunResult } from "./dry-run-result.tsx";
import type { DryRun } from "./dry-run-store.ts";
import type { RenderJson } from "./render-json.ts";

export interface DryRunOutcomeProps {
  readonly renderJson: RenderJson;
  readonly run: DryRun;
  /** The configuration is still the one that was tried. */
  readonly isCurrent: boolean;
}

/** How far a dry run is, or what it showed. */
export function DryRunOutcome({ run, isCurrent, renderJson }: DryRunOutcomeProps) {
  if (run.endedAt === undefined)
    return (
      <Box>
        <output>{run.phase}…</output>
        <LinearProgress aria-label="Progress of the dry run" sx={{ mt: 2, borderRadius: 2 }} />
      </Box>
    );
  if (run.error !== undefined) return <QueryProblem error={run.error} />;
  return (
    <>
      {isCurrent ? null : (
        <Box sx={{ color: token.warn }}>
          The configuration has changed since: what stands here is of the former one.
        </Box>
      )}
      {run.shown?.samples.map((sample) => (
        <DryRunResult
          key={`${run.shown?.result.id} ${sample.store}`}
          sample={sample}
          configText={run.configText}
          renderJson={renderJson}
        />
      ))}
    </>
  );
}
