"use client";

import Box from "@mui/material/Box";
import type { CompletionOption } from "#lib/contract/query-text.ts";
import { MONO, SANS, token } from "./tokens.ts";

export interface CompletionListProps {
  readonly id: string;
  readonly options: readonly CompletionOption[];
  /** Index of the lit option, -1 for none. */
  readonly lit: number;
  /** CSS length from the left end of the field to the list. */
  readonly left: string;
  readonly onAccept: (option: CompletionOption) => void;
}

/** Element id of one option, for `aria-activedescendant`. */
export function completionOptionId(listId: string, index: number): string {
  return `${listId}-${index}`;
}

/** What could stand at the cursor. Focus stays in the box. */
export function CompletionList({ id, options, lit, left, onAccept }: CompletionListProps) {
  return (
    <Box
      id={id}
      role="listbox"
      // What scrolls is a stop for Tab otherwise, and this goes away when its field is left.
      tabIndex={-1}
      aria-label="Completions"
      sx={{ ...LIST, left: `clamp(0px, ${left}, max(0px, calc(100% - 300px)))` }}
    >
      {options.map((option, index) => (
        <Box
          key={option.label}
          id={completionOptionId(id, index)}
          ref={index === lit ? keepInView : undefined}
          role="option"
          aria-selected={index === lit}
          sx={OPTION}
          onMouseDown={(event) => {
            event.preventDefault();
            onAccept(option);
          }}
        >
          <span>{option.label}</span>
          <Box component="span" sx={DETAIL}>
            {option.detail}
          </Box>
        </Box>
      ))}
    </Box>
  );
}

function keepInView(option: HTMLElement | null): void {
  option?.scrollIntoView({ block: "nearest" });
}

const LIST = {
  position: "absolute",
  top: "calc(100% + 4px)",
  zIndex: 20,
  minWidth: 300,
  maxWidth: 460,
  maxHeight: 280,
  overflowY: "auto",
  py: 1,
  bgcolor: token.panel,
  border: `1px solid ${token.line}`,
  borderRadius: "8px",
  boxShadow: token.shadowHigh,
  fontFamily: MONO,
  fontSize: 12.5,
} as const;

const OPTION = {
  display: "flex",
  gap: 4,
  justifyContent: "space-between",
  alignItems: "baseline",
  px: 3,
  py: "3px",
  cursor: "pointer",
  whiteSpace: "nowrap",
  "&:hover": { bgcolor: token.hover },
  '&[aria-selected="true"]': { bgcolor: token.sel, color: token.accent },
} as const;

const DETAIL = {
  fontFamily: SANS,
  fontSize: 12,
  color: token.dim,
  overflow: "hidden",
  textOverflow: "ellipsis",
} as const;
