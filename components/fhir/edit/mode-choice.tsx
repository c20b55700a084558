"use client";

import ToggleButton from "@mui/material/ToggleButton";
import ToggleButtonGroup from "@mui/material/ToggleButtonGroup";

export type EditMode = "json" | "form";

export interface ModeChoiceProps {
  readonly mode: EditMode;
  readonly onMode: (mode: EditMode) => void;
}

/** As text or as a form; both write the same text. */
export function ModeChoice({ mode, onMode }: ModeChoiceProps) {
  return (
    <ToggleButtonGroup
      exclusive
      size="small"
      aria-label="How to edit"
      value={mode}
      onChange={(_, next: EditMode | null) => next && onMode(next)}
    >
      <ToggleButton value="json" sx={{ py: "2px", px: 3 }}>
        JSON
      </ToggleButton>
      <ToggleButton value="form" sx={{ py: "2px", px: 3 }}>
        Form
      </ToggleButton>
    </ToggleButtonGroup>
  );
}
