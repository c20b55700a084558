"use client";

import { useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useAddress } from "#components/ui/use-address.ts";
import type { SavedSearch, SavedSearchInput } from "#lib/contract/console/searches.ts";
import { parseSearchText } from "#lib/fhir/search-text.ts";
import { forgetPages, toFhirSearch } from "#lib/queries/fhir-search.ts";
import { keepSearch, searchQueries } from "#lib/queries/searches.ts";

export const PAGE_SIZES = [20, 50, 100] as const;

export interface SearchAddress {
  /** Of the kept search on screen; "" while it has none. */
  readonly id: string;
  /** The search on screen; undefined when none was run, or while a kept one is loading. */
  readonly active: SavedSearchInput | undefined;
  /** The kept search that the address names. */
  readonly saved: UseQueryResult<SavedSearch>;
  /** From 1. */
  readonly page: number;
  readonly pageSize: number;
  /** Parameters that the server does not know are refused. */
  readonly isStrict: boolean;
  readonly setStrict: (isStrict: boolean) => void;
  /** `Patient/p1`: the result opened beside the table; "" for none. */
  readonly beside: string;
  readonly setBeside: (name: string) => void;
  /** Why the search on screen could not be kept under an address. */
  readonly keepError: unknown;
  readonly run: (text: string) => void;
  /** Opens a kept search by its id. */
  readonly open: (id: string) => void;
  readonly goTo: (page: number, pageSize: number) => void;
}

/** A search whose id has not come back yet: it runs at once, and the address follows. */
interface FreshRun {
  readonly input: SavedSearchInput;
  /** The id in the address when it was run. Another id there means that the person is elsewhere by now. */
  readonly fromId: string;
  readonly page: number;
  readonly keepError: unknown;
}

/** The search page's state is its address: `q` an opaque id (never patient data), `page`, `size`. Back and reload follow from that. */
export function useSearchAddress(storeName: string): SearchAddress {
  const client = useQueryClient();
  const address = useAddress();
  const id = address.params.get("q") ?? "";
  const pageSize = PAGE_SIZES.find((size) => String(size) === address.params.get("size")) ?? PAGE_SIZES[0];
  const isStrict = address.params.get("handling") === "strict";
  const saved = useQuery({ ...searchQueries.one(id), enabled: id !== "" });
  const [fresh, setFresh] = useState<FreshRun | undefined>();
  const latest = useRef<SavedSearchInput>(undefined);
  if (fresh && fresh.fromId !== id) setFresh(undefined);

  const active = fresh?.input ?? (id === "" ? undefined : saved.data);
  const run = (text: string) => {
    const input = toInput(storeName, text);
    // What could not be kept is kept by running it again.
    if (active && isSame(active, input) && fresh?.keepError === undefined)
      return forgetPages(client, toFhirSearch(input, pageSize, isStrict));
    latest.current = input;
    setFresh({ input, fromId: id, page: 1, keepError: undefined });
    keepSearch(client, input).then(
      (kept) => latest.current === input && address.push({ q: kept.id, page: undefined, beside: undefined }),
      (keepError: unknown) => setFresh((now) => (now?.input === input ? { ...now, keepError } : now)),
    );
  };
  const goTo = (page: number, size: number) => {
    if (fresh) setFresh({ ...fresh, page });
    address.push({
      page: page > 1 ? String(page) : undefined,
      beside: undefined,
      size: size === PAGE_SIZES[0] ? undefined : String(size),
    });
  };
  const open = (kept: string) => {
    // A search that is still being kept must neither stay on screen nor bring its address over this one.
    latest.current = undefined;
    setFresh(undefined);
    address.push({ q: kept, page: undefined, beside: undefined });
  };
  const view = viewSetters(address);
  const page = fresh?.page ?? Math.max(1, Math.trunc(Number(address.params.get("page") ?? 1)) || 1);
  return {
    id: fresh ? "" : id,
    active,
    saved,
    page,
    pageSize,
    isStrict,
    setStrict: view.setStrict,
    beside: view.beside,
    setBeside: view.setBeside,
    keepError: fresh?.keepError,
    run,
    open,
    goTo,
  };
}

interface PageAddress {
  readonly params: URLSearchParams;
  /** Adds an entry to the browser's history; an undefined value takes a parameter out. */
  readonly push: (changes: Readonly<Record<string, string | undefined>>) => void;
}

/** What else of the view stands in the address. */
function viewSetters({ params, push }: PageAddress): Pick<SearchAddress, "setStrict" | "beside" | "setBeside"> {
  return {
    setStrict: (strict) => push({ handling: strict ? "strict" : undefined }),
    beside: params.get("beside") ?? "",
    setBeside: (name) => push({ beside: name === "" ? undefined : name }),
  };
}

function toInput(store: string, text: string): SavedSearchInput {
  const search = parseSearchText(text);
  return { store, type: search.type, query: search.segments.map((segment) => segment.source).join("&") };
}

function isSame(a: SavedSearchInput, b: SavedSearchInput): boolean {
  return a.store === b.store && a.type === b.type && a.query === b.query;
}
