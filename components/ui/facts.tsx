"use client";

import Box from "@mui/material/Box";
import type { ReactNode } from "react";
import { token } from "./tokens.ts";

export interface Fact {
  readonly label: string;
  readonly value: ReactNode;
  /** What it means, in plain words. */
  readonly help?: string;
}

/** Configuration as readable lines: what, how it is set, what that means. */
export function FactList({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <Box component="dl" sx={{ m: 0 }}>
      {facts.map((fact) => (
        <Box key={fact.label} sx={LINE}>
          <Box component="dt" sx={{ color: token.dim }}>
            {fact.label}
          </Box>
          <Box component="dd" sx={{ m: 0, minWidth: 0, overflowWrap: "anywhere" }}>
            <Box sx={{ fontWeight: 500 }}>{fact.value}</Box>
            {fact.help === undefined ? null : <Box sx={{ color: token.dim, fontSize: 12, mt: "2px" }}>{fact.help}</Box>}
          </Box>
        </Box>
      ))}
    </Box>
  );
}

/** The few figures that sum a page up, in one strip. */
export function FactStrip({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <Box component="dl" sx={STRIP}>
      {facts.map((fact) => (
        <Box key={fact.label} title={fact.help}>
          <Box component="dt" sx={{ color: token.dim }}>
            {fact.label}
          </Box>
          <Box
            component="dd"
            sx={{ m: 0, fontWeight: 600, display: "flex", alignItems: "center", gap: 1, minHeight: 19 }}
          >
            {fact.value}
          </Box>
        </Box>
      ))}
    </Box>
  );
}

const LINE = {
  display: "grid",
  gridTemplateColumns: "minmax(130px, 190px) minmax(0, 1fr)",
  gap: 3,
  px: 3,
  py: "7px",
  "& + &": { borderTop: `1px solid ${token.line}` },
} as const;

const STRIP = {
  m: 0,
  px: 4,
  py: 3,
  display: "flex",
  flexWrap: "wrap",
  columnGap: 8,
  rowGap: 2,
  bgcolor: token.panel,
  border: `1px solid ${token.line}`,
  borderRadius: "10px",
  boxShadow: token.shadow,
  flexShrink: 0,
} as const;
