"use client";

import Box from "@mui/material/Box";
import { BarChart } from "@mui/x-charts/BarChart";
import { useRef, useState, type KeyboardEvent, type PointerEvent } from "react";
import { formatCount } from "#components/ui/quantity.ts";
import { token } from "#components/ui/tokens.ts";
import type { FeedBucket, FeedBuckets } from "#lib/hl7v2/feed-buckets.ts";

const HEIGHT = 136;
/** Room for the axes, CSS pixels; a drag is mapped to bars by it. */
const MARGIN = { left: 44, right: 12, top: 8, bottom: 26 } as const;
const COLORS = [token.accent, token.hl7v2, token.consent, token.num, token.ok, token.dicom, token.control];
const DAY = 86_400_000;
const SHOWN_LABELS = 8;

export interface FeedChartProps {
  readonly feed: FeedBuckets;
  readonly timeZone: string;
  readonly onRange: (from: number, until: number) => void;
}

/** Bars one bucket each, stacked by message type. Pointer: click or drag. Keyboard: arrows light a bar, with Shift several, Enter filters. */
export function FeedChart({ feed, timeZone, onRange }: FeedChartProps) {
  const frame = useRef<HTMLDivElement>(null);
  /** First and last bar of the range that is lit. */
  const [range, setRange] = useState<readonly [anchor: number, end: number] | undefined>();
  const [isDragging, setDragging] = useState(false);
  const { buckets } = feed;
  const label = labeller(feed.step, timeZone);
  const labelEvery = Math.max(1, Math.ceil(buckets.length / SHOWN_LABELS));

  const barAt = (event: PointerEvent): number => {
    const box = frame.current?.getBoundingClientRect();
    const width = (box?.width ?? 1) - MARGIN.left - MARGIN.right;
    const at = Math.floor(((event.clientX - (box?.left ?? 0) - MARGIN.left) / width) * buckets.length);
    return Math.min(Math.max(at, 0), buckets.length - 1);
  };
  const apply = ([anchor, end]: readonly [number, number]) => {
    const from = buckets[Math.min(anchor, end)];
    const until = buckets[Math.max(anchor, end)];
    setRange(undefined);
    if (from && until) onRange(from.from, until.until);
  };
  const handleKey = (event: KeyboardEvent) => {
    const [anchor, end] = range ?? [buckets.length, buckets.length];
    if (event.key === "Enter" && range) apply(range);
    else if (event.key === "Escape" && range) setRange(undefined);
    else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      const step = event.key === "ArrowLeft" ? -1 : 1;
      const next = Math.min(Math.max(end + step, 0), buckets.length - 1);
      setRange([event.shiftKey && range ? anchor : next, next]);
    } else return;
    event.preventDefault();
  };
  return (
    <Box sx={{ position: "relative" }}>
      <Box
        ref={frame}
        role="slider"
        aria-label="Feed over time: arrows choose a bar, Shift several, Enter filters by it"
        aria-valuemin={1}
        aria-valuemax={buckets.length}
        aria-valuenow={range ? range[1] + 1 : buckets.length}
        aria-valuetext={wordsOf(buckets, range, label)}
        tabIndex={0}
        sx={FRAME}
        onKeyDown={handleKey}
        onBlur={() => setRange(undefined)}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          setDragging(true);
          setRange([barAt(event), barAt(event)]);
        }}
        onPointerMove={(event) => isDragging && range && setRange([range[0], barAt(event)])}
        onPointerUp={() => {
          setDragging(false);
          if (isDragging && range) apply(range);
        }}
        onPointerCancel={() => {
          setDragging(false);
          setRange(undefined);
        }}
      >
        <BarChart
          height={HEIGHT}
          margin={{ ...MARGIN, left: 0, bottom: 0 }}
          skipAnimation
          hideLegend
          xAxis={[
            {
              data: buckets.map(({ from }) => label(from)),
              scaleType: "band",
              height: MARGIN.bottom,
              tickInterval: (_: unknown, index: number) => index % labelEvery === 0,
              // Asked for the ticks that are left: each of those has its label.
              tickLabelInterval: () => true,
              tickSize: 4,
              categoryGapRatio: 0.12,
            },
          ]}
          yAxis={[{ width: MARGIN.left, tickNumber: 3, valueFormatter: (value: number) => formatCount(value) }]}
          series={feed.types.map((type, index) => ({
            label: type,
            stack: "all",
            color: COLORS[index % COLORS.length] ?? token.accent,
            data: buckets.map(({ counts }) => counts[type] ?? 0),
            valueFormatter: (value) => (value ? formatCount(value) : null),
          }))}
        />
        {range ? <Box sx={LIT} style={litStyle(range, buckets.length)} /> : null}
      </Box>
      <Legend types={feed.types} />
    </Box>
  );
}

function Legend({ types }: { readonly types: readonly string[] }) {
  return (
    <Box sx={{ display: "flex", flexWrap: "wrap", gap: 3, px: 3, pb: 2, fontSize: 12, color: token.dim }}>
      {types.map((type, index) => (
        <Box key={type} component="span" sx={{ display: "inline-flex", gap: 1, alignItems: "center" }}>
          <Box
            component="span"
            sx={{ width: 9, height: 9, borderRadius: "2px", bgcolor: COLORS[index % COLORS.length] }}
          />
          {type}
        </Box>
      ))}
      <Box component="span" sx={{ ml: "auto" }}>
        Click a bar or drag over several to keep only what was sent then.
      </Box>
    </Box>
  );
}

function labeller(step: number, timeZone: string): (time: number) => string {
  const day = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    day: "numeric",
    month: "short",
    ...(step >= 28 * DAY ? { year: "numeric" } : {}),
  });
  const clock = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  });
  return (time) => (step >= DAY ? day : clock).format(time);
}

function wordsOf(
  buckets: readonly FeedBucket[],
  range: readonly [number, number] | undefined,
  label: (time: number) => string,
): string {
  if (!range) return "no bar chosen";
  const [from, to] = [Math.min(...range), Math.max(...range)];
  const count = buckets
    .slice(from, to + 1)
    .reduce((sum, { counts }) => sum + Object.values(counts).reduce((all, each) => all + each, 0), 0);
  const [first, last] = [buckets[from], buckets[to]];
  return `${label(first?.from ?? 0)} to ${label(last?.until ?? 0)}: ${formatCount(count)} messages`;
}

function litStyle(
  [anchor, end]: readonly [number, number],
  count: number,
): { readonly left: string; readonly width: string } {
  const from = Math.min(anchor, end);
  const bars = Math.abs(anchor - end) + 1;
  const room = `(100% - ${MARGIN.left + MARGIN.right}px)`;
  return { left: `calc(${MARGIN.left}px + ${room} * ${from / count})`, width: `calc(${room} * ${bars / count})` };
}

const FRAME = {
  position: "relative",
  cursor: "crosshair",
  touchAction: "pan-y",
  userSelect: "none",
  "& svg": { display: "block" },
} as const;
const LIT = {
  position: "absolute",
  top: MARGIN.top,
  bottom: MARGIN.bottom,
  bgcolor: token.hl,
  opacity: 0.45,
  border: `1px solid ${token.hlEdge}`,
  pointerEvents: "none",
} as const;
