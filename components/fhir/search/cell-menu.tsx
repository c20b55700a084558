"use client";

import Menu from "@mui/material/Menu";
import MenuItem from "@mui/material/MenuItem";
import { PageLink } from "#components/ui/page-link.tsx";
import type { CellFilters } from "#lib/fhir/cell-filter.ts";
import { Kbd } from "#components/ui/kbd.tsx";

type MenuAct = "beside" | "page" | "copy" | "select" | "filter" | "leaveOut";

export interface CellMenuProps {
  readonly anchor: HTMLElement;
  /** Of a patient's room; undefined for other types. */
  readonly patientHref: string | undefined;
  /** Undefined where no parameter searches this element, or the cell is empty. */
  readonly filters: CellFilters | undefined;
  readonly onAct: (act: MenuAct) => void;
  readonly onClose: () => void;
}

const ITEMS: readonly (readonly [act: MenuAct, words: string, keys: string])[] = [
  ["beside", "Open beside", "Enter"],
  ["page", "Open as a page", "Ctrl Enter"],
  ["copy", "Copy the cell", "Ctrl C"],
  ["select", "Select or unselect the row", "Space"],
  ["filter", "Filter by this value", "f"],
  ["leaveOut", "Leave this value out", "F"],
];

/** What can be done with a cell, with the keys that do it without the menu. */
export function CellMenu({ anchor, patientHref, filters, onAct, onClose }: CellMenuProps) {
  return (
    <Menu open anchorEl={anchor} onClose={onClose} slotProps={{ list: { "aria-label": "Cell" } }}>
      {ITEMS.map(([act, words, keys]) => (
        <MenuItem
          key={act}
          disabled={(act === "filter" && !filters) || (act === "leaveOut" && !filters?.without)}
          onClick={() => {
            onClose();
            onAct(act);
          }}
          sx={{ justifyContent: "space-between", gap: 6 }}
        >
          {words}
          <Kbd>{keys}</Kbd>
        </MenuItem>
      ))}
      {patientHref === undefined ? null : (
        <MenuItem component={PageLink} href={patientHref}>
          Open the patient room
        </MenuItem>
      )}
    </Menu>
  );
}
