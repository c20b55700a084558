"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import TextField from "@mui/material/TextField";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { useUnlockHeaders } from "#components/ui/environment-lock.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import { formatMoment } from "#components/ui/moment.ts";
import { PageLink } from "#components/ui/page-link.tsx";
import { formatPlural } from "#components/ui/quantity.ts";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { resourceHref } from "#components/ui/resource-href.ts";
import { monoText } from "#components/ui/theme.ts";
import { token } from "#components/ui/tokens.ts";
import type { Decision, DeidDecision, RejectLevel } from "#lib/contract/console/deid-review.ts";
import type { DeidRun } from "#lib/contract/console/deid-runs.ts";
import { rejectedPlace } from "#lib/deid/rejected-place.ts";
import type { ReviewItem } from "#lib/deid/review-gate.ts";
import { decideItems, deidReviewQueries } from "#lib/queries/deid-review.ts";
import { RejectLevelChoice } from "./reject-level.tsx";

export interface ReviewDecisionProps {
  readonly run: DeidRun;
  /** What is decided about at once; never empty. */
  readonly items: readonly ReviewItem[];
  readonly decided: DeidDecision | undefined;
  /** What a key of the list asked for; the reason is then written here. */
  readonly wanted: Decision | undefined;
  readonly onWanted: (decision: Decision | undefined) => void;
  /** Released: nothing is decided any more. */
  readonly isClosed: boolean;
  readonly onDecided: () => void;
}

const ACTS = [
  ["approve", "Approve", "A", "It may stay as it is."],
  [
    "quarantine",
    "Quarantine",
    "Q",
    "The whole output stays unreleased until this is approved or rejected. Nothing is moved.",
  ],
  ["reject", "Reject", "R", "Deletes it from the output, former versions included."],
] as const;

/** The places that are chosen: look at them in the output, decide, say why. */
export function ReviewDecision(props: ReviewDecisionProps) {
  const { items, decided, wanted, onWanted, isClosed } = props;
  return (
    <Box sx={{ p: 3, display: "flex", flexDirection: "column", gap: 3, minWidth: 0 }}>
      {items.length === 1 ? null : <strong>One decision about {formatPlural(items.length, "place")}</strong>}
      <Box sx={PLACES}>
        {items.slice(0, MOST_LINKED).map((item) => (
          <Place key={item.id} item={item} isOne={items.length === 1} />
        ))}
        {items.length > MOST_LINKED ? <div>and {formatPlural(items.length - MOST_LINKED, "place")} more</div> : null}
      </Box>
      {decided ? (
        <Box sx={{ color: token.dim }}>
          {decided.decision} by {decided.decidedBy}, {formatMoment(decided.decidedAt)}: {decided.reason}
        </Box>
      ) : null}
      <Box role="group" aria-label="Decision" sx={{ display: "flex", gap: 2, flexWrap: "wrap" }}>
        {ACTS.map(([value, label, key]) => (
          <Button
            key={value}
            color={value === "reject" ? "error" : "inherit"}
            aria-pressed={wanted === value}
            variant={wanted === value ? "contained" : "outlined"}
            disabled={isClosed}
            onClick={() => onWanted(wanted === value ? undefined : value)}
          >
            {label}&nbsp;<Kbd>{key}</Kbd>
          </Button>
        ))}
      </Box>
      {wanted ? <Reason key={wanted} {...props} wanted={wanted} /> : null}
    </Box>
  );
}

/** Links that are drawn; who looks at more of one value looks for nothing new. */
const MOST_LINKED = 20;

function Place({ item: { resource, path }, isOne }: { readonly item: ReviewItem; readonly isOne: boolean }) {
  return (
    <Box sx={{ overflowWrap: "anywhere" }}>
      <PageLink href={pageOf(resource)} target="_blank" style={{ color: "inherit" }}>
        {isOne ? "Open in the output" : shortPlace(resource)}
      </PageLink>
      <Box sx={{ ...monoText, color: token.dim }}>{path}</Box>
    </Box>
  );
}

/** `Patient/0a1b2c3d…` */
function shortPlace(resource: string): string {
  const [type = "", id = ""] = resource.split("/").slice(-2);
  return `${type}/${id.slice(0, 12)}${id.length > 12 ? "…" : ""}`;
}

/** Instances are shown in their study. */
function pageOf(resource: string): string {
  return resourceHref(resource.replace(/(\/dicomWeb\/studies\/[\d.]+).*$/, "$1"));
}

function Reason({ wanted, ...props }: ReviewDecisionProps & { readonly wanted: Decision }) {
  const [reason, setReason] = useState("");
  const [level, setLevel] = useState<RejectLevel>("instance");
  const input = useRef<HTMLTextAreaElement>(null);
  useEffect(() => input.current?.focus(), []);
  const decision = useDecision(props);
  const places = new Set(props.items.map(({ resource }) => rejectedPlace(resource, level)?.name));
  const isPossible = wanted !== "reject" || !places.has(undefined);
  const isReady = reason.trim().length >= 3 && isPossible && !decision.isPending;
  const send = () => isReady && decision.mutate({ decision: wanted, reason: reason.trim(), level });
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "Escape") props.onWanted(undefined);
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    send();
  };
  return (
    <>
      <Box sx={{ color: wanted === "reject" ? token.err : token.dim }}>
        {ACTS.find(([value]) => value === wanted)?.[3]}
      </Box>
      {wanted === "reject" ? <RejectLevelChoice items={props.items} level={level} onLevel={setLevel} /> : null}
      {isPossible ? null : <Box sx={{ color: token.err }}>Not every chosen place names what would be deleted.</Box>}
      <TextField
        label="Reason"
        multiline
        maxRows={4}
        value={reason}
        inputRef={input}
        onChange={(event) => setReason(event.target.value)}
        onKeyDown={onKey}
        helperText="Kept sealed with the decision. Enter decides, Escape does not."
      />
      <Box>
        <Button
          variant="contained"
          color={wanted === "reject" ? "error" : "primary"}
          disabled={!isReady}
          onClick={send}
        >
          {ACTS.find(([value]) => value === wanted)?.[1]}{" "}
          {props.items.length === 1 ? "this place" : formatPlural(props.items.length, "place")}
        </Button>
      </Box>
      {decision.isError ? <QueryProblem error={decision.error} /> : null}
    </>
  );
}

interface Decided {
  readonly decision: Decision;
  readonly reason: string;
  readonly level: RejectLevel;
}

function useDecision({ run, items, onDecided }: Pick<ReviewDecisionProps, "run" | "items" | "onDecided">) {
  const queryClient = useQueryClient();
  const headers = useUnlockHeaders(run.destination);
  return useMutation({
    mutationFn: (decided: Decided) => decideItems(run.id, { ...decided, items: items.map(({ id }) => id) }, headers),
    onSuccess: (review) => {
      queryClient.setQueryData(deidReviewQueries.ofRun(run.id).queryKey, review);
      onDecided();
    },
    // What was decided before a part failed stays decided.
    onError: () => queryClient.invalidateQueries({ queryKey: [...deidReviewQueries.ofRun(run.id).queryKey] }),
  });
}

const PLACES = { display: "flex", flexDirection: "column", gap: 1, maxHeight: 160, overflow: "auto" } as const;
