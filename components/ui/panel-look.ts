import { token } from "./tokens.ts";

/** A column of content in a frame of its own, which scrolls inside. */
export const PANEL = {
  minHeight: 0,
  display: "flex",
  flexDirection: "column",
  bgcolor: token.panel,
  border: `1px solid ${token.line}`,
  borderRadius: "10px",
  overflow: "hidden",
} as const;
