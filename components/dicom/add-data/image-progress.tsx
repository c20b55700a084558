"use client";

import Button from "@mui/material/Button";
import LinearProgress from "@mui/material/LinearProgress";
import { Card } from "#components/ui/card.tsx";
import { formatDuration } from "#components/ui/moment.ts";
import { formatBytes, formatCount, formatPlural } from "#components/ui/quantity.ts";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { GuardedButton } from "#components/ui/guarded-button.tsx";
import type { ImageVerdict, PlacedFile } from "#lib/queries/image-upload.ts";
import { pauseImages, stopImages, type ImageRun } from "./image-run.ts";
import { OUTCOME_WORDS, OUTCOMES } from "./outcome-words.ts";

export interface ImageProgressProps {
  readonly store: string;
  readonly run: ImageRun;
  /** Undefined while production is locked. */
  readonly onRetry: ((files: readonly PlacedFile[]) => void) | undefined;
  /** Asks before the files that differ take the place of what is stored. */
  readonly onReplace: (files: readonly ImageVerdict[]) => void;
}

/** How far an upload is, how fast, how long still; pause, stop, and once more for what was refused. */
export function ImageProgress({ store, run, onRetry, onReplace }: ImageProgressProps) {
  const isBusy = run.endedAt === undefined;
  const share = run.bytesTotal === 0 ? 100 : Math.min(100, (100 * run.bytesDone) / run.bytesTotal);
  const ended = isBusy ? [] : run.verdicts;
  const refused = ended.flatMap(({ source, outcome }) => (source && outcome === "refused" ? [source] : []));
  const different = ended.filter(({ source, outcome }) => source && outcome === "conflict");
  const [first = ""] = run.names;
  return (
    <Card
      title={run.names.length === 1 ? first : formatPlural(run.names.length, "file")}
      note={<output>{isBusy ? paceOf(run) : summaryOf(run)}</output>}
      actions={
        <>
          {isBusy ? (
            <>
              <Button disabled={run.state === "stopping"} onClick={() => pauseImages(store, run.state !== "paused")}>
                {run.state === "paused" ? "Go on" : "Pause"}
              </Button>
              <Button disabled={run.state === "stopping"} onClick={() => stopImages(store)}>
                {run.state === "stopping" ? "Stopping…" : "Stop"}
              </Button>
            </>
          ) : null}
          {refused.length > 0 && onRetry ? (
            <Button onClick={() => onRetry(refused)}>Send {formatPlural(refused.length, "refused file")} again</Button>
          ) : null}
          {different.length > 0 ? (
            <GuardedButton
              permission="healthcare.dicomStores.dicomWebDelete"
              resource={store}
              color="error"
              onAct={() => onReplace(different)}
            >
              Replace what differs…
            </GuardedButton>
          ) : null}
        </>
      }
    >
      {isBusy ? <LinearProgress variant="determinate" value={share} aria-label="Upload" /> : null}
      {run.state === "failed" ? <QueryProblem error={run.error} /> : null}
    </Card>
  );
}

/** What is in the store now, whatever way the upload ended: "214 stored, 2 already there, 1 refused in 12 s". */
function summaryOf(run: ImageRun): string {
  const time = formatDuration((run.endedAt ?? run.startedAt) - run.startedAt);
  const facts = OUTCOMES.filter((outcome) => outcome === "stored" || run.counts[outcome] > 0).map(
    (outcome) => `${formatCount(run.counts[outcome])} ${OUTCOME_WORDS[outcome]}`,
  );
  const unsent = run.filesFound - run.verdicts.length;
  const left = unsent > 0 ? `; ${formatPlural(unsent, "file")} left` : "";
  const ends: Readonly<Partial<Record<ImageRun["state"], string>>> = { stopped: "Stopped: ", failed: "Broken off: " };
  return `${ends[run.state] ?? ""}${facts.join(", ")} in ${time}${left}`;
}

function paceOf(run: ImageRun): string {
  const elapsed = Date.now() - run.startedAt;
  const perSecond = elapsed < 500 ? 0 : (1000 * run.bytesDone) / elapsed;
  const left = run.bytesDone === 0 ? 0 : (elapsed * (run.bytesTotal - run.bytesDone)) / run.bytesDone;
  return [
    ...(run.state === "paused" ? ["Paused"] : []),
    `${formatBytes(run.bytesDone)} of ${formatBytes(run.bytesTotal)}`,
    `${formatCount(run.verdicts.length)} of ${formatPlural(run.filesFound, "file")}`,
    ...(perSecond > 0 ? [`${formatBytes(perSecond)}/s`] : []),
    ...(left > 1500 && elapsed > 1500 && run.state === "running" ? [`about ${formatDuration(left)} left`] : []),
  ].join(" · ");
}
