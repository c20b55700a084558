"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import TextField from "@mui/material/TextField";
import { useId, useState, type ReactNode } from "react";
import { focusOnOpen } from "./focus-on-open.ts";
import { QueryProblem } from "./query-problem.tsx";
import { token } from "./tokens.ts";

export interface ConfirmByNameProps {
  readonly title: string;
  /** The word to type: the short name of what is touched. */
  readonly name: string;
  /** Words on the button: "Delete store". */
  readonly action: string;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  readonly isPending?: boolean;
  readonly error?: unknown;
  /** The blast radius: counts, bytes, what cannot be undone. */
  readonly children: ReactNode;
}

/** The gate before a dangerous act: says what will happen and asks for the typed name. */
export function ConfirmByName(props: ConfirmByNameProps) {
  const [typed, setTyped] = useState("");
  const titleId = useId();
  const isMatch = typed === props.name;
  return (
    <Dialog open onClose={props.onClose} aria-labelledby={titleId} maxWidth="sm" fullWidth>
      <Box
        component="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (isMatch && !props.isPending) props.onConfirm();
        }}
      >
        <DialogTitle id={titleId}>{props.title}</DialogTitle>
        <DialogContent>
          <Box
            sx={{ border: `1px solid ${token.err}`, bgcolor: token.errSoft, borderRadius: "8px", px: 3, py: 2, mb: 4 }}
          >
            {props.children}
          </Box>
          <Box sx={{ mb: 2 }}>
            Type <strong>{props.name}</strong> to confirm.
          </Box>
          <TextField
            inputRef={focusOnOpen}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            slotProps={{
              htmlInput: { "aria-label": `Type ${props.name} to confirm`, autoComplete: "off", spellCheck: false },
            }}
          />
          {props.error ? <QueryProblem error={props.error} /> : null}
        </DialogContent>
        <DialogActions>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button type="submit" variant="contained" color="error" disabled={!isMatch || props.isPending === true}>
            {props.isPending ? "Working…" : props.action}
          </Button>
        </DialogActions>
      </Box>
    </Dialog>
  );
}
