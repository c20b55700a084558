"use client";

import Box from "@mui/material/Box";
import type { ReactNode } from "react";
import { MONO, token } from "./tokens.ts";

/** A key as printed on the keyboard. */
export function Kbd({ children }: { readonly children: ReactNode }) {
  return (
    <Box
      component="kbd"
      sx={{
        font: `11px ${MONO}`,
        border: `1px solid ${token.line}`,
        borderRadius: "4px",
        px: "5px",
        bgcolor: token.panel,
        color: token.dim,
        whiteSpace: "nowrap",
      }}
    >
      {children}
    </Box>
  );
}
