"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ConfirmByName } from "#components/ui/confirm-by-name.tsx";
import { useUnlockHeaders } from "#components/ui/environment-lock.tsx";
import { formatBytes, formatPlural } from "#components/ui/quantity.ts";
import { deleteMessage } from "#lib/queries/hl7v2-changes.ts";
import { messagesKey, type StoredMessage } from "#lib/queries/hl7v2-messages.ts";
import { ChangeOutcome } from "./change-outcome.tsx";
import { runOver } from "./run-over.ts";
import type { Selection } from "./use-selection.ts";

export interface DeleteMessagesDialogProps {
  readonly store: string;
  readonly selection: Selection;
  /** Hears what is gone, so that it can be put back. */
  readonly onDeleted: (messages: readonly StoredMessage[]) => void;
  readonly onClose: () => void;
}

/** Deletes the chosen messages, after saying what goes. */
export function DeleteMessagesDialog({ store, selection, onDeleted, onClose }: DeleteMessagesDialogProps) {
  const client = useQueryClient();
  const headers = useUnlockHeaders(store);
  const [answered, setAnswered] = useState(0);
  // What was chosen when the window opened: the choice shrinks as messages go.
  const [messages] = useState(selection.messages);
  const change = useMutation({
    mutationFn: () => runOver(selection.messages, ({ name }) => deleteMessage(name, headers), setAnswered),
    onSuccess: async ({ done, failed }) => {
      onDeleted(done);
      selection.set(done, false);
      await client.invalidateQueries({ queryKey: messagesKey(store) });
      await client.invalidateQueries({ queryKey: ["metrics", store] });
      if (failed.length === 0) onClose();
    },
  });
  const size = messages.reduce((sum, { byteLength }) => sum + byteLength, 0);
  return (
    <ConfirmByName
      title={`Delete ${formatPlural(messages.length, "message")}`}
      name={store.split("/").at(-1) ?? ""}
      action={`Delete ${formatPlural(selection.messages.length, "message")}`}
      isPending={change.isPending}
      error={change.error}
      onConfirm={() => change.mutate()}
      onClose={onClose}
    >
      <strong>
        {formatPlural(messages.length, "message")} ({byType(messages)}), {formatBytes(size)}, go for good.
      </strong>{" "}
      Nobody is told: deleting sends no notification, and what receivers made of them stays. Download them first if you
      may need them again: the same bytes stored anew get the same name.
      <ChangeOutcome change={change} answered={answered} total={messages.length} />
    </ConfirmByName>
  );
}

function byType(messages: readonly StoredMessage[]): string {
  const counts = Map.groupBy(messages, ({ messageType }) => messageType || "no type");
  return [...counts].map(([type, all]) => `${all.length} ${type}`).join(", ");
}
