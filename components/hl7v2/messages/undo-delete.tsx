"use client";

import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useUnlockHeaders } from "#components/ui/environment-lock.tsx";
import { formatPlural } from "#components/ui/quantity.ts";
import { createMessage } from "#lib/queries/hl7v2-changes.ts";
import { messagesKey, type StoredMessage } from "#lib/queries/hl7v2-messages.ts";
import { ChangeOutcome } from "./change-outcome.tsx";
import { runOver } from "./run-over.ts";

export interface UndoDeleteProps {
  readonly store: string;
  readonly messages: readonly StoredMessage[];
  readonly onClose: () => void;
}

/** What was deleted last can be stored again from this page's memory: the same bytes get the same name, labels included. */
export function UndoDelete({ store, messages, onClose }: UndoDeleteProps) {
  const client = useQueryClient();
  const headers = useUnlockHeaders(store);
  const [answered, setAnswered] = useState(0);
  const undo = useMutation({
    mutationFn: () =>
      runOver(messages, ({ data, labels }) => createMessage(store, { data, labels }, headers), setAnswered),
    onSuccess: async ({ failed }) => {
      await client.invalidateQueries({ queryKey: messagesKey(store) });
      await client.invalidateQueries({ queryKey: ["metrics", store] });
      if (failed.length === 0) onClose();
    },
  });
  return (
    <Alert
      severity="info"
      sx={{ borderRadius: 0, flexShrink: 0 }}
      onClose={onClose}
      action={
        <Box sx={{ display: "flex", gap: 2 }}>
          <Button disabled={undo.isPending} onClick={() => undo.mutate()}>
            Undo
          </Button>
          <Button onClick={onClose}>Dismiss</Button>
        </Box>
      }
    >
      {formatPlural(messages.length, "message")} deleted. Undo stores the same bytes anew, which notifies listeners of
      the store.
      <ChangeOutcome change={undo} answered={answered} total={messages.length} />
    </Alert>
  );
}
