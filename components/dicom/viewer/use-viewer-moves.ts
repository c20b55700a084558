import type { ReportReference } from "#lib/dicom/report-tree.ts";
import type { SeriesEntry } from "#lib/dicom/series-list.ts";
import type { PicturePlace } from "./key-image-panel.tsx";
import type { LayoutWish } from "./layout-choice.tsx";
import type { ViewHandle } from "./view-handle.ts";
import type { ViewerAddressControl } from "./viewer-address.ts";
import { changeLayout, openAlone, openSeries, shownSeries } from "./viewer-moves.ts";

/** What the viewer shows, and how it goes somewhere else: each is a step that Back undoes. `active` is the active view. */
export function useViewerMoves(
  { address, go }: ViewerAddressControl,
  entries: readonly SeriesEntry[],
  active: ViewHandle | undefined,
) {
  const shown = shownSeries(entries, address);
  const current = address.mode === "grid" ? shown[address.active] : shown[0];
  const entryOf = (series: string) => entries.find((one) => one.series === series);
  const show = (view: number, series: string) => {
    const entry = entryOf(series);
    if (entry) go(openSeries(address, shown, entry, view));
  };
  const showPicture = ({ series, instance, frame }: PicturePlace) => {
    const entry = entryOf(series);
    if (instance === "" || !entry) return;
    if (address.mode !== "grid") go({ ...openAlone(entry), isKeyOnly: false, instance, frame });
    else if (current?.series !== series) go({ ...openSeries(address, shown, entry, address.active), instance, frame });
    else {
      const place = active?.images.findIndex((image) => image.instance === instance && image.frame === frame) ?? -1;
      if (place >= 0) active?.goTo(place);
      // It is one of those that are left out.
      else go({ isKeyOnly: false, instance, frame });
    }
  };
  return {
    shown,
    current,
    show,
    /** To the series before or after the current one. */
    hop: (by: number) => {
      const next = entries[entries.findIndex(({ series }) => series === current?.series) + by];
      if (next && current) show(address.active, next.series);
    },
    showPicture,
    /** Shows what a report speaks of, if the study holds it. */
    showReference: ({ instance, frames }: ReportReference) => {
      const entry = entries.find(({ instances }) => instances.includes(instance));
      if (entry) showPicture({ series: entry.series, instance, frame: frames[0] ?? 1 });
    },
    setLayout: (wish: LayoutWish) => go(changeLayout(wish, entries, shown, current)),
  };
}
