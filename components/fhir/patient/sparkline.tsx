import Box from "@mui/material/Box";
import { token } from "#components/ui/tokens.ts";
import { flagOf, type LabPoint, type LabSeries } from "#lib/fhir/patient-record.ts";

const WIDTH = 200;
const HEIGHT = 44;
const EDGE = 4;
/** More points than this cannot be told apart at this width. */
const MOST = 150;

/** A line of values over time with the reference range as a band behind it; values outside of the range are marked. */
export function Sparkline({ series }: { readonly series: LabSeries }) {
  const points = thinned(series.points);
  const { x, y } = scales(points);
  const latest = points.at(-1);
  const path = points.map((point, at) => `${at === 0 ? "M" : "L"}${x(point.time)} ${y(point.value)}`).join(" ");
  const label = `${series.title}: ${points
    .map(({ value }) => value)
    .slice(-12)
    .join(", ")} ${series.unit}`;
  return (
    <Box
      component="svg"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      sx={SVG}
    >
      {latest && (latest.low !== undefined || latest.high !== undefined) ? (
        <rect
          x={0}
          width={WIDTH}
          y={latest.high === undefined ? 0 : Math.max(0, y(latest.high))}
          height={bandHeight(latest, y)}
          fill={token.okSoft}
        />
      ) : null}
      <path d={path} fill="none" stroke={token.accent} strokeWidth={1.5} vectorEffect="non-scaling-stroke" />
      {points.map((point) =>
        points.length > 40 && !flagOf(point) ? null : (
          <circle
            key={`${point.id} ${point.time}`}
            cx={x(point.time)}
            cy={y(point.value)}
            r={2.2}
            fill={flagOf(point) ? token.err : token.accent}
          />
        ),
      )}
    </Box>
  );
}

function bandHeight({ low, high }: LabPoint, y: (value: number) => number): number {
  const top = high === undefined ? 0 : Math.max(0, y(high));
  const bottom = low === undefined ? HEIGHT : Math.min(HEIGHT, y(low));
  return Math.max(0, bottom - top);
}

function scales(points: readonly LabPoint[]) {
  const times = points.map(({ time }) => time);
  const limits = points.flatMap(({ value, low, high }) => [value, low ?? value, high ?? value]);
  const [start, end] = [Math.min(...times), Math.max(...times)];
  const [least, most] = [Math.min(...limits), Math.max(...limits)];
  const place = (share: number, length: number) => Number((EDGE + share * (length - 2 * EDGE)).toFixed(1));
  return {
    x: (time: number) => (end === start ? WIDTH / 2 : place((time - start) / (end - start), WIDTH)),
    y: (value: number) => (most === least ? HEIGHT / 2 : place(1 - (value - least) / (most - least), HEIGHT)),
  };
}

/** Every n-th point; values outside of their range and the last one always stay. */
function thinned(points: readonly LabPoint[]): readonly LabPoint[] {
  if (points.length <= MOST) return points;
  const step = Math.ceil(points.length / MOST);
  return points.filter((point, at) => at % step === 0 || at === points.length - 1 || flagOf(point) !== undefined);
}

const SVG = { display: "block", width: "100%", height: HEIGHT, my: 1 } as const;
