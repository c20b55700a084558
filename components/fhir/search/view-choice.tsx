"use client";

import ToggleButton from "@mui/material/ToggleButton";
import ToggleButtonGroup from "@mui/material/ToggleButtonGroup";
import type { SearchPage } from "#lib/queries/fhir-search.ts";

/** Matches with what they brought along under each, the matches alone, or the included ones as a table of their own. */
export type ResultView = "grouped" | "matches" | "included";

export interface ViewChoiceProps {
  readonly page: SearchPage;
  readonly view: ResultView;
  readonly isNarrow: boolean;
  readonly onView: (view: ResultView) => void;
}

/** How included resources are shown. */
export function ViewChoice({ page, view, isNarrow, onView }: ViewChoiceProps) {
  return (
    <ToggleButtonGroup
      exclusive
      size="small"
      aria-label="Which resources"
      value={view}
      onChange={(_, next: ResultView | null) => next && onView(next)}
    >
      <ToggleButton value="grouped" sx={CHOICE}>
        Grouped
      </ToggleButton>
      <ToggleButton value="matches" sx={CHOICE}>
        Matches{isNarrow ? "" : ` ${page.matches.length}`}
      </ToggleButton>
      <ToggleButton value="included" sx={CHOICE}>
        Included{isNarrow ? "" : ` ${page.included.length}`}
      </ToggleButton>
    </ToggleButtonGroup>
  );
}

const CHOICE = { py: "1px", px: 2, whiteSpace: "nowrap" } as const;
