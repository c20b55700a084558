"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Card } from "#components/ui/card.tsx";
import { GuardedButton } from "#components/ui/guarded-button.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import { LoadingLines } from "#components/ui/loading.tsx";
import { formatMoment } from "#components/ui/moment.ts";
import { formatPlural } from "#components/ui/quantity.ts";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { token } from "#components/ui/tokens.ts";
import type { Decision, DeidReview } from "#lib/contract/console/deid-review.ts";
import type { DeidRun } from "#lib/contract/console/deid-runs.ts";
import { deidPermission } from "#lib/deid/deid-request.ts";
import { reviewGroups, reviewItems, type ReviewGroup } from "#lib/deid/review-gate.ts";
import { deidReviewQueries, releaseRun } from "#lib/queries/deid-review.ts";
import type { DeidScope } from "./deid-scope.ts";
import { ReviewDecision } from "./review-decision.tsx";
import { ReviewList } from "./review-list.tsx";

export interface ReviewQueueProps {
  readonly run: DeidRun;
  readonly scope: DeidScope;
}

/** What the scan named, decided value by value, and the gate behind it. */
export function ReviewQueue({ run, scope }: ReviewQueueProps) {
  const review = useQuery(deidReviewQueries.ofRun(run.id));
  const items = reviewItems(run);
  const groups = reviewGroups(items);
  const note = `${formatPlural(groups.length, "decision")} about ${formatPlural(items.length, "place")}`;
  return (
    <Card title="Review and release" note={note}>
      {review.isPending ? <LoadingLines what="the review" lines={2} /> : null}
      {review.isError ? <QueryProblem error={review.error} onRetry={() => void review.refetch()} /> : null}
      {review.data && groups.length > 0 ? <Queue run={run} groups={groups} review={review.data} /> : null}
      {review.data ? <Gate run={run} scope={scope} review={review.data} /> : null}
    </Card>
  );
}

/** Where the keys decide. */
function focusList(): void {
  document.querySelector<HTMLElement>('[aria-label="Places to decide"]')?.focus();
}

interface QueueProps {
  readonly run: DeidRun;
  readonly groups: readonly ReviewGroup[];
  readonly review: DeidReview;
}

function Queue({ run, groups, review }: QueueProps) {
  const decided = new Map(review.decisions.map((decision) => [decision.item, decision]));
  const isOpen = ({ items }: ReviewGroup) => items.some(({ id }) => !decided.has(id));
  const [currentId, setCurrent] = useState(() => groups.find(isOpen)?.id ?? groups[0]?.id ?? "");
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [wanted, setWanted] = useState<Decision | undefined>();
  const shown = groups.filter(({ id }) => (chosen.size === 0 ? id === currentId : chosen.has(id)));
  const items = shown.flatMap((group) => group.items);
  const move = (id: string) => {
    setCurrent(id);
    setWanted(undefined);
  };
  const goOn = () => {
    const done = new Set(shown.map(({ id }) => id));
    const at = groups.findIndex(({ id }) => id === currentId);
    const next = [...groups.slice(at + 1), ...groups.slice(0, at)].find(
      (group) => isOpen(group) && !done.has(group.id),
    );
    if (next) setCurrent(next.id);
    setChosen(new Set());
    setWanted(undefined);
    focusList();
  };
  const openIds = groups.filter(isOpen).map(({ id }) => id);
  const chooseOpen = () => {
    setChosen(new Set(openIds));
    focusList();
  };
  return (
    <>
      <Box sx={{ px: 3, py: 2, display: "flex", gap: 3, alignItems: "center", flexWrap: "wrap", color: token.dim }}>
        <span>
          <Kbd>J</Kbd> <Kbd>K</Kbd> move, <Kbd>Space</Kbd> chooses several, <Kbd>A</Kbd> <Kbd>Q</Kbd> <Kbd>R</Kbd>{" "}
          decide
        </span>
        <Button disabled={openIds.length === 0} onClick={chooseOpen}>
          Choose all that are open
        </Button>
        {chosen.size > 0 ? <Button onClick={() => setChosen(new Set())}>Choose none</Button> : null}
      </Box>
      <Box sx={COLUMNS}>
        <ReviewList
          groups={groups}
          decided={decided}
          current={currentId}
          chosen={chosen}
          onCurrent={move}
          onChosen={setChosen}
          onWanted={setWanted}
        />
        {items.length > 0 ? (
          <ReviewDecision
            run={run}
            items={items}
            decided={shown.length === 1 ? decided.get(items[0]?.id ?? "") : undefined}
            wanted={review.released === null ? wanted : undefined}
            onWanted={setWanted}
            isClosed={review.released !== null}
            onDecided={goOn}
          />
        ) : null}
      </Box>
    </>
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
