"use client";

import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import LinearProgress from "@mui/material/LinearProgress";
import { Card } from "#components/ui/card.tsx";
import { formatDuration } from "#components/ui/moment.ts";
import { formatBytes, formatCount, formatPlural } from "#components/ui/quantity.ts";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { stopUpload, type UploadRun } from "./upload-run.ts";

export interface UploadProgressProps {
  readonly run: UploadRun;
}

/** How far an upload is, how fast, how long still; at its end what is stored. */
export function UploadProgress({ run }: UploadProgressProps) {
  const isBusy = run.state === "running" || run.state === "stopping";
  const share = run.bytesTotal === 0 ? 100 : Math.min(100, (100 * run.bytesRead) / run.bytesTotal);
  const [first] = run.files;
  const title = run.files.length === 1 && first ? first.name : formatPlural(run.files.length, "file");
  return (
    <Card
      title={title}
      note={<output>{isBusy ? paceOf(run) : summaryOf(run)}</output>}
      actions={
        isBusy ? (
          <Button disabled={run.state === "stopping"} onClick={() => stopUpload(run.key)}>
            {run.state === "stopping" ? "Stopping…" : "Stop"}
          </Button>
        ) : undefined
      }
    >
      {isBusy ? <LinearProgress variant="determinate" value={share} aria-label="Upload" /> : null}
      {run.state === "failed" ? <QueryProblem error={run.error} /> : null}
      <Notes run={run} />
    </Card>
  );
}

/** What is in the store now, whatever way the upload ended: "9,788 stored, 14 refused". */
function summaryOf(run: UploadRun): string {
  const { created, updated, done, refused } = run.counts;
  const time = formatDuration((run.endedAt ?? run.startedAt) - run.startedAt);
  const other = done > 0 ? `, ${formatCount(done)} other requests done` : "";
  const facts = `${formatCount(created + updated)} stored, ${formatCount(refused)} refused${other}`;
  const ends = { stopped: "Stopped: ", failed: "Broken off: ", done: "", running: "", stopping: "" } as const;
  return `${ends[run.state]}${facts} in ${time}`;
}

function paceOf(run: UploadRun): string {
  const elapsed = Date.now() - run.startedAt;
  const perSecond = elapsed < 500 ? 0 : (1000 * run.verdicts.length) / elapsed;
  const left = run.bytesRead === 0 ? 0 : (elapsed * (run.bytesTotal - run.bytesRead)) / run.bytesRead;
  return [
    `${formatBytes(run.bytesRead)} of ${formatBytes(run.bytesTotal)}`,
    formatPlural(run.verdicts.length, "verdict"),
    ...(perSecond > 0 ? [`${formatCount(Math.round(perSecond))} entries/s`] : []),
    ...(left > 1500 && elapsed > 1500 ? [`about ${formatDuration(left)} left`] : []),
  ].join(" · ");
}

const SHOWN_NOTES = 4;

function Notes({ run }: { readonly run: UploadRun }) {
  const rest = run.notes.length - SHOWN_NOTES;
  return (
    <Box sx={{ display: "flex", flexDirection: "column" }}>
      {run.notes.slice(0, SHOWN_NOTES).map((note) => (
        <Alert key={`${note.file} ${note.message}`} severity="info" sx={{ borderRadius: 0 }}>
          {run.files.length > 1 ? <strong>{note.file}: </strong> : null}
          {note.message}
        </Alert>
      ))}
      {rest > 0 ? <Box sx={{ px: 3, py: 1 }}>{formatPlural(rest, "more remark")} of the same kind.</Box> : null}
    </Box>
  );
}
