"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { explainProblem, problemOf } from "#components/ui/explain-problem.ts";
import { token } from "#components/ui/tokens.ts";
import { transferSyntaxName } from "#lib/dicom/shown-syntax.ts";
import type { PictureProblem } from "./view-handle.ts";

export interface PictureNoticeProps {
  readonly problem: PictureProblem;
  readonly onRetry: () => void;
}

/** Says in the place of a picture why there is none. */
export function PictureNotice({ problem, onRetry }: PictureNoticeProps) {
  const { title, text, canRetry } = wordsOf(problem);
  return (
    <Box role="alert" sx={NOTICE}>
      <Box sx={{ fontWeight: 600, fontSize: 14 }}>{title}</Box>
      <Box sx={{ color: "#b9c5d2", overflowWrap: "anywhere" }}>{text}</Box>
      {canRetry ? (
        <Button onClick={onRetry} sx={{ mt: 2, pointerEvents: "auto", color: token.ink }}>
          Try again
        </Button>
      ) : null}
    </Box>
  );
}

interface Words {
  readonly title: string;
  readonly text: string;
  readonly canRetry: boolean;
}

function wordsOf(problem: PictureProblem): Words {
  switch (problem.kind) {
    case "noPixels":
      return {
        title: "No picture in this instance",
        text: "It holds attributes only; its header can still be read.",
        canRetry: false,
      };
    case "noFrame":
      return {
        title: "The store has no such picture",
        text: "The file is cut short or holds fewer frames than it says, or it was deleted meanwhile. Its header can still be read.",
        canRetry: true,
      };
    case "unsupported":
      return {
        title: "This kind of pixels cannot be shown here",
        text: `They are stored as ${transferSyntaxName(problem.syntax)} (${problem.syntax}), which no decoder of the console reads. The file itself can be downloaded and opened elsewhere.`,
        canRetry: false,
      };
    case "undecodable":
      return {
        title: "The pixels could not be decoded",
        text: `The file may be cut short or damaged.${problem.detail === "" ? "" : ` The decoder says: ${problem.detail}`}`,
        canRetry: true,
      };
    case "tooLarge":
      return {
        title: "This series is too large for planes",
        text: "Its pictures together take more memory than the viewer may use. As a stack it can be read.",
        canRetry: false,
      };
    case "noWebGl":
      return {
        title: "Planes cannot be drawn here",
        text: "They need WebGL 2, which this browser does not offer or has switched off. As a stack the series can be read.",
        canRetry: false,
      };
    case "unreachable": {
      const told = problemOf(problem.error);
      const { title, advice, canRetry } = explainProblem(told);
      return { title, text: [told.message, advice].filter(Boolean).join(" "), canRetry };
    }
  }
}

const NOTICE = {
  position: "absolute",
  inset: 0,
  display: "flex",
  flexDirection: "column",
  alignItems: "center",
  justifyContent: "center",
  textAlign: "center",
  gap: 1,
  p: 6,
  bgcolor: "#0b0f14",
  color: "#e8eef5",
} as const;
