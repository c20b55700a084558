"use client";

import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import type { ReactNode } from "react";
import { token } from "./tokens.ts";

export interface EmptyStateProps {
  /** What would be here: "No stores in this dataset". */
  readonly title: string;
  /** How to get it, or why it is empty. */
  readonly children?: ReactNode;
  /** The button that fills the gap. */
  readonly action?: ReactNode;
  /** One quiet line, where an empty place is the normal case. */
  readonly isCompact?: boolean;
}

/** The third of the four states: nothing here, what would be, and how to get it. */
export function EmptyState({ title, children, action, isCompact = false }: EmptyStateProps) {
  if (isCompact)
    return (
      <Box sx={{ px: 3, py: 2, color: token.dim }}>
        {title}.{children ? <> {children}</> : null}
      </Box>
    );
  return (
    <Box sx={{ p: 6, textAlign: "center", color: token.dim, maxWidth: 520, mx: "auto" }}>
      <Typography variant="h2" component="p" sx={{ color: token.ink, mb: 1 }}>
        {title}
      </Typography>
      {children ? <Box sx={{ mb: action ? 3 : 0 }}>{children}</Box> : null}
      {action}
    </Box>
  );
}
