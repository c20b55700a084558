"use client";

import Box from "@mui/material/Box";
import type { ColouredPiece, TextProblem } from "#lib/contract/query-text.ts";
import { token } from "./tokens.ts";

export interface MarkedTextProps {
  readonly text: string;
  readonly problems: readonly TextProblem[];
  /** Cuts the text into stretches of one colour; without it all is plain. */
  readonly colour?: ((text: string) => readonly ColouredPiece[]) | undefined;
  /** How far the input in front is scrolled, CSS pixels. */
  readonly scroll: number;
}

/** The text of the search box as it is seen: in colours, with a wave under every problem. The input in front has no ink of its own. */
export function MarkedText({ text, problems, colour = plain, scroll }: MarkedTextProps) {
  return (
    <Box aria-hidden sx={LAYER}>
      <Box sx={{ whiteSpace: "pre", transform: `translateX(${-scroll}px)` }}>
        {cutAt(colour(text), problems).map(({ start, end, ink, severity }) => (
          <span key={start} data-ink={ink} data-severity={severity}>
            {text.slice(start, end)}
          </span>
        ))}
      </Box>
    </Box>
  );
}

function plain(text: string): readonly ColouredPiece[] {
  return text === "" ? [] : [{ start: 0, end: text.length, ink: "plain" }];
}

interface Piece extends Omit<ColouredPiece, "ink"> {
  readonly ink: string;
  readonly severity: TextProblem["severity"] | undefined;
}

/** Coloured stretches, cut again where a problem begins or ends. */
function cutAt(coloured: readonly ColouredPiece[], problems: readonly TextProblem[]): Piece[] {
  const edges = problems.flatMap(({ start, end }) => [start, end]);
  return coloured.flatMap(({ start, end, ink }) => {
    const cuts = [...new Set([start, ...edges.filter((edge) => edge > start && edge < end), end])].toSorted(
      (a, b) => a - b,
    );
    return cuts.slice(0, -1).map((from, index) => ({
      start: from,
      end: cuts[index + 1] ?? end,
      ink,
      severity: problems.find((problem) => problem.start <= from && from < problem.end)?.severity,
    }));
  });
}

const LAYER = {
  position: "absolute",
  inset: 0,
  ml: 3,
  // The key at the right end is not written over.
  mr: "38px",
  overflow: "hidden",
  display: "flex",
  alignItems: "center",
  color: token.ink,
  pointerEvents: "none",
  '& [data-ink="type"]': { color: token.accent, fontWeight: 600 },
  '& [data-ink="name"]': { color: token.key },
  '& [data-ink="modifier"]': { color: token.meanInk },
  '& [data-ink="sign"]': { color: token.dim },
  '& [data-ink="prefix"]': { color: token.num },
  '& [data-ink="value"]': { color: token.str },
  '& [data-severity="error"]': { textDecoration: `underline wavy ${token.err}`, textUnderlineOffset: "3px" },
  '& [data-severity="warning"]': { textDecoration: `underline wavy ${token.warn}`, textUnderlineOffset: "3px" },
} as const;
