"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import TextField from "@mui/material/TextField";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useUnlockHeaders } from "#components/ui/environment-lock.tsx";
import { formatMoment } from "#components/ui/moment.ts";
import { PageLink } from "#components/ui/page-link.tsx";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { resourceHref } from "#components/ui/resource-href.ts";
import { monoText } from "#components/ui/theme.ts";
import { token } from "#components/ui/tokens.ts";
import type { Decision, DeidDecision } from "#lib/contract/console/deid-review.ts";
import type { DeidRun } from "#lib/contract/console/deid-runs.ts";
import type { ReviewItem } from "#lib/deid/review-gate.ts";
import { decideItem, deidReviewQueries, removeFromOutput } from "#lib/queries/deid-review.ts";

export interface ReviewDecisionProps {
  readonly run: DeidRun;
  readonly item: ReviewItem;
  readonly decided: DeidDecision | undefined;
  /** Released: nothing is decided any more. */
  readonly isClosed: boolean;
  readonly onDecided: () => void;
}

const ACTS = [
  ["approve", "Approve", "It may stay"],
  ["quarantine", "Quarantine", "The output stays unreleased until this is decided"],
  ["reject", "Reject and delete", "Deletes it from the output"],
] as const;

/** One place: look at it in the output, say why, decide. */
export function ReviewDecision({ run, item, decided, isClosed, onDecided }: ReviewDecisionProps) {
  const [reason, setReason] = useState(decided?.reason ?? "");
  const decision = useDecision({ run, item, onDecided });
  const isReady = reason.trim().length >= 3 && item.resource !== "" && !isClosed && !decision.isPending;
  return (
    <Box sx={{ p: 3, display: "flex", flexDirection: "column", gap: 3, minWidth: 0 }}>
      <Box sx={{ overflowWrap: "anywhere" }}>
        <PageLink href={resourceHref(item.resource)} target="_blank" style={{ color: "inherit" }}>
          Open in the output
        </PageLink>
        <Box sx={{ ...monoText, color: token.dim }}>{item.path}</Box>
      </Box>
      {decided ? (
        <Box sx={{ color: token.dim }}>
          {decided.decision} by {decided.decidedBy}, {formatMoment(decided.decidedAt)}
        </Box>
      ) : null}
      <TextField
        label="Reason"
        multiline
        maxRows={4}
        value={reason}
        disabled={isClosed}
        onChange={(event) => setReason(event.target.value)}
        helperText="Kept sealed with the decision."
      />
      <Box sx={{ display: "flex", gap: 2, flexWrap: "wrap" }}>
        {ACTS.map(([value, label, title]) => (
          <Button
            key={value}
            title={title}
            color={value === "reject" ? "error" : "inherit"}
            disabled={!isReady}
            onClick={() => decision.mutate({ decision: value, reason: reason.trim() })}
          >
            {label}
          </Button>
        ))}
      </Box>
      {decision.isError ? <QueryProblem error={decision.error} /> : null}
    </Box>
  );
}

/** A rejected place leaves the output before the decision is kept: a decision is never ahead of the data. */
function useDecision({ run, item, onDecided }: Pick<ReviewDecisionProps, "run" | "item" | "onDecided">) {
  const queryClient = useQueryClient();
  const headers = useUnlockHeaders(run.destination);
  return useMutation({
    mutationFn: async ({ decision, reason }: { readonly decision: Decision; readonly reason: string }) => {
      if (decision === "reject") await removeFromOutput(item.resource, headers);
      return decideItem(run.id, item.id, decision, reason);
    },
    onSuccess: (review) => {
      queryClient.setQueryData(deidReviewQueries.ofRun(run.id).queryKey, review);
      onDecided();
    },
  });
}
