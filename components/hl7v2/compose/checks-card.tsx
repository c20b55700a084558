"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import ButtonBase from "@mui/material/ButtonBase";
import { Card } from "#components/ui/card.tsx";
import { token } from "#components/ui/tokens.ts";
import type { TextProblem } from "#lib/contract/query-text.ts";
import { declareUtf8 } from "#lib/hl7v2/check-draft.ts";
import type { DraftNote } from "#lib/hl7v2/inspect-draft.ts";
import { positionAt } from "#lib/hl7v2/locate.ts";
import { parseMessage } from "#lib/hl7v2/message.ts";
import { formatPosition } from "#lib/hl7v2/position.ts";

export interface ChecksCardProps {
  readonly text: string;
  /** What was found when the text came in. */
  readonly notes: readonly DraftNote[];
  readonly problems: readonly TextProblem[];
  readonly onText: (text: string) => void;
  readonly onGoTo: (start: number, end: number) => void;
}

/** What came in with the text, and what is wrong with it now; each problem leads to its place. */
export function ChecksCard({ text, notes, problems, onText, onGoTo }: ChecksCardProps) {
  const message = parseMessage(text);
  const misdeclared =
    problems.some((problem) => problem.message.startsWith("MSH-18")) ||
    notes.some((note) => note.text.includes("MSH-18"));
  return (
    <Card
      title="Check"
      note={<output>{problems.length === 0 ? "nothing wrong found" : `${problems.length} found`}</output>}
      actions={
        misdeclared ? <Button onClick={() => onText(declareUtf8(text))}>Set MSH-18 to UNICODE UTF-8</Button> : null
      }
    >
      <Box component="ul" aria-label="Findings" sx={LIST}>
        {notes.map((note) => (
          <Box
            component="li"
            key={note.text}
            sx={{ ...NOTE, color: note.severity === "warning" ? token.warn : token.dim }}
          >
            {note.text}
          </Box>
        ))}
        {problems.slice(0, 100).map((problem) => (
          <li key={`${problem.start} ${problem.message}`}>
            <ButtonBase sx={ITEM} onClick={() => onGoTo(problem.start, problem.end)}>
              <Box
                component="span"
                sx={{ color: problem.severity === "error" ? token.err : token.warn, fontWeight: 600 }}
              >
                {placeOf(message, problem.start)}
              </Box>{" "}
              {problem.message}
            </ButtonBase>
          </li>
        ))}
        {notes.length + problems.length === 0 ? (
          <Box component="li" sx={{ ...NOTE, color: token.dim }}>
            {text.trim() === ""
              ? "Paste a message, drop a file, or begin from a template."
              : "A store reads this message."}
          </Box>
        ) : null}
      </Box>
    </Card>
  );
}

function placeOf(message: ReturnType<typeof parseMessage>, offset: number): string {
  const position = positionAt(message, offset);
  return position ? formatPosition(position) : "Message";
}

const LIST = { listStyle: "none", m: 0, p: 0 } as const;
const NOTE = { px: 3, py: "7px", borderBottom: `1px solid ${token.line}` } as const;
const ITEM = {
  display: "block",
  width: "100%",
  textAlign: "left",
  font: "inherit",
  px: 3,
  py: "7px",
  borderBottom: `1px solid ${token.line}`,
  "&:hover": { bgcolor: token.hover },
} as const;
