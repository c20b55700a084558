"use client";

import CloseIcon from "@mui/icons-material/Close";
import KeyboardArrowDownIcon from "@mui/icons-material/KeyboardArrowDown";
import KeyboardArrowUpIcon from "@mui/icons-material/KeyboardArrowUp";
import Box from "@mui/material/Box";
import IconButton from "@mui/material/IconButton";
import InputBase from "@mui/material/InputBase";
import type { KeyboardEvent } from "react";
import { formatCount } from "#components/ui/quantity.ts";
import { token } from "#components/ui/tokens.ts";
import type { Find } from "./use-find.ts";

export interface FindBarProps {
  readonly find: Find;
  readonly isMasked: boolean;
  /** Closes the bar and gives the focus back to the lines. */
  readonly onClose: () => void;
}

/** The find field: matches are counted while typing, Enter goes on, Shift Enter back, Esc closes. */
export function FindBar({ find, isMasked, onClose }: FindBarProps) {
  const handleKey = (event: KeyboardEvent) => {
    if (event.key === "Escape") onClose();
    else if (event.key === "Enter") find.step(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
  };
  return (
    <Box role="search" aria-label="Find in this JSON" sx={BAR}>
      <InputBase
        autoFocus
        value={find.needle}
        onChange={(event) => find.setNeedle(event.target.value)}
        onKeyDown={handleKey}
        placeholder="Find names and values"
        inputProps={{ "aria-label": "Find", spellCheck: false, autoComplete: "off" }}
        sx={{ flex: 1, minWidth: 60, fontSize: 12.5 }}
      />
      <Box component="span" role="status" sx={{ color: token.dim, whiteSpace: "nowrap", fontSize: 12 }}>
        {countText(find)}
        {isMasked && find.needle !== "" ? " · masked values are not searched" : ""}
      </Box>
      <IconButton aria-label="Previous match" onClick={() => find.step(-1)} disabled={find.matches.length === 0}>
        <KeyboardArrowUpIcon sx={{ fontSize: 16 }} />
      </IconButton>
      <IconButton aria-label="Next match" onClick={() => find.step(1)} disabled={find.matches.length === 0}>
        <KeyboardArrowDownIcon sx={{ fontSize: 16 }} />
      </IconButton>
      <IconButton aria-label="Close find" onClick={onClose}>
        <CloseIcon sx={{ fontSize: 16 }} />
      </IconButton>
    </Box>
  );
}

function countText({ needle, matches, isCut, at }: Find): string {
  if (needle === "") return "";
  if (matches.length === 0) return "Not found";
  return `${formatCount(at + 1)} of ${formatCount(matches.length)}${isCut ? "+" : ""}`;
}

const BAR = {
  display: "flex",
  alignItems: "center",
  gap: 1,
  px: 3,
  py: "3px",
  borderBottom: `1px solid ${token.line}`,
  "&:focus-within": { boxShadow: `inset 0 0 0 2px ${token.accent}` },
  "& .MuiIconButton-root": { p: "3px" },
} as const;
