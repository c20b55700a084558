import { MONO, token } from "#components/ui/tokens.ts";

/** A choice inside a row of the builder. */
export const SELECT = {
  font: "inherit",
  fontSize: 12,
  color: token.dim,
  bgcolor: token.panel,
  border: 0,
  height: 26,
  cursor: "pointer",
  maxWidth: 140,
} as const;

/** Plain text inside a row. */
export const INPUT = {
  font: `12.5px ${MONO}`,
  color: token.ink,
  bgcolor: token.bg,
  border: `1px solid ${token.line}`,
  borderRadius: "5px",
  height: 26,
  px: 2,
  minWidth: 0,
  "&::placeholder": { color: token.dim, opacity: 1 },
} as const;
