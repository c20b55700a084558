"use client";

import Menu from "@mui/material/Menu";
import MenuItem from "@mui/material/MenuItem";
import { MASKED_TEXT, useIdentityMask } from "#components/ui/identity-mask.tsx";
import type { Condition } from "./message-columns.ts";

export interface ConditionMenuProps {
  readonly anchor: HTMLElement;
  readonly conditions: readonly Condition[];
  readonly onChoose: (source: string) => void;
  readonly onClose: () => void;
}

/** A cell with several values asks which of them to filter by. */
export function ConditionMenu({ anchor, conditions, onChoose, onClose }: ConditionMenuProps) {
  const { masked } = useIdentityMask();
  return (
    <Menu open anchorEl={anchor} onClose={onClose} slotProps={{ list: { "aria-label": "Filter by" } }}>
      {conditions.map((condition, index) => (
        <MenuItem
          key={condition.source}
          onClick={() => {
            onClose();
            onChoose(condition.source);
          }}
        >
          {masked && condition.isIdentity ? `Patient id ${index + 1} (${MASKED_TEXT})` : condition.words}
        </MenuItem>
      ))}
    </Menu>
  );
}
