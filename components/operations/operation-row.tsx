"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import LinearProgress from "@mui/material/LinearProgress";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { useUnlockHeaders } from "#components/ui/environment-lock.tsx";
import { GuardedButton } from "#components/ui/guarded-button.tsx";
import { formatAgo, formatDuration, formatMoment } from "#components/ui/moment.ts";
import { formatCount } from "#components/ui/quantity.ts";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { token } from "#components/ui/tokens.ts";
import { useNow } from "#components/ui/use-now.ts";
import { cancelOperation, operationQueries, type Operation } from "#lib/queries/operations.ts";
import { OperationErrors } from "./operation-errors.tsx";
import {
  observed,
  operationCounts,
  operationState,
  operationTitle,
  paceOf,
  partUnderWay,
  timeLeft,
  type Observation,
  type OperationState,
} from "./operation-words.ts";

const INKS: Readonly<Record<OperationState["state"], string>> = {
  running: token.accent,
  succeeded: token.ok,
  partial: token.warn,
  failed: token.err,
  cancelled: token.dim,
};

export interface OperationRowProps {
  readonly operation: Operation;
  readonly dataset: string;
  /** How many items of each kind there are, one kind after the other; undefined where nobody knows. */
  readonly amounts?: readonly number[] | undefined;
}

/** One operation: what, how far, how it ended, and what failed in it. */
export function OperationRow({ operation, dataset, amounts }: OperationRowProps) {
  const [isOpen, setOpen] = useState(false);
  const state = operationState(operation);
  const { failure } = operationCounts(operation);
  const id = operation.name.split("/").at(-1) ?? "";
  return (
    <Box sx={ROW}>
      <Box sx={{ display: "flex", alignItems: "center", gap: 3, flexWrap: "wrap" }}>
        <Box sx={{ fontWeight: 600 }}>{operationTitle(operation)}</Box>
        <Box sx={{ color: INKS[state.state], fontWeight: 500 }}>{stateText(state)}</Box>
        <OperationTimes operation={operation} amounts={amounts} />
        <Box sx={{ ml: "auto", display: "flex", gap: 2, alignItems: "center", color: token.dim, fontSize: 12 }}>
          {id}
          <CopyButton text={operation.name} what="operation name" />
          {failure > 0 ? (
            <Button onClick={() => setOpen(!isOpen)} aria-expanded={isOpen}>
              {isOpen ? "Hide what failed" : "What failed?"}
            </Button>
          ) : null}
          {state.state === "running" ? <CancelButton operation={operation} dataset={dataset} /> : null}
        </Box>
      </Box>
      {state.state === "running" ? <Progress operation={operation} state={state} /> : null}
      {operation.error?.message ? (
        <Box sx={{ color: token.dim, mt: 1, overflowWrap: "anywhere" }}>{operation.error.message}</Box>
      ) : null}
      {isOpen ? <OperationErrors operation={operation} /> : null}
    </Box>
  );
}

function stateText(state: OperationState): string {
  if (state.state !== "running") return state.summary;
  const count =
    state.total === undefined ? formatCount(state.done) : `${formatCount(state.done)} of ${formatCount(state.total)}`;
  return `${state.isStopping ? "Stopping" : "Running"}, ${count}`;
}

function OperationTimes({ operation, amounts }: Pick<OperationRowProps, "operation" | "amounts">) {
  const now = useNow(operation.done ? 60_000 : 1_000);
  const seen = useObservations(operation);
  const { createTime, endTime } = operation.metadata ?? {};
  if (createTime === undefined) return null;
  const took = endTime === undefined ? undefined : Date.parse(endTime) - Date.parse(createTime);
  const part = partUnderWay(operation, amounts);
  const pace = paceOf(operation, seen, now, part);
  const left = timeLeft(operation, pace, part);
  return (
    <Box
      component="time"
      dateTime={createTime}
      title={formatMoment(createTime)}
      sx={{ color: token.dim, fontSize: 12 }}
    >
      started {formatAgo(createTime, now)}
      {took === undefined ? "" : ` · took ${formatDuration(took)}`}
      {pace === undefined ? "" : ` · ${formatPace(pace)}`}
      {left === undefined ? "" : ` · about ${formatDuration(left)} left`}
    </Box>
  );
}

/** What this page has seen of an operation's counts. */
function useObservations(operation: Operation): readonly Observation[] {
  const [seen, setSeen] = useState<readonly Observation[]>([]);
  const { success, failure } = operationCounts(operation);
  const done = success + failure;
  useEffect(() => {
    const timer = setTimeout(() => setSeen((before) => observed(before, { at: Date.now(), done })), 0);
    return () => clearTimeout(timer);
  }, [done]);
  return seen;
}

const PACE = new Intl.NumberFormat("en", { maximumSignificantDigits: 2 });

function formatPace(pace: number): string {
  return pace >= 0.5 ? `${PACE.format(pace)} a second` : `${PACE.format(pace * 60)} a minute`;
}

interface ProgressProps extends Pick<OperationRowProps, "operation"> {
  readonly state: Extract<OperationState, { state: "running" }>;
}

function Progress({ operation, state }: ProgressProps) {
  const share = state.total === undefined ? undefined : (state.done / state.total) * 100;
  return (
    <LinearProgress
      aria-label={`Progress of ${operationTitle(operation)}`}
      variant={share === undefined ? "indeterminate" : "determinate"}
      {...(share === undefined ? {} : { value: share })}
      sx={{ mt: 2, borderRadius: 2 }}
    />
  );
}

function CancelButton({ operation, dataset }: OperationRowProps) {
  const queryClient = useQueryClient();
  const headers = useUnlockHeaders(dataset);
  const cancellation = useMutation({
    mutationFn: () => cancelOperation(operation.name, headers),
    onSettled: () => queryClient.invalidateQueries({ queryKey: [...operationQueries.recent(dataset).queryKey] }),
  });
  return (
    <>
      <GuardedButton
        permission="healthcare.operations.cancel"
        resource={dataset}
        disabled={cancellation.isPending || operation.metadata?.cancelRequested === true}
        onAct={() => cancellation.mutate()}
      >
        Cancel
      </GuardedButton>
      {cancellation.isError ? <QueryProblem error={cancellation.error} /> : null}
    </>
  );
}

const ROW = { px: 3, py: "10px", "& + &": { borderTop: `1px solid ${token.line}` } } as const;
