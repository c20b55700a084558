"use client";

import Box from "@mui/material/Box";
import ButtonBase from "@mui/material/ButtonBase";
import { Card } from "#components/ui/card.tsx";
import { MONO, token } from "#components/ui/tokens.ts";
import type { EditProblem } from "#lib/fhir/edit-problems.ts";
import type { PatchOperation } from "#lib/fhir/diff-patch.ts";

export interface EditorSideProps {
  readonly problems: readonly EditProblem[];
  readonly patch: readonly PatchOperation[];
  readonly onGoTo: (problem: EditProblem) => void;
}

const SHOWN = 200;

/** What is wrong, each leading to its place, and what has changed so far. */
export function EditorSide({ problems, patch, onGoTo }: EditorSideProps) {
  return (
    <Box sx={{ display: "flex", flexDirection: "column", gap: 3, minHeight: 0, minWidth: 0 }}>
      <Card title="Problems" note={<span>{problems.length}</span>} fill>
        {problems.length === 0 ? <Box sx={QUIET}>None found against the R4 definitions.</Box> : null}
        <Box component="ul" aria-label="Problems" sx={LIST}>
          {problems.slice(0, SHOWN).map((problem) => (
            <li key={`${problem.from} ${problem.expression} ${problem.message}`}>
              <ButtonBase onClick={() => onGoTo(problem)} sx={ITEM}>
                <Box
                  component="span"
                  sx={{ color: problem.severity === "error" ? token.err : token.warn, fontWeight: 600 }}
                >
                  {problem.severity === "error" ? "Error" : "Warning"}
                </Box>{" "}
                {problem.message}
                <Box component="span" sx={PLACE}>
                  {problem.expression}
                </Box>
              </ButtonBase>
            </li>
          ))}
        </Box>
      </Card>
      <Card title="Changes" note={<span>{patch.length}</span>} fill>
        {patch.length === 0 ? <Box sx={QUIET}>Nothing changed yet.</Box> : null}
        <Box component="ul" aria-label="Changes" sx={LIST}>
          {patch.slice(0, SHOWN).map((operation, at) => (
            <Box component="li" key={`${at} ${operation.path}`} sx={{ ...PLACE, px: 3, py: "5px" }}>
              <Box component="span" sx={{ color: COLOURS[operation.op], fontWeight: 600 }}>
                {operation.op}
              </Box>{" "}
              {operation.path === "" ? "(whole resource)" : operation.path}
            </Box>
          ))}
        </Box>
      </Card>
    </Box>
  );
}

const COLOURS: Readonly<Record<PatchOperation["op"], string>> = {
  add: token.ok,
  replace: token.warn,
  remove: token.err,
  move: token.accent,
};

const QUIET = { px: 3, py: 2, color: token.dim } as const;

const LIST = { listStyle: "none", m: 0, p: 0 } as const;

const ITEM = {
  display: "block",
  width: "100%",
  textAlign: "left",
  font: "inherit",
  px: 3,
  py: "6px",
  borderBottom: `1px solid ${token.line}`,
  "&:hover": { bgcolor: token.hover },
} as const;

const PLACE = {
  display: "block",
  fontFamily: MONO,
  fontSize: 11.5,
  color: token.dim,
  overflowWrap: "anywhere",
} as const;
