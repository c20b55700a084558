"use client";

import { useSyncExternalStore } from "react";
import type { ResourceAddress } from "#lib/queries/fhir-resource.ts";

/** What this person did to a resource last, with what it takes to undo it. Memory only: the text is patient data. */
export interface LastChange {
  readonly address: ResourceAddress;
  readonly kind: "saved" | "deleted" | "purged" | "undone";
  /** The resource before the change. */
  readonly before: string;
  /** The version that the change made; undefined after a deletion. */
  readonly etag: string | undefined;
}

let last: LastChange | undefined;
const listeners = new Set<() => void>();

export function noteChange(change: LastChange | undefined): void {
  last = change;
  for (const listener of listeners) listener();
}

/** The last change of this page's life, if it was to this resource. */
export function useLastChange({ store, type, id }: ResourceAddress): LastChange | undefined {
  const change = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => last,
    () => undefined,
  );
  const isThis = change?.address.store === store && change.address.type === type && change.address.id === id;
  return isThis ? change : undefined;
}
