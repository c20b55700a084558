"use client";

import Box from "@mui/material/Box";
import { useEffect, useRef, type KeyboardEvent, type MouseEvent } from "react";
import { token } from "#components/ui/tokens.ts";
import type { Decision, DeidDecision } from "#lib/contract/console/deid-review.ts";
import type { ReviewItem } from "#lib/deid/review-gate.ts";

export interface ReviewListProps {
  readonly items: readonly ReviewItem[];
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

/** The queue, by risk. Arrows or J and K move, Space takes a place to others, A, Q and R decide. */
export function ReviewList(props: ReviewListProps) {
  const { items, decided, current, chosen, onCurrent, onChosen } = props;
  const list = useRef<HTMLDivElement>(null);
  const at = items.findIndex(({ id }) => id === current);
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: "nearest" });
  }, [at]);
  const press = (event: KeyboardEvent) => {
    if (act(event.key, event.ctrlKey || event.metaKey, at, props)) event.preventDefault();
  };
  const click = (event: MouseEvent, id: string) => {
    onCurrent(id);
    if (event.ctrlKey || event.metaKey) onChosen(toggled(chosen, id));
    else if (event.shiftKey) onChosen(new Set(between(items, at, id)));
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
      {items.map((item, index) => {
        const decision = decided.get(item.id)?.decision;
        return (
          <Box
            key={item.id}
            id={`review-${index}`}
            role="option"
            aria-selected={chosen.size === 0 ? item.id === current : chosen.has(item.id)}
            data-current={item.id === current}
            onClick={(event) => click(event, item.id)}
            sx={LINE}
          >
            <Box
              component="span"
              sx={{ color: item.certainty === "certain" ? token.err : token.warn, fontWeight: 600 }}
            >
              {item.certainty === "possible" ? `perhaps a ${item.kind}` : item.kind}
            </Box>
            <Box component="span" sx={{ overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" }}>
              {item.resource.split("/").slice(9).join("/")} {item.path}
            </Box>
            <Box component="span" sx={{ ml: "auto", color: token.dim, whiteSpace: "nowrap" }}>
              {decision ? WORDS[decision] : "open"}
            </Box>
          </Box>
        );
      })}
    </Box>
  );
}

/** False when the key means nothing here. */
function act(key: string, isCommand: boolean, at: number, props: ReviewListProps): boolean {
  const { items, decided, current, chosen, onCurrent, onChosen, onWanted } = props;
  const next = items[at + (STEPS[key] ?? 0)];
  const decision = DECISIONS[key.toLowerCase()];
  if (key in STEPS) {
    if (next) onCurrent(next.id);
  } else if (key === " ") onChosen(toggled(chosen, current));
  else if (key === "Escape") onChosen(new Set());
  else if (isCommand && key === "a") onChosen(new Set(items.flatMap(({ id }) => (decided.has(id) ? [] : [id]))));
  else if (!isCommand && decision) onWanted(decision);
  else return false;
  return true;
}

function toggled(chosen: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(chosen);
  if (!next.delete(id)) next.add(id);
  return next;
}

function between(items: readonly ReviewItem[], at: number, id: string): string[] {
  const to = items.findIndex((item) => item.id === id);
  return items.slice(Math.min(at, to), Math.max(at, to) + 1).map((item) => item.id);
}

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
