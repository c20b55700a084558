"use client";

import Box from "@mui/material/Box";
import { Card } from "./card.tsx";
import { CopyButton } from "./copy-button.tsx";
import { monoText } from "./theme.ts";

export interface JsonCardProps {
  readonly title: string;
  readonly json: unknown;
}

/** A configuration as JSON, to read and to copy. */
export function JsonCard({ title, json }: JsonCardProps) {
  const text = JSON.stringify(json, undefined, 2);
  return (
    <Card title={title} actions={<CopyButton text={text} what="JSON" />}>
      <Box component="pre" tabIndex={0} aria-label={title} sx={{ ...monoText, m: 0, p: 3, overflow: "auto" }}>
        {text}
      </Box>
    </Card>
  );
}
