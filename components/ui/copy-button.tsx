"use client";

import CheckIcon from "@mui/icons-material/Check";
import ContentCopyIcon from "@mui/icons-material/ContentCopy";
import IconButton from "@mui/material/IconButton";
import Tooltip from "@mui/material/Tooltip";
import { useCopy } from "./use-copy.ts";

export interface CopyButtonProps {
  readonly text: string;
  /** What is copied, for the tooltip and screen readers: "full name". */
  readonly what: string;
}

/** Copies `text` and says so. */
export function CopyButton({ text, what }: CopyButtonProps) {
  const { outcome, copy } = useCopy();
  const title = { idle: `Copy ${what}`, copied: "Copied", refused: "The browser refused to copy" }[outcome];
  return (
    <Tooltip title={title}>
      <IconButton aria-label={`Copy ${what}`} onClick={() => copy(text)} sx={{ p: "3px" }}>
        {outcome === "copied" ? <CheckIcon sx={{ fontSize: 15 }} /> : <ContentCopyIcon sx={{ fontSize: 15 }} />}
      </IconButton>
    </Tooltip>
  );
}
