"use client";

import CloseIcon from "@mui/icons-material/Close";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import IconButton from "@mui/material/IconButton";
import LinearProgress from "@mui/material/LinearProgress";
import { problemOf } from "#components/ui/explain-problem.ts";
import { formatDuration } from "#components/ui/moment.ts";
import { formatBytes, formatCount, formatPlural } from "#components/ui/quantity.ts";
import { token } from "#components/ui/tokens.ts";
import { dismissDownload, downloadRuns, type DownloadRun } from "./download-run.ts";

/** The downloads from a store: how far they are, and how they ended, until they are dismissed. */
export function Downloads({ store }: { readonly store: string }) {
  const runs = [...downloadRuns.useRuns()].filter(([, run]) => run.store === store);
  if (runs.length === 0) return null;
  return (
    <Box component="section" aria-label="Downloads" sx={STRIP}>
      {runs.map(([key, run]) => (
        <Box key={key} sx={ROW}>
          <strong>{run.title}</strong>
          {run.state === "running" ? <Progress run={run} /> : null}
          <Box component="output" className="tabular" sx={{ color: run.state === "failed" ? token.err : token.dim }}>
            {wordsOf(run)}
          </Box>
          <Box sx={{ ml: "auto" }}>
            {run.state === "running" ? (
              <Button onClick={() => dismissDownload(key)}>Cancel</Button>
            ) : (
              <IconButton aria-label={`Dismiss ${run.title}`} onClick={() => dismissDownload(key)}>
                <CloseIcon sx={{ fontSize: 16 }} />
              </IconButton>
            )}
          </Box>
        </Box>
      ))}
    </Box>
  );
}

function Progress({ run: { title, instances, instancesDone } }: { readonly run: DownloadRun }) {
  const known = instances === undefined || instances === 0 ? {} : { value: (100 * instancesDone) / instances };
  return (
    <LinearProgress
      variant={"value" in known ? "determinate" : "indeterminate"}
      {...known}
      aria-label={`Download of ${title}`}
      sx={{ width: 160 }}
    />
  );
}

function wordsOf(run: DownloadRun): string {
  if (run.state === "failed") return `Not saved: ${problemOf(run.error).message}`;
  const bytes = formatBytes(run.bytes);
  if (run.state === "done") {
    const time = formatDuration((run.endedAt ?? run.startedAt) - run.startedAt);
    return `${run.fileName} saved: ${formatPlural(run.instancesDone, "instance")}, ${bytes} in ${time}`;
  }
  if (run.instances === undefined) return "Listing instances…";
  return `${formatCount(run.instancesDone)} of ${formatPlural(run.instances, "instance")} · ${bytes}`;
}

const STRIP = {
  flexShrink: 0,
  bgcolor: token.panel,
  border: `1px solid ${token.line}`,
  borderRadius: "10px",
  boxShadow: token.shadow,
} as const;

const ROW = {
  display: "flex",
  flexWrap: "wrap",
  alignItems: "center",
  columnGap: 3,
  px: 3,
  py: 1,
  minHeight: 38,
  "& + &": { borderTop: `1px solid ${token.line}` },
} as const;
