"use client";

import Box from "@mui/material/Box";
import InputBase from "@mui/material/InputBase";
import { useState } from "react";
import { Kbd } from "#components/ui/kbd.tsx";
import { MONO, token } from "#components/ui/tokens.ts";

export interface GoToProps {
  /** Says why when the position cannot be gone to. */
  readonly onGoTo: (written: string) => string | undefined;
  readonly onLeave: () => void;
}

/** A field for a position; Enter goes there, Escape goes back to the text. */
export function GoTo({ onGoTo, onLeave }: GoToProps) {
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<string | undefined>();
  return (
    <Box
      component="form"
      data-goto
      onSubmit={(event) => {
        event.preventDefault();
        const said = onGoTo(text);
        setProblem(said);
        if (said === undefined) setText("");
      }}
      sx={{ display: "flex", alignItems: "center", gap: 1 }}
    >
      {problem === undefined ? null : (
        <Box component="span" role="alert" sx={{ color: token.err }}>
          {problem}
        </Box>
      )}
      <InputBase
        value={text}
        placeholder="Go to PID-5.2"
        inputProps={{ "aria-label": "Go to position", spellCheck: false, autoComplete: "off" }}
        onChange={(event) => {
          setText(event.target.value);
          setProblem(undefined);
        }}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          setText("");
          setProblem(undefined);
          onLeave();
        }}
        sx={{
          fontFamily: MONO,
          fontSize: 12,
          width: 138,
          px: 2,
          border: `1px solid ${token.control}`,
          borderRadius: "6px",
          "& input": { py: "3px" },
          "& input::placeholder": { color: token.dim, opacity: 1 },
        }}
      />
      <Kbd>/</Kbd>
    </Box>
  );
}
