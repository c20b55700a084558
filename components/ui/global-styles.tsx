"use client";

import CssBaseline from "@mui/material/CssBaseline";
import GlobalStyles from "@mui/material/GlobalStyles";
import { THEME_ATTRIBUTE } from "./theme-attribute.ts";
import { SANS, token, tokenProperties } from "./tokens.ts";

const styles = {
  ":root": tokenProperties("light"),
  [`[${THEME_ATTRIBUTE}="dark"]`]: tokenProperties("dark"),
  "html, body": { height: "100%" },
  body: {
    fontFamily: SANS,
    fontSize: 13,
    lineHeight: 1.45,
    color: token.ink,
    backgroundColor: token.bg,
  },
  // Figures that stand below each other or tick. Not everywhere: Inter's tabular set widens the hyphen, which tears ids apart.
  "time, output, .MuiTableCell-alignRight, .MuiDataGrid-cell--textRight, .tabular": {
    fontVariantNumeric: "tabular-nums",
  },
  // Ripples are off, so the ring is the only sign of keyboard focus (WCAG 2.2, 2.4.7 and 2.4.13).
  ":focus-visible": { outline: `2px solid ${token.accent}`, outlineOffset: 1 },
  ".MuiInputBase-input:focus-visible": { outline: "none" },
  "@media (prefers-reduced-motion: reduce)": {
    "*, *::before, *::after": { animationDuration: "0.01ms !important", transitionDuration: "0.01ms !important" },
  },
};

/** Base styles and the custom properties of both themes; once, in app/providers.tsx. */
export function ConsoleStyles() {
  return (
    <>
      <CssBaseline enableColorScheme />
      <GlobalStyles styles={styles} />
    </>
  );
}
