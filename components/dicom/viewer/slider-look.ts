import { token } from "#components/ui/tokens.ts";

const TRACK = {
  height: 6,
  borderRadius: 3,
  background: `linear-gradient(to right, ${token.accent} var(--done), ${token.line} var(--done))`,
} as const;

/** A range input of the viewer; `--done` is the part of its track that is filled. */
export const SLIDER_LOOK = {
  flex: 1,
  m: 0,
  height: 24,
  appearance: "none",
  background: "none",
  cursor: "pointer",
  "&::-webkit-slider-runnable-track": TRACK,
  "&::-moz-range-track": TRACK,
  "&::-webkit-slider-thumb": {
    appearance: "none",
    width: 10,
    height: 20,
    mt: "-7px",
    borderRadius: 3,
    border: `2px solid ${token.panel}`,
    bgcolor: token.ink,
  },
} as const;
