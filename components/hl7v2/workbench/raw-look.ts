import { monoText } from "#components/ui/theme.ts";
import { token } from "#components/ui/tokens.ts";

/** Looks of raw text by short class names: thousands of spans share one style rule. */
export const RAW_LOOK = {
  ...monoText,
  lineHeight: "22px",
  flex: 1,
  minHeight: 0,
  overflow: "auto",
  py: 1,
  outlineOffset: -2,
  "& .seg": { px: 3, whiteSpace: "pre-wrap", overflowWrap: "anywhere", cursor: "text", minHeight: 22 },
  "& .seg.at": { bgcolor: token.hover, boxShadow: `inset 3px 0 ${token.accent}` },
  "& .id": { color: token.key, fontWeight: 600, borderRadius: "3px" },
  "& .d": { color: token.dim },
  "& .end": { color: token.dim, pl: "4px", userSelect: "none" },
  "& .v": { borderRadius: "3px" },
  "& .phi": { bgcolor: token.phi },
  "& .masked": { color: token.phiInk, userSelect: "none" },
  "& .error": { textDecoration: `underline wavy ${token.err}`, textUnderlineOffset: "3px" },
  "& .warning": { textDecoration: `underline wavy ${token.hlEdge}`, textUnderlineOffset: "3px" },
  "& .note": { textDecoration: `underline dotted ${token.accent}`, textUnderlineOffset: "3px" },
  "& .cur": { outline: `2px solid ${token.hlEdge}`, outlineOffset: 0, borderRadius: "3px" },
  "& .v:hover, & .id:hover": { boxShadow: `0 0 0 1px ${token.control}` },
  "& .more": { color: token.dim, fontStyle: "italic", userSelect: "none" },
} as const;
