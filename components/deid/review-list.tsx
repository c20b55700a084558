"use client";

import Box from "@mui/material/Box";
import { useEffect, useRef, type KeyboardEvent, type MouseEvent } from "react";
import { token } from "#components/ui/tokens.ts";
import type { Decision, DeidDecision } from "#lib/contract/console/deid-review.ts";
import { formatPlural } from "#components/ui/quantity.ts";
import type { ReviewGroup } from "#lib/deid/review-gate.ts";

export interface ReviewListProps {
  readonly groups: readonly ReviewGroup[];
  readonly decided: ReadonlyMap<string, DeidDecision>;
  /** Where the cursor stands. */
  readonly current: string;
  /** What is decided about at once. */
  readonly chosen: ReadonlySet<string>;
  readonly onCurrent: (id: string) => void;
  readonly onChosen: (chosen: ReadonlySet<string>) => void;
  readonly onWanted: (decision: Decision) => void;
}

const WORDS = { approve: "✓ approved", quarantine: "△ in quarantine", reject: "✕ rejected" } as const;
const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };
const DECISIONS: Readonly<Record<string, Decision>> = { a: "approve", q: "quarantine", r: "reject" };

/** The queue, by risk, one line a value. Arrows or J and K move, Space chooses several, A, Q and R decide. */
export function ReviewList(props: ReviewListProps) {
  const { groups, decided, current, chosen, onCurrent, onChosen } = props;
  const list = useRef<HTMLDivElement>(null);
  const at = groups.findIndex(({ id }) => id === current);
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: "nearest" });
  }, [at]);
  const press = (event: KeyboardEvent) => {
    if (act(event.key, event.ctrlKey || event.metaKey, at, props)) event.preventDefault();
  };
  const click = (event: MouseEvent, id: string) => {
    onCurrent(id);
    if (event.ctrlKey || event.metaKey) onChosen(toggled(chosen, id));
    else if (event.shiftKey) onChosen(new Set(between(groups, at, id)));
    else onChosen(new Set());
  };
  return (
    <Box
      ref={list}
      role="listbox"
      tabIndex={0}
      aria-label="Places to decide"
      aria-multiselectable
      aria-activedescendant={at < 0 ? undefined : `review-${at}`}
      onKeyDown={press}
      sx={LIST}
    >
      {groups.map((group, index) => (
        <Box
          key={group.id}
          id={`review-${index}`}
          role="option"
          aria-selected={chosen.size === 0 ? group.id === current : chosen.has(group.id)}
          data-current={group.id === current}
          onClick={(event) => click(event, group.id)}
          sx={LINE}
        >
          <Line group={group} decided={decided} />
        </Box>
      ))}
    </Box>
  );
}

function Line({ group: { items }, decided }: { readonly group: ReviewGroup } & Pick<ReviewListProps, "decided">) {
  const [{ certainty, kind, resource, path }] = items;
  return (
    <>
      <Box component="span" sx={{ ...KIND, color: certainty === "certain" ? token.err : token.warn }}>
        {certainty === "possible" ? `perhaps a ${kind}` : kind}
      </Box>
      <Box component="span" sx={PLACE}>
        {items.length === 1 ? `${resource.split("/").slice(9).join("/")} ${path}` : formatPlural(items.length, "place")}
      </Box>
      <Box component="span" sx={{ ml: "auto", color: token.dim, whiteSpace: "nowrap" }}>
        {stateOf(items.map(({ id }) => decided.get(id)?.decision))}
      </Box>
    </>
  );
}

/** What was decided of all places alike, or how many are left. */
function stateOf(decisions: readonly (Decision | undefined)[]): string {
  const [first] = decisions;
  if (decisions.every((each) => each === first)) return first ? WORDS[first] : "open";
  const open = decisions.filter((each) => each === undefined).length;
  return open > 0 ? `${open} of ${decisions.length} open` : "decided one by one";
}

/** False when the key means nothing here. */
function act(key: string, isCommand: boolean, at: number, props: ReviewListProps): boolean {
  const { groups, decided, current, chosen, onCurrent, onChosen, onWanted } = props;
  const next = groups[at + (STEPS[key] ?? 0)];
  const decision = DECISIONS[key.toLowerCase()];
  if (key in STEPS) {
    if (next) onCurrent(next.id);
  } else if (key === " ") onChosen(toggled(chosen, current));
  else if (key === "Escape") onChosen(new Set());
  else if (isCommand && key === "a")
    onChosen(new Set(groups.filter(({ items }) => items.some(({ id }) => !decided.has(id))).map(({ id }) => id)));
  else if (!isCommand && decision) onWanted(decision);
  else return false;
  return true;
}

function toggled(chosen: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(chosen);
  if (!next.delete(id)) next.add(id);
  return next;
}

function between(groups: readonly ReviewGroup[], at: number, id: string): string[] {
  const to = groups.findIndex((group) => group.id === id);
  return groups.slice(Math.min(at, to), Math.max(at, to) + 1).map((group) => group.id);
}

const KIND = { flex: "none", maxWidth: "70%", fontWeight: 600 } as const;
const PLACE = {
  flex: "1 1 0",
  minWidth: 0,
  overflow: "hidden",
  textOverflow: "ellipsis",
  whiteSpace: "nowrap",
} as const;
const LIST = { maxHeight: 320, overflow: "auto", borderRight: `1px solid ${token.line}` } as const;
const LINE = {
  display: "flex",
  gap: 3,
  px: 3,
  py: "5px",
  cursor: "pointer",
  "&:hover": { bgcolor: token.hover },
  '&[aria-selected="true"]': { bgcolor: token.sel },
  '&[data-current="true"]': { boxShadow: `inset 3px 0 0 ${token.accent}` },
} as const;
