"use client";

import Button, { type ButtonProps } from "@mui/material/Button";
import type { ReactNode } from "react";

export interface ToolButtonProps extends Omit<ButtonProps, "startIcon" | "children"> {
  readonly icon: ReactNode;
  readonly words: string;
  /** Something is open beside: the icon alone, its words for the mouse and for screen readers. */
  readonly isNarrow: boolean;
}

/** A button of the results' head. */
export function ToolButton({ icon, words, isNarrow, ...button }: ToolButtonProps) {
  return isNarrow ? (
    <Button {...button} aria-label={words} title={words} sx={{ px: "6px", "& svg": { fontSize: 18 } }}>
      {icon}
    </Button>
  ) : (
    <Button {...button} startIcon={icon}>
      {words}
    </Button>
  );
}
