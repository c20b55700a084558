"use client";

import Box from "@mui/material/Box";
import { token } from "#components/ui/tokens.ts";
import { MeasurementPanel, type MeasurementPanelProps } from "./measurement-panel.tsx";
import { NoteDialog } from "./note-dialog.tsx";
import { StructurePanel } from "./structure-panel.tsx";
import type { Structures } from "./use-structures.ts";
import type { SidePanel } from "./viewer-address.ts";

export interface SideAreaProps extends MeasurementPanelProps {
  readonly panel: SidePanel;
  readonly structures: Structures;
}

/** What stands beside the views: nothing, or one panel. */
export function SideArea({ panel, structures, ...measurements }: SideAreaProps) {
  return (
    <>
      {panel === "measurements" ? (
        <Box component="aside" aria-label="Measurements" sx={PANEL}>
          <MeasurementPanel {...measurements} />
        </Box>
      ) : null}
      {panel === "structures" ? (
        <Box component="aside" aria-label="Structures" sx={PANEL}>
          <StructurePanel structures={structures} />
        </Box>
      ) : null}
      <NoteDialog book={measurements.book} />
    </>
  );
}

const PANEL = {
  width: { xs: 240, lg: 320 },
  flexShrink: 0,
  minHeight: 0,
  display: "flex",
  flexDirection: "column",
  bgcolor: token.panel,
  border: `1px solid ${token.line}`,
  borderRadius: "10px",
  overflow: "hidden",
} as const;
