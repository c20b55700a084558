"use client";

import { useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useAddress } from "#components/ui/use-address.ts";
import type { SavedSearch } from "#lib/contract/console/searches.ts";
import { messagesKey, type MessageList, type MessageOrder } from "#lib/queries/hl7v2-messages.ts";
import { keepSearch, searchQueries } from "#lib/queries/searches.ts";

export const PAGE_SIZES = [50, 100, 250] as const;

export interface ListAddress {
  /** Of the kept filter on screen; "" while it has none. */
  readonly id: string;
  /** The list on screen; undefined while a kept filter is loading. */
  readonly list: MessageList | undefined;
  /** The kept filter that the address names. */
  readonly saved: UseQueryResult<SavedSearch>;
  /** From 1. */
  readonly page: number;
  /** Why the filter on screen could not be kept under an address. */
  readonly keepError: unknown;
  readonly run: (filter: string) => void;
  /** Opens a kept filter by its id. */
  readonly open: (id: string) => void;
  readonly sort: (order: MessageOrder) => void;
  readonly goTo: (page: number, pageSize: number) => void;
}

/** A filter whose id has not come back yet: it runs at once, and the address follows. */
interface FreshFilter {
  readonly filter: string;
  /** The id in the address when it was run. Another id there means that the person is elsewhere by now. */
  readonly fromId: string;
  readonly keepError: unknown;
}

/** The list's state is its address: `q` an opaque id of the filter (which may name a patient), `order`, `page`, `size`. */
export function useListAddress(store: string): ListAddress {
  const client = useQueryClient();
  const address = useAddress();
  const id = address.params.get("q") ?? "";
  const saved = useQuery({ ...searchQueries.one(id), enabled: id !== "" });
  const [fresh, setFresh] = useState<FreshFilter | undefined>();
  const latest = useRef("");
  if (fresh && fresh.fromId !== id) setFresh(undefined);
  const { pageSize, order, page } = readParams(address.params);
  const filter = fresh?.filter ?? (id === "" ? "" : saved.data?.query);

  const run = (next: string) => {
    if (next === filter) {
      void client.invalidateQueries({ queryKey: messagesKey(store) });
      return;
    }
    latest.current = next;
    setFresh({ filter: next, fromId: id, keepError: undefined });
    if (next === "") {
      address.push({ q: undefined, page: undefined });
      return;
    }
    keepSearch(client, { store, type: "", query: next }).then(
      (kept) => latest.current === next && address.push({ q: kept.id, page: undefined }),
      (keepError: unknown) => setFresh((now) => (now?.filter === next ? { ...now, keepError } : now)),
    );
  };
  return {
    id: fresh ? "" : id,
    list: filter === undefined ? undefined : { store, filter, order, pageSize },
    saved,
    page: fresh ? 1 : page,
    keepError: fresh?.keepError,
    run,
    open: (kept) => address.push({ q: kept, page: undefined }),
    sort: (next) => address.push({ order: next === "send_time" ? "oldest" : undefined, page: undefined }),
    goTo: (next, size) =>
      address.push({
        page: next > 1 ? String(next) : undefined,
        size: size === PAGE_SIZES[0] ? undefined : String(size),
      }),
  };
}

function readParams(params: URLSearchParams): Omit<MessageList, "store" | "filter"> & { readonly page: number } {
  return {
    pageSize: PAGE_SIZES.find((size) => String(size) === params.get("size")) ?? PAGE_SIZES[0],
    order: params.get("order") === "oldest" ? "send_time" : "send_time desc",
    page: Math.max(1, Math.trunc(Number(params.get("page") ?? 1)) || 1),
  };
}
