"use client";

import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import TextField from "@mui/material/TextField";
import { useEffect, useState } from "react";
import type { MeasurementBook } from "./measurement.ts";

interface Question {
  readonly current: string;
  readonly answer: (text: string | undefined) => void;
}

/** Asks for the words of an arrow note when one has been drawn. */
export function NoteDialog({ book }: { readonly book: MeasurementBook }) {
  const [question, setQuestion] = useState<Question | undefined>();
  useEffect(() => {
    book.onAskNote((current) => new Promise((answer) => setQuestion({ current, answer })));
  }, [book]);
  const [text, setText] = useState("");
  if (!question) return null;
  const end = (answer: string | undefined) => {
    question.answer(answer);
    setQuestion(undefined);
    setText("");
  };
  return (
    <Dialog open onClose={() => end(undefined)} fullWidth maxWidth="xs">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          end(text.trim() === "" ? undefined : text.trim());
        }}
      >
        <DialogTitle>Note at the arrow</DialogTitle>
        <DialogContent>
          <TextField
            autoFocus
            label="Note"
            defaultValue={question.current}
            onChange={(event) => setText(event.target.value)}
            sx={{ mt: 2 }}
          />
        </DialogContent>
        <DialogActions>
          <Button onClick={() => end(undefined)}>Cancel</Button>
          <Button type="submit" variant="contained" color="primary" disabled={text.trim() === ""}>
            Add note
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
