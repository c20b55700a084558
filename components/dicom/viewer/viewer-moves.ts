import { firstSeries, type SeriesEntry } from "#lib/dicom/series-list.ts";
import type { LayoutWish } from "./layout-choice.tsx";
import { viewCount, type ViewerAddress } from "./viewer-address.ts";

type Shown = readonly (SeriesEntry | undefined)[];
type Move = Partial<ViewerAddress>;

/** Nothing of the picture before. */
const FRESH = { instance: undefined, frame: 1, window: undefined } as const;

/**
 * What stands in each view. The first shows the study's first pictures unless the address says otherwise; others wait for a series to
 * be dropped. Planes go through one series.
 */
export function shownSeries(entries: readonly SeriesEntry[], address: ViewerAddress): Shown {
  const named = (view: number) => entries.find(({ series }) => series === address.series[view]);
  if (address.mode === "fusion") return [];
  if (address.mode === "mpr") return [named(0) ?? firstSeries(entries)];
  return Array.from({ length: viewCount(address) }, (_, view) => {
    return named(view) ?? (view === 0 ? firstSeries(entries) : undefined);
  });
}

/** The address with a series in one of the views. Planes are cut through it, if it has pictures; a fusion gives way to it. */
export function openSeries(address: ViewerAddress, shown: Shown, entry: SeriesEntry, view: number): Move {
  const { series } = entry;
  if (address.mode === "mpr" && entry.kind === "image") return { ...FRESH, series: [series] };
  if (address.mode !== "grid") return openAlone(entry);
  const next = shown.map((other, index) => (index === view ? series : (other?.series ?? "")));
  return { ...FRESH, series: next, active: view };
}

/** The address with one series as a stack and nothing beside it. */
export function openAlone({ series }: SeriesEntry): Move {
  return { ...FRESH, mode: "grid", layout: { rows: 1, columns: 1 }, series: [series], active: 0 };
}

/** The address with another layout; the active series stays where it can. */
export function changeLayout(
  { mode, layout }: LayoutWish,
  entries: readonly SeriesEntry[],
  shown: Shown,
  current: SeriesEntry | undefined,
): Move {
  if (mode === "fusion") return { ...FRESH, mode, series: [], active: 0 };
  const pictures = current?.kind === "image" ? current : firstSeries(entries);
  if (mode === "mpr") return { mode, series: [pictures?.series ?? ""], active: 0, instance: undefined, frame: 1 };
  const kept = shown.length > 0 ? shown.map((entry) => entry?.series ?? "") : [pictures?.series ?? ""];
  return { mode, layout, series: kept, active: 0 };
}
