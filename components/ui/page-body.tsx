"use client";

import Box from "@mui/material/Box";
import type { ReactNode } from "react";

/** The space below a page's tabs: cards with even gaps, scrolling by itself. */
export function PageBody({ children }: { readonly children: ReactNode }) {
  return (
    <Box
      sx={{
        flex: 1,
        minHeight: 0,
        overflow: "auto",
        px: 4,
        py: 3,
        display: "flex",
        flexDirection: "column",
        gap: 3,
        "& > *": { flexShrink: 0 },
      }}
    >
      {children}
    </Box>
  );
}
