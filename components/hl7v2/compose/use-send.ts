"use client";

import { useMutation, useQueryClient, type UseMutationResult } from "@tanstack/react-query";
import { useUnlockHeaders } from "#components/ui/environment-lock.tsx";
import { draftBytes, type Terminator } from "#lib/hl7v2/inspect-draft.ts";
import { messagesKey } from "#lib/queries/hl7v2-messages.ts";
import { sendMessage, type SendOutcome, type SendVerb } from "#lib/queries/hl7v2-send.ts";

export interface SendOrder {
  readonly text: string;
  readonly terminator: Terminator;
  readonly verb: SendVerb;
}

export type Sending = UseMutationResult<SendOutcome, Error, SendOrder>;

/** Sends a draft into the store. The draft stays as it is, whatever the answer. */
export function useSend(store: string): Sending {
  const client = useQueryClient();
  const headers = useUnlockHeaders(store);
  return useMutation({
    mutationFn: ({ text, terminator, verb }: SendOrder) =>
      sendMessage(store, { bytes: draftBytes(text, terminator), verb }, headers),
    onSuccess: async (outcome) => {
      if (outcome.kind === "refused") return;
      await client.invalidateQueries({ queryKey: messagesKey(store) });
      await client.invalidateQueries({ queryKey: ["metrics", store] });
    },
  });
}
