import { token } from "#components/ui/tokens.ts";

/** A fieldset of the configuration. */
export const PART = {
  m: 0,
  p: 3,
  minWidth: 0,
  border: `1px solid ${token.line}`,
  borderRadius: "8px",
  display: "flex",
  flexDirection: "column",
  gap: 3,
  "& > legend": { px: 1, fontWeight: 600 },
} as const;
