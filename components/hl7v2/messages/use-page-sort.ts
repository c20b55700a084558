"use client";

import { useState } from "react";
import type { PageSort } from "./page-sort.ts";
import type { ListAddress } from "./use-list-address.ts";

export interface SortControl {
  /** What the heads show. */
  readonly shown: PageSort;
  /** How the page is sorted here; undefined while the server's order stands. */
  readonly page: PageSort | undefined;
  readonly turn: (key: string) => void;
}

/** "Sent" sorts at the server, which sorts by nothing else (contract section 11.4); the other columns sort what is on the page. */
export function usePageSort({ list, sort }: ListAddress): SortControl {
  const [page, setPage] = useState<PageSort | undefined>();
  const isOldestFirst = list?.order === "send_time";
  const shown = page ?? { key: "sent", isDescending: !isOldestFirst };
  const turn = (key: string) => {
    if (key !== "sent") return setPage({ key, isDescending: shown.key === key && !shown.isDescending });
    setPage(undefined);
    if (!page) sort(isOldestFirst ? "send_time desc" : "send_time");
  };
  return { shown, page, turn };
}
