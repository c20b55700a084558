"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import TextField from "@mui/material/TextField";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useUnlockHeaders } from "#components/ui/environment-lock.tsx";
import { focusOnOpen } from "#components/ui/focus-on-open.ts";
import { formatPlural } from "#components/ui/quantity.ts";
import { token } from "#components/ui/tokens.ts";
import { labelMessage } from "#lib/queries/hl7v2-changes.ts";
import { messagesKey } from "#lib/queries/hl7v2-messages.ts";
import { ChangeOutcome } from "./change-outcome.tsx";
import { runOver } from "./run-over.ts";
import type { Selection } from "./use-selection.ts";

/** Label keys and values of the API (contract section 1.6). */
const KEY = /^[\p{Ll}\p{Lo}][\p{Ll}\p{Lo}\p{N}_-]{0,62}$/u;
const VALUE = /^[\p{Ll}\p{Lo}\p{N}_-]{0,63}$/u;

export interface LabelDialogProps {
  readonly store: string;
  readonly selection: Selection;
  readonly onClose: () => void;
}

/** Puts one label on the chosen messages. */
export function LabelDialog({ store, selection, onClose }: LabelDialogProps) {
  const client = useQueryClient();
  const headers = useUnlockHeaders(store);
  const [{ key, value }, setLabel] = useState({ key: "", value: "" });
  const [answered, setAnswered] = useState(0);
  const { messages } = selection;
  const isValid = KEY.test(key) && VALUE.test(value);
  const overwritten = messages.filter(({ labels }) => key in labels && labels[key] !== value).length;
  const change = useMutation({
    mutationFn: () => runOver(messages, ({ name }) => labelMessage(name, { [key]: value }, headers), setAnswered),
    onSuccess: async ({ done, failed }) => {
      await client.invalidateQueries({ queryKey: messagesKey(store) });
      selection.set(done, false);
      if (failed.length === 0) onClose();
    },
  });
  return (
    <Dialog open onClose={onClose} aria-labelledby="label-messages" maxWidth="sm" fullWidth>
      <Box
        component="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (isValid && !change.isPending) change.mutate();
        }}
      >
        <DialogTitle id="label-messages">Label {formatPlural(messages.length, "message")}</DialogTitle>
        <DialogContent>
          <Box sx={{ display: "flex", gap: 3, pt: 2 }}>
            <TextField
              label="Key"
              inputRef={focusOnOpen}
              value={key}
              error={key !== "" && !KEY.test(key)}
              helperText="Small letters, digits, _ and -; a letter first."
              onChange={(event) => setLabel({ key: event.target.value, value })}
            />
            <TextField
              label="Value"
              value={value}
              error={!VALUE.test(value)}
              helperText="Small letters, digits, _ and -; may be empty."
              onChange={(event) => setLabel({ key, value: event.target.value })}
            />
          </Box>
          <Box sx={{ mt: 3, color: overwritten > 0 ? token.warn : token.dim }}>
            {overwritten > 0
              ? `${formatPlural(overwritten, "message")} lose another value of ${key}.`
              : "Other labels stay as they are. The API takes no label off a message again."}
          </Box>
          <ChangeOutcome change={change} answered={answered} total={messages.length} />
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>{change.isSuccess ? "Close" : "Cancel"}</Button>
          <Button type="submit" variant="contained" color="primary" disabled={!isValid || change.isPending}>
            Put label
          </Button>
        </DialogActions>
      </Box>
    </Dialog>
  );
}
