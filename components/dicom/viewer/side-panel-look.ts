import { token } from "#components/ui/tokens.ts";

/** How a panel beside the views looks. */
export const SIDE_PANEL = {
  width: { xs: 240, lg: 320 },
  flexShrink: 0,
  minHeight: 0,
  display: "flex",
  flexDirection: "column",
  bgcolor: token.panel,
  border: `1px solid ${token.line}`,
  borderRadius: "10px",
  overflow: "hidden",
} as const;
