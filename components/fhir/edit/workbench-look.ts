import { token } from "#components/ui/tokens.ts";

/** Text at the left, problems and changes at the right; below each other where there is no room. */
export const AREA = {
  flex: 1,
  minHeight: 0,
  minWidth: 0,
  p: 3,
  display: "grid",
  gap: 3,
  gridTemplateColumns: { xs: "minmax(0, 1fr)", md: "minmax(0, 1fr) minmax(240px, 30%)" },
  gridTemplateRows: { xs: "minmax(0, 2fr) minmax(0, 1fr)", md: "minmax(0, 1fr)" },
} as const;

export const CARD = {
  display: "flex",
  flexDirection: "column",
  minWidth: 0,
  minHeight: 0,
  bgcolor: token.panel,
  border: `1px solid ${token.line}`,
  borderRadius: "10px",
  boxShadow: token.shadow,
  overflow: "hidden",
} as const;

export const HEAD = {
  display: "flex",
  gap: 2,
  alignItems: "center",
  flexWrap: "wrap",
  minHeight: 42,
  px: 3,
  py: 1,
  borderBottom: `1px solid ${token.line}`,
  color: token.dim,
  fontSize: 12,
} as const;
