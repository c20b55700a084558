import { monoText } from "#components/ui/theme.ts";
import { token } from "#components/ui/tokens.ts";

/** Height of a line in CSS pixels. */
export const LINE_HEIGHT = 20;

/** Looks of lines and tokens by short class names: thousands of spans share one style rule. */
export const LINES_LOOK = {
  ...monoText,
  lineHeight: `${LINE_HEIGHT}px`,
  flex: 1,
  minHeight: 0,
  overflow: "auto",
  py: 1,
  outlineOffset: -2,
  "& .line": { display: "flex", whiteSpace: "pre", minHeight: LINE_HEIGHT, pr: 4, cursor: "text" },
  "& .line.at": { bgcolor: token.sel, boxShadow: `inset 3px 0 ${token.accent}` },
  "& .line.hl": { bgcolor: token.hl, boxShadow: `inset 3px 0 ${token.hlEdge}` },
  "& .number": {
    flex: "none",
    minWidth: "var(--number-width)",
    pl: 2,
    textAlign: "right",
    color: token.dim,
    userSelect: "none",
  },
  "& .line.hl .number, & .line.hl .quiet, & .line.hl .fold": { color: token.ink },
  "& .fold": {
    flex: "none",
    width: 20,
    textAlign: "center",
    color: token.dim,
    fontSize: 9,
    userSelect: "none",
    cursor: "pointer",
  },
  "& .fold:hover": { color: token.ink },
  "& .key": { color: token.key },
  "& .string": { color: token.str },
  "& .number-value": { color: token.num },
  "& .boolean, & .null": { color: token.num },
  "& .quiet": { color: token.dim, userSelect: "none" },
  "& .phi": { bgcolor: token.phi, borderRadius: "3px" },
  "& .ref": { bgcolor: token.ref, borderRadius: "3px" },
  "& .ref.phi": { boxShadow: `inset 0 -2px ${token.phiInk}` },
  "& .mean": { bgcolor: token.mean, borderRadius: "3px" },
  "& .term": { bgcolor: token.term, borderRadius: "3px" },
  "& .note": { bgcolor: token.note, borderRadius: "3px" },
  "& .match": { bgcolor: token.hl, borderRadius: "3px" },
  "& .change": { boxShadow: `inset 0 -2px ${token.changeInk}` },
  "& .check, & .odd": {
    textDecoration: `underline wavy ${token.warn}`,
    textDecorationThickness: "1px",
    textUnderlineOffset: "3px",
  },
  "& .masked": { color: token.phiInk, userSelect: "none" },
  "& mark": { color: "inherit", bgcolor: token.hl, boxShadow: `inset 0 -1px ${token.hlEdge}`, borderRadius: "2px" },
  "& mark.current": { bgcolor: token.hlEdge, color: "#1b2430" },
  "& .more": { color: token.accent, cursor: "pointer", userSelect: "none" },
  "& .more:hover": { textDecoration: "underline" },
  "& .wrapped": { whiteSpace: "pre-wrap", overflowWrap: "anywhere", maxWidth: "calc(var(--lines-width) - 90px)" },
} as const;
