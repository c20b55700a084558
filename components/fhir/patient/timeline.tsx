"use client";

import Box from "@mui/material/Box";
import ToggleButton from "@mui/material/ToggleButton";
import ToggleButtonGroup from "@mui/material/ToggleButtonGroup";
import { PageLink } from "#components/ui/page-link.tsx";
import { useMemo, useState } from "react";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { MASKED_TEXT, useIdentityMask } from "#components/ui/identity-mask.tsx";
import { formatCount } from "#components/ui/quantity.ts";
import { resourceHref } from "#components/ui/resource-href.ts";
import { token } from "#components/ui/tokens.ts";
import { useNow } from "#components/ui/use-now.ts";
import type { RecordEvent } from "#lib/fhir/patient-record.ts";
import { lanesOf, ticksOf, wholeWindow, type Lane, type Mark, type Window } from "#lib/fhir/timeline.ts";

export interface TimelineProps {
  readonly store: string;
  readonly events: readonly RecordEvent[];
}

const YEAR = 365.25 * 86_400_000;
/** Years before the last event; 0 for all. */
const SPANS = [
  [0, "All"],
  [10, "10 years"],
  [5, "5 years"],
  [1, "1 year"],
] as const;

/** A lane for every type: stretches (encounters, conditions) as bars, moments as dots, gathered where they would cover each other. */
export function Timeline({ store, events }: TimelineProps) {
  const now = useNow(3_600_000);
  const [years, setYears] = useState(0);
  const whole = useMemo(() => wholeWindow(events, now), [events, now]);
  const window = whole && years > 0 ? { from: Math.max(whole.from, whole.to - years * YEAR), to: whole.to } : whole;
  const lanes = useMemo(
    () => (window ? lanesOf(events, window, now) : []),
    // oxlint-disable-next-line react/exhaustive-deps -- a window is its two ends
    [events, window?.from, window?.to, now],
  );
  return (
    <Card
      title="Timeline"
      note={window ? `${dayOf(window.from)} – ${dayOf(window.to)}` : undefined}
      actions={
        <ToggleButtonGroup
          exclusive
          size="small"
          aria-label="Stretch of time"
          value={years}
          onChange={(_, next: number | null) => next !== null && setYears(next)}
        >
          {SPANS.map(([value, words]) => (
            <ToggleButton key={value} value={value} sx={{ py: "1px", px: 3 }}>
              {words}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      }
    >
      {window ? (
        <Box sx={{ px: 3, py: 2 }}>
          {lanes.map((lane) => (
            <LaneRow key={lane.type} lane={lane} store={store} />
          ))}
          <Ticks window={window} />
        </Box>
      ) : (
        <EmptyState title="Nothing with a time" isCompact />
      )}
    </Card>
  );
}

function LaneRow({ lane, store }: { readonly lane: Lane; readonly store: string }) {
  return (
    <Box role="group" aria-label={`${lane.type}: ${lane.count}`} sx={LANE}>
      <Box sx={LANE_NAME}>
        {lane.type} <span>{formatCount(lane.count)}</span>
      </Box>
      <Box sx={TRACK}>
        {lane.marks.map((mark) => (
          <MarkLink key={`${mark.event.type}/${mark.event.id}`} mark={mark} store={store} />
        ))}
      </Box>
    </Box>
  );
}

function MarkLink({ mark, store }: { readonly mark: Mark; readonly store: string }) {
  const { masked } = useIdentityMask();
  const { event, from, to, count } = mark;
  const what = masked && event.isIdentifying ? MASKED_TEXT : event.text;
  const words = `${event.when} ${what}${count > 1 ? ` and ${count - 1} more` : ""}`;
  return (
    <Box
      component={PageLink}
      href={resourceHref(`${store}/fhir/${event.type}/${event.id}`)}
      // The list below is the keyboard's way: thousands of stops would be none.
      tabIndex={-1}
      aria-label={words}
      title={words}
      data-many={count > 3 || undefined}
      sx={MARK}
      style={{ left: `${from * 100}%`, width: `max(7px, ${(to - from) * 100}%)` }}
    />
  );
}

function Ticks({ window }: { readonly window: Window }) {
  return (
    <Box sx={LANE} aria-hidden>
      <span />
      <Box sx={{ ...TRACK, borderTop: `1px solid ${token.line}`, borderBottom: 0 }}>
        {ticksOf(window).map(({ at, label }) => (
          <Box key={label} component="span" sx={TICK} style={{ left: `${at * 100}%` }}>
            {label}
          </Box>
        ))}
      </Box>
    </Box>
  );
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

const LANE = { display: "grid", gridTemplateColumns: "190px minmax(0, 1fr)", alignItems: "center" } as const;
const LANE_NAME = {
  fontSize: 12,
  overflow: "hidden",
  textOverflow: "ellipsis",
  whiteSpace: "nowrap",
  "& span": { color: token.dim },
} as const;
const TRACK = {
  position: "relative",
  height: 22,
  borderBottom: `1px solid ${token.line}`,
  overflow: "hidden",
} as const;
const MARK = {
  position: "absolute",
  top: 7,
  height: 8,
  borderRadius: "4px",
  bgcolor: token.accent,
  opacity: 0.7,
  "&[data-many]": { top: 4, height: 14 },
  "&:hover, &:focus-visible": { opacity: 1, outline: `2px solid ${token.ink}` },
} as const;
const TICK = {
  position: "absolute",
  top: 3,
  fontSize: 11,
  color: token.dim,
  borderLeft: `1px solid ${token.line}`,
  pl: 1,
  whiteSpace: "nowrap",
} as const;
