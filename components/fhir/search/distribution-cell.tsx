"use client";

import Box from "@mui/material/Box";
import { formatCount } from "#components/ui/quantity.ts";
import { token } from "#components/ui/tokens.ts";
import type { Distribution, DistributionBar } from "#lib/fhir/column-distribution.ts";

export interface DistributionCellProps {
  readonly title: string;
  readonly distribution: Distribution;
  /** Values are covered: only how many. */
  readonly isCovered: boolean;
}

/** How a column is spread over the rows on screen: bars for codes, columns for dates and numbers. */
export function DistributionCell({ title, distribution, isCovered }: DistributionCellProps) {
  const { bars, distinct, missing } = distribution;
  const facts = [`${formatCount(distinct)} distinct`, ...(missing > 0 ? [`${formatCount(missing)} empty`] : [])].join(
    " · ",
  );
  const words = isCovered ? "" : bars.map(({ label, count }) => `${label}: ${count}`).join(", ");
  return (
    <Box role="img" aria-label={`Distribution of ${title}: ${facts}${words === "" ? "" : `; ${words}`}`}>
      {isCovered || bars.length === 0 ? null : <Chart distribution={distribution} />}
      <Box sx={{ color: token.dim, fontSize: 12, mt: 1 }}>{facts}</Box>
    </Box>
  );
}

function Chart({ distribution: { kind, bars, others } }: { readonly distribution: Distribution }) {
  return kind === "codes" ? <CodeBars bars={bars} others={others} /> : <Histogram bars={bars} />;
}

function CodeBars({ bars, others }: { readonly bars: readonly DistributionBar[]; readonly others: number }) {
  const most = Math.max(...bars.map(({ count }) => count), others);
  const all = others > 0 ? [...bars, { label: "others", count: others }] : bars;
  return (
    <>
      {all.map(({ label, count }) => (
        <Box key={label} title={`${label}: ${count}`} sx={BAR}>
          <Box sx={{ ...FILL, width: `${(count / most) * 100}%` }} />
          <Box component="span" sx={LABEL}>
            {label}
          </Box>
          <Box component="span" sx={{ position: "relative" }}>
            {count}
          </Box>
        </Box>
      ))}
    </>
  );
}

function Histogram({ bars }: { readonly bars: readonly DistributionBar[] }) {
  const most = Math.max(...bars.map(({ count }) => count));
  const [first, last] = endsOf(bars);
  return (
    <>
      <Box sx={{ display: "flex", alignItems: "flex-end", gap: "2px", height: 44 }}>
        {bars.map(({ label, count }) => (
          <Box
            key={label}
            title={`${label}: ${count}`}
            sx={{
              flex: 1,
              bgcolor: token.accent,
              opacity: 0.75,
              height: `${(count / most) * 100}%`,
              minHeight: count > 0 ? 2 : 0,
            }}
          />
        ))}
      </Box>
      <Box
        sx={{
          display: "flex",
          justifyContent: "space-between",
          fontSize: 11,
          color: token.dim,
          whiteSpace: "nowrap",
          gap: 1,
        }}
      >
        <span>{first}</span>
        <span>{last}</span>
      </Box>
    </>
  );
}

/** Where it begins and ends: years where they differ, as heads of columns are narrow. */
function endsOf(bars: readonly DistributionBar[]): readonly [string, string] {
  const first = bars[0]?.label.split(" – ")[0] ?? "";
  const last = bars.at(-1)?.label.split(" – ")[1] ?? "";
  const isYears = /^\d{4}-/.test(first) && first.slice(0, 4) !== last.slice(0, 4);
  return isYears ? [first.slice(0, 4), last.slice(0, 4)] : [first, last];
}

const BAR = {
  position: "relative",
  display: "flex",
  justifyContent: "space-between",
  gap: 2,
  fontSize: 11,
  lineHeight: "15px",
  mb: "1px",
  px: "3px",
  color: token.ink,
} as const;

const FILL = {
  position: "absolute",
  inset: "0 auto 0 0",
  bgcolor: token.accentSoft,
  borderRadius: "3px",
  zIndex: 0,
} as const;

const LABEL = { position: "relative", overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" } as const;
