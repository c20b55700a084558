"use client";

import Box from "@mui/material/Box";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Card } from "#components/ui/card.tsx";
import { GuardedButton } from "#components/ui/guarded-button.tsx";
import { LoadingLines } from "#components/ui/loading.tsx";
import { formatMoment } from "#components/ui/moment.ts";
import { formatPlural } from "#components/ui/quantity.ts";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { token } from "#components/ui/tokens.ts";
import type { DeidReview } from "#lib/contract/console/deid-review.ts";
import type { DeidRun } from "#lib/contract/console/deid-runs.ts";
import { deidPermission } from "#lib/deid/deid-request.ts";
import { reviewItems, type ReviewItem } from "#lib/deid/review-gate.ts";
import { deidReviewQueries, releaseRun } from "#lib/queries/deid-review.ts";
import type { DeidScope } from "./deid-scope.ts";
import { ReviewDecision } from "./review-decision.tsx";
import { ReviewList } from "./review-list.tsx";

export interface ReviewQueueProps {
  readonly run: DeidRun;
  readonly scope: DeidScope;
}

/** Places that the scan named, decided one by one, and the gate behind them. */
export function ReviewQueue({ run, scope }: ReviewQueueProps) {
  const review = useQuery(deidReviewQueries.ofRun(run.id));
  const items = reviewItems(run);
  return (
    <Card title="Review and release" note={formatPlural(items.length, "place")}>
      {review.isPending ? <LoadingLines what="the review" lines={2} /> : null}
      {review.isError ? <QueryProblem error={review.error} onRetry={() => void review.refetch()} /> : null}
      {review.data && items.length > 0 ? <Queue run={run} items={items} review={review.data} /> : null}
      {review.data ? <Gate run={run} scope={scope} review={review.data} /> : null}
    </Card>
  );
}

interface QueueProps {
  readonly run: DeidRun;
  readonly items: readonly ReviewItem[];
  readonly review: DeidReview;
}

function Queue({ run, items, review }: QueueProps) {
  const decided = new Map(review.decisions.map((decision) => [decision.item, decision]));
  const [chosenId, choose] = useState(() => items.find(({ id }) => !decided.has(id))?.id ?? items[0]?.id ?? "");
  const chosen = items.find(({ id }) => id === chosenId);
  const goOn = () => {
    const at = items.findIndex(({ id }) => id === chosenId);
    const next = [...items.slice(at + 1), ...items.slice(0, at)].find(({ id }) => !decided.has(id));
    if (next) choose(next.id);
  };
  return (
    <Box sx={COLUMNS}>
      <ReviewList items={items} decided={decided} chosen={chosenId} onChoose={choose} />
      {chosen ? (
        <ReviewDecision
          key={chosen.id}
          run={run}
          item={chosen}
          decided={decided.get(chosen.id)}
          isClosed={review.released !== null}
          onDecided={goOn}
        />
      ) : null}
    </Box>
  );
}

function Gate({ run, scope, review }: ReviewQueueProps & { readonly review: DeidReview }) {
  const queryClient = useQueryClient();
  const release = useMutation({
    mutationFn: () => releaseRun(run.id),
    onSuccess: (next) => queryClient.setQueryData(deidReviewQueries.ofRun(run.id).queryKey, next),
  });
  if (review.released)
    return (
      <Box sx={{ ...GATE, color: token.ok, fontWeight: 600 }}>
        ✓ Released for research by {review.released.by}, {formatMoment(review.released.at)}
      </Box>
    );
  return (
    <Box sx={GATE}>
      {review.blockers.map((blocker) => (
        <Box key={blocker} sx={{ color: token.warn }}>
          {blocker}
        </Box>
      ))}
      <Box>
        <GuardedButton
          permission={deidPermission(scope.kind)}
          resource={run.destination}
          variant="contained"
          color="primary"
          disabled={review.blockers.length > 0 || release.isPending}
          onAct={() => release.mutate()}
        >
          Release for research
        </GuardedButton>
      </Box>
      {release.isError ? <QueryProblem error={release.error} /> : null}
    </Box>
  );
}

const COLUMNS = {
  display: "grid",
  gridTemplateColumns: { xs: "minmax(0, 1fr)", md: "minmax(0, 3fr) minmax(0, 2fr)" },
} as const;
const GATE = { p: 3, display: "flex", flexDirection: "column", gap: 2, borderTop: `1px solid ${token.line}` } as const;
