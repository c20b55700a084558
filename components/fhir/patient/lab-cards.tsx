"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { useDeferredValue, useMemo, useState } from "react";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { MONO, token } from "#components/ui/tokens.ts";
import { flagOf, labSeries, type LabPoint, type LabSeries } from "#lib/fhir/patient-record.ts";
import { Sparkline } from "./sparkline.tsx";

const SHOWN_FIRST = 12;

/** Measured values, a card for each code: the latest value, its reference range, and all of them as a line. */
export function LabCards({ labs }: { readonly labs: readonly LabPoint[] }) {
  const settled = useDeferredValue(labs);
  const series = useMemo(() => labSeries(settled), [settled]);
  const [isAll, setAll] = useState(false);
  const shown = isAll ? series : series.slice(0, SHOWN_FIRST);
  return (
    <Card
      title="Measured values"
      note={series.length > 0 ? `${series.length} kinds` : undefined}
      actions={
        series.length > SHOWN_FIRST ? (
          <Button onClick={() => setAll(!isAll)}>{isAll ? "Only the most frequent" : `All ${series.length}`}</Button>
        ) : undefined
      }
    >
      {series.length === 0 ? (
        <EmptyState title="No measured values" isCompact />
      ) : (
        <Box component="ul" sx={GRID}>
          {shown.map((one) => (
            <LabCard key={one.key} series={one} />
          ))}
        </Box>
      )}
    </Card>
  );
}

function LabCard({ series }: { readonly series: LabSeries }) {
  const latest = series.points.at(-1);
  if (!latest) return null;
  const flag = flagOf(latest);
  const range = rangeWords(latest);
  const day = new Date(latest.time).toISOString().slice(0, 10);
  return (
    <Box component="li" sx={{ minWidth: 0 }}>
      <Box
        sx={{ fontSize: 12, overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" }}
        title={series.title}
      >
        {series.title}
      </Box>
      <Box sx={{ display: "flex", gap: 2, alignItems: "baseline" }}>
        <Box component="strong" sx={{ font: `600 15px ${MONO}`, color: flag ? token.err : token.ink }}>
          {round(latest.value)}
        </Box>
        <Box component="span" sx={{ color: token.dim, fontSize: 12 }}>
          {series.unit}
        </Box>
        {flag ? <Box sx={{ color: token.err, fontSize: 12, fontWeight: 600 }}>{flag}</Box> : null}
        <Box component="span" sx={{ ml: "auto", color: token.dim, fontSize: 12 }}>
          {day}
        </Box>
      </Box>
      <Sparkline series={series} />
      <Box sx={{ color: token.dim, fontSize: 12, display: "flex", justifyContent: "space-between" }}>
        <span>{series.points.length === 1 ? "1 value" : `${series.points.length} values`}</span>
        <span>{range}</span>
      </Box>
    </Box>
  );
}

function rangeWords({ low, high }: LabPoint): string {
  if (low !== undefined && high !== undefined) return `normal ${low} – ${high}`;
  if (low !== undefined) return `normal from ${low}`;
  return high === undefined ? "" : `normal to ${high}`;
}

function round(value: number): string {
  return String(Number(value.toPrecision(5)));
}

const GRID = {
  m: 0,
  p: 3,
  listStyle: "none",
  display: "grid",
  gap: 4,
  gridTemplateColumns: "repeat(auto-fill, minmax(210px, 1fr))",
} as const;
