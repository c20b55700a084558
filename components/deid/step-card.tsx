"use client";

import Box from "@mui/material/Box";
import type { ReactNode } from "react";
import { Card } from "#components/ui/card.tsx";

export interface StepCardProps {
  readonly step: number;
  readonly title: string;
  readonly note?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** One step of the page: all of them stand below each other and none hides another. */
export function StepCard({ step, title, note, actions, children }: StepCardProps) {
  return (
    <Card title={`${step}. ${title}`} note={note} actions={actions}>
      <Box sx={{ p: 4, display: "flex", flexDirection: "column", gap: 4 }}>{children}</Box>
    </Card>
  );
}
