"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { useState } from "react";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { MASKED_TEXT, useIdentityMask } from "#components/ui/identity-mask.tsx";
import { formatCount } from "#components/ui/quantity.ts";
import { MONO, token } from "#components/ui/tokens.ts";
import { shorten } from "#lib/fhir/annotate-changes.ts";
import { fhirPathOf } from "#lib/fhir/json-path.ts";
import type { Change, ChangePlace } from "#lib/fhir/semantic-diff.ts";
import type { ComparedSide, Comparison } from "./use-comparison.ts";

export interface ChangeListProps {
  readonly type: string;
  readonly comparison: Comparison;
  readonly changes: readonly Change[];
}

const STEP = 200;

/** The semantic diff in one column: each change with its path, what was there and what is there now. */
export function ChangeList({ type, comparison, changes }: ChangeListProps) {
  const [limit, setLimit] = useState(STEP);
  if (changes.length === 0) {
    return <EmptyState title="No difference">Both versions say the same.</EmptyState>;
  }
  return (
    <Box sx={{ flex: 1, minHeight: 0, overflow: "auto" }} tabIndex={0} role="region" aria-label="Changes">
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: "none" }}>
        {changes.slice(0, limit).map((change, at) => (
          // Changes have no identity but their order.
          <Box component="li" key={at} sx={ITEM}>
            <Box component="span" sx={{ ...TAG, ...LOOKS[change.kind] }}>
              {WORDS[change.kind]}
            </Box>
            <Box sx={{ minWidth: 0 }}>
              <Box sx={{ fontFamily: MONO, fontSize: 12, overflowWrap: "anywhere" }}>{placeOf(type, change)}</Box>
              {change.before && change.kind !== "moved" ? (
                <Value label="was" place={change.before} side={comparison.before} />
              ) : null}
              {change.after && change.kind !== "moved" ? (
                <Value label={change.kind === "added" ? "" : "is"} place={change.after} side={comparison.after} />
              ) : null}
            </Box>
          </Box>
        ))}
      </Box>
      {changes.length > limit ? (
        <Button onClick={() => setLimit(limit + STEP * 5)} sx={{ m: 3 }}>
          {formatCount(changes.length - limit)} more
        </Button>
      ) : null}
    </Box>
  );
}

function placeOf(type: string, { kind, before, after }: Change): string {
  const now = fhirPathOf(type, (after ?? before).path);
  return kind === "moved" ? `${fhirPathOf(type, before.path)} → ${now}` : now;
}

interface ValueProps {
  readonly label: string;
  readonly place: ChangePlace;
  readonly side: ComparedSide;
}

function Value({ label, place, side }: ValueProps) {
  const { masked } = useIdentityMask();
  const node = side.document.nodeAt(place.path);
  const isCovered = masked && (node === undefined || side.index.holdsIdentifying(node));
  return (
    <Box sx={{ fontFamily: MONO, fontSize: 12, color: token.ink, overflowWrap: "anywhere", display: "flex", gap: 2 }}>
      {label === "" ? null : (
        <Box component="span" sx={{ color: token.dim, flex: "none", width: 28 }}>
          {label}
        </Box>
      )}
      <Box component={label === "was" ? "del" : "ins"} sx={label === "was" ? WAS : IS}>
        {isCovered ? MASKED_TEXT : shorten(place.value)}
      </Box>
    </Box>
  );
}

const WORDS: Readonly<Record<Change["kind"], string>> = {
  added: "Added",
  removed: "Removed",
  changed: "Changed",
  moved: "Moved",
};

const LOOKS: Readonly<Record<Change["kind"], { color: string; bgcolor: string }>> = {
  added: { color: token.ok, bgcolor: token.okSoft },
  removed: { color: token.err, bgcolor: token.errSoft },
  changed: { color: token.warn, bgcolor: token.warnSoft },
  moved: { color: token.changeInk, bgcolor: token.change },
};

const ITEM = {
  display: "grid",
  gridTemplateColumns: "76px minmax(0, 1fr)",
  gap: 2,
  px: 3,
  py: 2,
  borderBottom: `1px solid ${token.line}`,
} as const;

const TAG = {
  fontSize: 11,
  lineHeight: "18px",
  height: 18,
  fontWeight: 600,
  borderRadius: "4px",
  px: "6px",
  justifySelf: "start",
} as const;

const WAS = {
  bgcolor: token.errSoft,
  color: token.ink,
  textDecoration: "none",
  borderRadius: "3px",
  px: "3px",
} as const;
const IS = { bgcolor: token.okSoft, color: token.ink, textDecoration: "none", borderRadius: "3px", px: "3px" } as const;
