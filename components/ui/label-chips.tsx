"use client";

import Box from "@mui/material/Box";
import { token } from "./tokens.ts";

/** Labels of a store as `key: value` chips. */
export function LabelChips({ labels }: { readonly labels: Readonly<Record<string, string>> }) {
  return (
    <Box component="span" sx={{ display: "inline-flex", flexWrap: "wrap", gap: "4px", alignItems: "center" }}>
      {Object.entries(labels).map(([key, value]) => (
        <Box key={key} component="span" sx={CHIP}>
          {key}
          {value === "" ? "" : `: ${value}`}
        </Box>
      ))}
    </Box>
  );
}

const CHIP = {
  fontSize: 11.5,
  lineHeight: "18px",
  px: "6px",
  borderRadius: "4px",
  border: `1px solid ${token.line}`,
  bgcolor: token.bg,
  color: token.dim,
} as const;
