"use client";

import ErrorOutlineIcon from "@mui/icons-material/ErrorOutlineOutlined";
import WarningAmberIcon from "@mui/icons-material/WarningAmberOutlined";
import Box from "@mui/material/Box";
import { MONO, token } from "./tokens.ts";
import type { TextProblem } from "#lib/contract/query-text.ts";

export interface ProblemListProps {
  readonly id: string;
  readonly problems: readonly TextProblem[];
  readonly text: string;
  readonly onGoTo: (problem: TextProblem) => void;
}

/** Each problem in words, with the part of the text it is about; a click selects that part. */
export function ProblemList({ id, problems, text, onGoTo }: ProblemListProps) {
  return (
    <Box id={id} component="ul" aria-live="polite" sx={{ m: 0, p: 0, listStyle: "none", fontSize: 12 }}>
      {problems.map((problem) => (
        <Box component="li" key={`${problem.start} ${problem.message}`} sx={{ ...LINE, color: inkOf(problem) }}>
          {problem.severity === "error" ? <ErrorOutlineIcon sx={ICON} /> : <WarningAmberIcon sx={ICON} />}
          <Box component="button" type="button" onClick={() => onGoTo(problem)} sx={PLACE}>
            {text.slice(problem.start, problem.end) || "?"}
          </Box>
          <span>{problem.message}</span>
        </Box>
      ))}
    </Box>
  );
}

function inkOf(problem: TextProblem): string {
  return problem.severity === "error" ? token.err : token.warn;
}

const ICON = { fontSize: 15, flexShrink: 0 } as const;
const LINE = { display: "flex", alignItems: "center", gap: 2, pt: 1, minWidth: 0 } as const;
const PLACE = {
  font: `12px ${MONO}`,
  color: "inherit",
  bgcolor: "transparent",
  border: 0,
  p: 0,
  maxWidth: 260,
  overflow: "hidden",
  textOverflow: "ellipsis",
  whiteSpace: "nowrap",
  cursor: "pointer",
  textDecoration: "underline dotted",
  flexShrink: 0,
} as const;
