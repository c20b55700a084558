"use client";

import Box from "@mui/material/Box";
import { useEffect, useRef, type KeyboardEvent } from "react";
import { token } from "#components/ui/tokens.ts";
import type { DeidDecision } from "#lib/contract/console/deid-review.ts";
import type { ReviewItem } from "#lib/deid/review-gate.ts";

export interface ReviewListProps {
  readonly items: readonly ReviewItem[];
  readonly decided: ReadonlyMap<string, DeidDecision>;
  readonly chosen: string;
  readonly onChoose: (id: string) => void;
}

const WORDS = { approve: "✓ approved", quarantine: "△ in quarantine", reject: "✕ rejected" } as const;
const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };

/** The queue, by risk; arrows or J and K move in it. */
export function ReviewList({ items, decided, chosen, onChoose }: ReviewListProps) {
  const list = useRef<HTMLDivElement>(null);
  const at = items.findIndex(({ id }) => id === chosen);
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: "nearest" });
  }, [at]);
  const move = (event: KeyboardEvent) => {
    const next = items[at + (STEPS[event.key] ?? 0)];
    if (!(event.key in STEPS) || !next) return;
    event.preventDefault();
    onChoose(next.id);
  };
  return (
    <Box
      ref={list}
      role="listbox"
      tabIndex={0}
      aria-label="Places to decide"
      aria-activedescendant={at < 0 ? undefined : `review-${at}`}
      onKeyDown={move}
      sx={LIST}
    >
      {items.map((item, index) => {
        const decision = decided.get(item.id)?.decision;
        return (
          <Box
            key={item.id}
            id={`review-${index}`}
            role="option"
            aria-selected={item.id === chosen}
            onClick={() => onChoose(item.id)}
            sx={LINE}
          >
            <Box
              component="span"
              sx={{ color: item.certainty === "certain" ? token.err : token.warn, fontWeight: 600 }}
            >
              {item.certainty === "certain" ? item.kind : `perhaps a ${item.kind}`}
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

const LIST = { maxHeight: 320, overflow: "auto", borderRight: `1px solid ${token.line}` } as const;
const LINE = {
  display: "flex",
  gap: 3,
  px: 3,
  py: "5px",
  cursor: "pointer",
  "&:hover": { bgcolor: token.hover },
  '&[aria-selected="true"]': { bgcolor: token.sel },
} as const;
