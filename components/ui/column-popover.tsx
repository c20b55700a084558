"use client";

import Box from "@mui/material/Box";
import Popover from "@mui/material/Popover";
import type { ChoosableColumn, HiddenColumns } from "./use-column-choice.ts";

export interface ColumnPopoverProps {
  readonly anchor: HTMLElement;
  readonly columns: readonly ChoosableColumn[];
  readonly choice: HiddenColumns;
  readonly onClose: () => void;
}

/** A box to tick for every column. */
export function ColumnPopover({ anchor, columns, choice, onClose }: ColumnPopoverProps) {
  const toggle = (key: string, isShown: boolean) =>
    choice.setHidden(isShown ? choice.hidden.filter((other) => other !== key) : [...choice.hidden, key]);
  return (
    <Popover
      open
      anchorEl={anchor}
      onClose={onClose}
      anchorOrigin={{ vertical: "bottom", horizontal: "right" }}
      transformOrigin={{ vertical: "top", horizontal: "right" }}
      slotProps={{ paper: { role: "dialog", "aria-label": "Columns", sx: { mt: 1, p: 3 } } }}
    >
      {columns.map((column) => (
        <Box component="label" key={column.key} sx={{ display: "flex", gap: 2, alignItems: "center", height: 26 }}>
          <input
            type="checkbox"
            checked={!choice.hidden.includes(column.key)}
            onChange={(event) => toggle(column.key, event.target.checked)}
          />
          {column.title}
        </Box>
      ))}
    </Popover>
  );
}
