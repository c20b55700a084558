"use client";

import Alert from "@mui/material/Alert";
import Button from "@mui/material/Button";
import LinearProgress from "@mui/material/LinearProgress";
import { Card } from "#components/ui/card.tsx";
import { formatDuration } from "#components/ui/moment.ts";
import { formatBytes, formatCount, formatPlural } from "#components/ui/quantity.ts";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { joinMessages } from "#lib/hl7v2/join-messages.ts";
import { pauseFeed, stopFeed, type FeedRun } from "./feed-run.ts";

export interface FeedProgressProps {
  readonly store: string;
  readonly run: FeedRun;
  /** Sends files anew: the refused messages of this run as one. */
  readonly onRetry: (files: readonly File[]) => void;
}

/** How far an upload is, how fast, how long still; pause, stop, and once more for what was refused. */
export function FeedProgress({ store, run, onRetry }: FeedProgressProps) {
  const isBusy = run.endedAt === undefined;
  const share = run.bytesTotal === 0 ? 100 : Math.min(100, (100 * run.bytesRead) / run.bytesTotal);
  const [first] = run.files;
  const sources = isBusy ? [] : run.verdicts.flatMap(({ source }) => source ?? []);
  return (
    <Card
      title={run.files.length === 1 && first ? first.name : formatPlural(run.files.length, "file")}
      note={<output>{isBusy ? paceOf(run) : summaryOf(run)}</output>}
      actions={
        <>
          {isBusy ? (
            <>
              <Button disabled={run.state === "stopping"} onClick={() => pauseFeed(store, run.state !== "paused")}>
                {run.state === "paused" ? "Go on" : "Pause"}
              </Button>
              <Button disabled={run.state === "stopping"} onClick={() => stopFeed(store)}>
                {run.state === "stopping" ? "Stopping…" : "Stop"}
              </Button>
            </>
          ) : null}
          {sources.length > 0 ? (
            <Button onClick={() => onRetry([new File([joinMessages(sources)], "refused-messages.hl7")])}>
              Send {formatPlural(sources.length, "refused message")} again
            </Button>
          ) : null}
        </>
      }
    >
      {isBusy ? <LinearProgress variant="determinate" value={share} aria-label="Upload" /> : null}
      {run.state === "failed" ? <QueryProblem error={run.error} /> : null}
      {run.notes.slice(0, SHOWN_NOTES).map((note) => (
        <Alert key={note} severity="info" sx={{ borderRadius: 0 }}>
          {note}
        </Alert>
      ))}
    </Card>
  );
}

const SHOWN_NOTES = 4;

/** What is in the store now, whatever way the upload ended. */
function summaryOf(run: FeedRun): string {
  const { stored, known, refused } = run.counts;
  const time = formatDuration((run.endedAt ?? run.startedAt) - run.startedAt);
  const before = known > 0 ? `, ${formatCount(known)} already there` : "";
  const ends: Readonly<Partial<Record<FeedRun["state"], string>>> = { stopped: "Stopped: ", failed: "Broken off: " };
  return `${ends[run.state] ?? ""}${formatCount(stored)} stored${before}, ${formatCount(refused)} refused in ${time}`;
}

function paceOf(run: FeedRun): string {
  const elapsed = Date.now() - run.startedAt;
  const perSecond = elapsed < 500 ? 0 : (1000 * run.verdicts.length) / elapsed;
  const left = run.bytesRead === 0 ? 0 : (elapsed * (run.bytesTotal - run.bytesRead)) / run.bytesRead;
  return [
    ...(run.state === "paused" ? ["Paused"] : []),
    `${formatBytes(run.bytesRead)} of ${formatBytes(run.bytesTotal)}`,
    formatPlural(run.verdicts.length, "verdict"),
    ...(perSecond > 0 ? [`${formatCount(Math.round(perSecond))} messages/s`] : []),
    ...(left > 1500 && elapsed > 1500 && run.state !== "paused" ? [`about ${formatDuration(left)} left`] : []),
  ].join(" · ");
}
