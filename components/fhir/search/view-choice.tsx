"use client";

import ToggleButton from "@mui/material/ToggleButton";
import ToggleButtonGroup from "@mui/material/ToggleButtonGroup";
import type { SearchPage } from "#lib/queries/fhir-search.ts";

/** Included resources are another table: other types, not counted in the total. */
export type ResultView = "matches" | "included";

export interface ViewChoiceProps {
  readonly page: SearchPage;
  readonly view: ResultView;
  readonly onView: (view: ResultView) => void;
}

/** Matches or what they brought along. */
export function ViewChoice({ page, view, onView }: ViewChoiceProps) {
  return (
    <ToggleButtonGroup
      exclusive
      size="small"
      aria-label="Which resources"
      value={view}
      onChange={(_, next: ResultView | null) => next && onView(next)}
    >
      <ToggleButton value="matches" sx={{ py: "1px", px: 3 }}>
        Matches {page.matches.length}
      </ToggleButton>
      <ToggleButton value="included" sx={{ py: "1px", px: 3 }}>
        Included {page.included.length}
      </ToggleButton>
    </ToggleButtonGroup>
  );
}
