"use client";

import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { useId, type ReactNode } from "react";
import { token } from "./tokens.ts";

export interface CardProps {
  readonly title: ReactNode;
  /** Quiet words after the title: "3 stores". */
  readonly note?: ReactNode;
  /** Controls at the right end of the head. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  /** Let the card fill its row and scroll inside instead of growing. */
  readonly fill?: boolean;
}

/** A bordered panel with a head: the building block of every page. */
export function Card({ title, note, actions, children, fill = false }: CardProps) {
  const titleId = useId();
  return (
    <Box component="section" aria-labelledby={titleId} sx={fill ? { ...CARD, flex: 1, minHeight: 0 } : CARD}>
      <Box sx={HEAD}>
        <Typography variant="h3" component="h2" id={titleId} sx={{ color: token.ink }}>
          {title}
        </Typography>
        {note}
        <Box sx={{ ml: "auto", display: "flex", gap: 2, alignItems: "center" }}>{actions}</Box>
      </Box>
      <Box sx={fill ? { flex: 1, minHeight: 0, overflow: "auto" } : undefined}>{children}</Box>
    </Box>
  );
}

const CARD = {
  bgcolor: token.panel,
  border: `1px solid ${token.line}`,
  borderRadius: "10px",
  boxShadow: token.shadow,
  overflow: "hidden",
  display: "flex",
  flexDirection: "column",
  minWidth: 0,
} as const;

const HEAD = {
  display: "flex",
  gap: 2,
  alignItems: "center",
  minHeight: 38,
  px: 3,
  py: 1,
  borderBottom: `1px solid ${token.line}`,
  color: token.dim,
  fontSize: 12,
} as const;
