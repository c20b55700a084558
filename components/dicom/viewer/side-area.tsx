"use client";

import Box from "@mui/material/Box";
import { KeyImagePanel, type KeyImagePanelProps, type PicturePlace } from "./key-image-panel.tsx";
import { MeasurementPanel, type MeasurementPanelProps } from "./measurement-panel.tsx";
import { NoteDialog } from "./note-dialog.tsx";
import { SIDE_PANEL } from "./side-panel-look.ts";
import { StructurePanel } from "./structure-panel.tsx";
import type { KeyImages } from "./use-key-images.ts";
import type { Structures } from "./use-structures.ts";
import type { SidePanel } from "./viewer-address.ts";

export interface SideAreaProps extends Omit<MeasurementPanelProps, "onShow"> {
  readonly panel: SidePanel;
  readonly structures: Structures;
  readonly entries: KeyImagePanelProps["entries"];
  readonly keys: KeyImages;
  readonly onOnly: KeyImagePanelProps["onOnly"];
  readonly onShow: (place: PicturePlace) => void;
}

/** What stands beside the views: nothing, or one panel. */
export function SideArea({ panel, structures, entries, keys, onOnly, ...measurements }: SideAreaProps) {
  return (
    <>
      {panel === "measurements" ? (
        <Box component="aside" aria-label="Measurements" sx={SIDE_PANEL}>
          <MeasurementPanel {...measurements} />
        </Box>
      ) : null}
      {panel === "structures" ? (
        <Box component="aside" aria-label="Structures" sx={SIDE_PANEL}>
          <StructurePanel structures={structures} />
        </Box>
      ) : null}
      {panel === "keyImages" ? (
        <Box component="aside" aria-label="Key images" sx={SIDE_PANEL}>
          <KeyImagePanel
            study={measurements.study}
            entries={entries}
            keys={keys}
            onOnly={onOnly}
            onShow={measurements.onShow}
          />
        </Box>
      ) : null}
      <NoteDialog book={measurements.book} />
    </>
  );
}
