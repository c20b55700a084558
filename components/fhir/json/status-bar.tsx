"use client";

import Box from "@mui/material/Box";
import { useMemo } from "react";
import { Kbd } from "#components/ui/kbd.tsx";
import { formatBytes, formatPlural } from "#components/ui/quantity.ts";
import { MONO, token } from "#components/ui/tokens.ts";
import type { JsonDocument } from "#lib/fhir/json-document.ts";

export interface StatusBarProps {
  readonly document: JsonDocument;
  /** FHIRPath of the cursor. */
  readonly place: string;
  /** Undefined also while it is covered. */
  readonly etag: string | undefined;
  /** What the last copy did; empty when nothing was copied lately. */
  readonly notice: string;
  readonly onCopyPath: () => void;
  readonly onCopyValue: () => void;
}

/** Where the cursor stands, what can be copied there, and the measures of the document. */
export function StatusBar({ document, place, etag, notice, onCopyPath, onCopyValue }: StatusBarProps) {
  const size = useMemo(() => new Blob([document.text]).size, [document]);
  return (
    <Box sx={BAR}>
      <Box component="output" aria-label="FHIRPath of the cursor" title={place} sx={PLACE}>
        {place}
      </Box>
      <Box component="button" type="button" onClick={onCopyPath} sx={BUTTON}>
        Copy path <Kbd>p</Kbd>
      </Box>
      <Box component="button" type="button" onClick={onCopyValue} sx={BUTTON}>
        Copy value <Kbd>c</Kbd>
      </Box>
      <Box component="span" role="status" sx={{ color: token.ink, whiteSpace: "nowrap" }}>
        {notice}
      </Box>
      <Box
        component="span"
        sx={{
          ml: "auto",
          whiteSpace: "nowrap",
          overflow: "hidden",
          textOverflow: "ellipsis",
          flex: "0 1000 auto",
          minWidth: 0,
        }}
      >
        {formatBytes(size)} · {formatPlural(document.lineCount, "line")}
        {etag ? ` · ETag ${etag}` : ""}
      </Box>
    </Box>
  );
}

const BAR = {
  display: "flex",
  alignItems: "center",
  gap: 3,
  minHeight: 28,
  px: 3,
  borderTop: `1px solid ${token.line}`,
  color: token.dim,
  fontSize: 12,
} as const;

const PLACE = {
  fontFamily: MONO,
  fontSize: 12,
  flex: "0 1 auto",
  minWidth: 60,
  overflow: "hidden",
  textOverflow: "ellipsis",
  whiteSpace: "nowrap",
  direction: "ltr",
} as const;

const BUTTON = {
  display: "inline-flex",
  alignItems: "center",
  gap: "6px",
  minHeight: 24,
  p: 0,
  border: 0,
  bgcolor: "transparent",
  color: "inherit",
  font: "inherit",
  whiteSpace: "nowrap",
  cursor: "pointer",
  borderRadius: "4px",
  "&:hover": { color: token.ink },
} as const;
