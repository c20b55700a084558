"use client";

import Box from "@mui/material/Box";
import { token } from "./tokens.ts";

/** The sign and the name. */
export function Brand() {
  return (
    <Box
      component="span"
      sx={{ display: "flex", gap: 2, alignItems: "center", fontWeight: 650, letterSpacing: "-.01em" }}
    >
      <Box component="span" aria-hidden sx={SIGN}>
        <svg viewBox="0 0 20 20" width="20" height="20">
          <path
            d="M4 12.5h3.2l1.7-6 2.6 8.4 1.7-4.2H16"
            fill="none"
            stroke="#fff"
            strokeWidth="1.7"
            strokeLinejoin="round"
            strokeLinecap="round"
          />
        </svg>
      </Box>
      Careplane
    </Box>
  );
}

const SIGN = {
  display: "grid",
  width: 20,
  height: 20,
  borderRadius: "6px",
  background: `linear-gradient(135deg, ${token.accent}, #26a69a)`,
} as const;
