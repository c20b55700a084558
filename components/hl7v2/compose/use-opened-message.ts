"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useAddress } from "#components/ui/use-address.ts";
import { hl7v2MessageQueries } from "#lib/queries/hl7v2-messages.ts";

/** Opens the message that the address names (`?from=<message id>`) once, and takes it off the address: a reload brings the draft, not the beginning. */
export function useOpenedMessage(store: string, onOpen: (bytes: Uint8Array) => void): void {
  const client = useQueryClient();
  const { params } = useAddress();
  const id = params.get("from") ?? "";
  const latest = useRef(onOpen);
  useEffect(() => {
    latest.current = onOpen;
  });
  useEffect(() => {
    if (id === "") return;
    const rest = new URLSearchParams(window.location.search);
    rest.delete("from");
    window.history.replaceState(undefined, "", `${window.location.pathname}?${rest.toString()}`);
    void client.fetchQuery(hl7v2MessageQueries.bytes(`${store}/messages/${id}`)).then((bytes) => latest.current(bytes));
  }, [client, store, id]);
}
