import { token } from "#components/ui/tokens.ts";

/** The place of one view. Pictures are read on black in both themes. */
export const VIEW_CELL = {
  position: "relative",
  minWidth: 0,
  minHeight: 0,
  overflow: "hidden",
  bgcolor: "#000",
  color: "#e8eef5",
  borderRadius: "4px",
  userSelect: "none",
  "&[data-active]": { boxShadow: `0 0 0 2px ${token.accent}` },
  "&[data-over]": { outline: `2px dashed ${token.accent}`, outlineOffset: -4 },
} as const;

/** The part of it that the engine paints on. */
export const VIEW_CANVAS = { position: "absolute", inset: 0, touchAction: "none" } as const;

/** Words in the place of a picture. */
export const VIEW_WORDS = {
  position: "absolute",
  inset: 0,
  display: "grid",
  placeItems: "center",
  textAlign: "center",
  p: 4,
  color: "#9fb0c2",
} as const;
