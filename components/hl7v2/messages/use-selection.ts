"use client";

import { useState } from "react";
import type { StoredMessage } from "#lib/queries/hl7v2-messages.ts";

/** The messages that a person chose; they stay chosen from page to page. */
export interface Selection {
  readonly messages: readonly StoredMessage[];
  readonly has: (message: StoredMessage) => boolean;
  /** @param rows the rows on screen, to take all between the last chosen one and this one */
  readonly toggle: (message: StoredMessage, rows?: readonly StoredMessage[]) => void;
  readonly set: (messages: readonly StoredMessage[], isChosen: boolean) => void;
  readonly clear: () => void;
}

export function useSelection(): Selection {
  const [chosen, setChosen] = useState<ReadonlyMap<string, StoredMessage>>(new Map());
  const [last, setLast] = useState<string | undefined>();
  const set: Selection["set"] = (messages, isChosen) =>
    setChosen((before) => {
      const next = new Map(before);
      for (const message of messages) {
        if (isChosen) next.set(message.name, message);
        else next.delete(message.name);
      }
      return next;
    });
  return {
    messages: [...chosen.values()],
    has: (message) => chosen.has(message.name),
    toggle: (message, rows = []) => {
      const from = rows.findIndex(({ name }) => name === last);
      const to = rows.findIndex(({ name }) => name === message.name);
      setLast(message.name);
      if (from < 0 || to < 0) set([message], !chosen.has(message.name));
      else set(rows.slice(Math.min(from, to), Math.max(from, to) + 1), true);
    },
    set,
    clear: () => setChosen(new Map()),
  };
}
