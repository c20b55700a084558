"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useSyncExternalStore } from "react";

const ADDRESS_EVENT = "careplane:address";

export interface Address {
  readonly params: URLSearchParams;
  /** Sets parameters, or takes them out with undefined, as a step that Back undoes. */
  readonly push: (changes: Readonly<Record<string, string | undefined>>) => void;
}

/**
 * The query of the address bar. Read from the window itself: Next's own copy follows `pushState` in a transition, and a Back that comes before it is
 * rendered leaves that copy at the page that was left.
 */
export function useAddress(): Address {
  const rendered = useSearchParams().toString();
  const pathname = usePathname();
  const query = useSyncExternalStore(
    subscribeToAddress,
    () => window.location.search.replace(/^\?/, ""),
    () => rendered,
  );
  const push: Address["push"] = (changes) => {
    const next = new URLSearchParams(window.location.search);
    for (const [name, value] of Object.entries(changes)) {
      if (value === undefined) next.delete(name);
      else next.set(name, value);
    }
    window.history.pushState(undefined, "", `${pathname}?${next.toString()}`);
    window.dispatchEvent(new Event(ADDRESS_EVENT));
  };
  return { params: new URLSearchParams(query), push };
}

function subscribeToAddress(onChange: () => void): () => void {
  window.addEventListener("popstate", onChange);
  window.addEventListener(ADDRESS_EVENT, onChange);
  return () => {
    window.removeEventListener("popstate", onChange);
    window.removeEventListener(ADDRESS_EVENT, onChange);
  };
}
