"use client";

import { useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import { useState } from "react";
import { useAddress } from "#components/ui/use-address.ts";
import type { SavedSearch } from "#lib/contract/console/searches.ts";
import { NO_STUDY_FILTER, readStudyFilter, writeStudyFilter, type StudyFilter } from "#lib/dicom/study-filter.ts";
import { studiesKey, type StudyList } from "#lib/queries/dicom-studies.ts";
import { keepSearch, searchQueries } from "#lib/queries/searches.ts";

export const PAGE_SIZES = [25, 50, 100] as const;

export interface StudiesAddress {
  /** The list on screen; undefined while a kept filter is loading. */
  readonly list: Omit<StudyList, "fields"> | undefined;
  /** The kept filter that the address names. */
  readonly saved: UseQueryResult<SavedSearch>;
  /** From 1. */
  readonly page: number;
  /** Why the filter on screen could not be kept under an address. */
  readonly keepError: unknown;
  readonly run: (filter: StudyFilter) => void;
  readonly goTo: (page: number, pageSize: number) => void;
}

/** A filter whose id has not come back yet: it runs at once, and the address follows. */
interface FreshFilter {
  readonly text: string;
  /** The id in the address when it was run. Another id there means that the person is elsewhere by now. */
  readonly fromId: string;
  readonly keepError: unknown;
}

/** The list's state is its address: `q` an opaque id of the filter (which may name a patient), `page`, `size`. */
export function useStudiesAddress(store: string): StudiesAddress {
  const client = useQueryClient();
  const { params, push } = useAddress();
  const id = params.get("q") ?? "";
  const saved = useQuery({ ...searchQueries.one(id), enabled: id !== "" });
  const [fresh, setFresh] = useState<FreshFilter | undefined>();
  if (fresh && fresh.fromId !== id) setFresh(undefined);
  const text = fresh?.text ?? (id === "" ? "" : saved.data?.query);
  const pageSize = PAGE_SIZES.find((size) => String(size) === params.get("size")) ?? PAGE_SIZES[0];
  const page = Math.max(1, Math.trunc(Number(params.get("page") ?? 1)) || 1);

  const run = (filter: StudyFilter) => {
    const next = writeStudyFilter(filter);
    if (next === text) {
      void client.invalidateQueries({ queryKey: studiesKey(store) });
      return;
    }
    setFresh({ text: next, fromId: id, keepError: undefined });
    if (next === "") {
      push({ q: undefined, page: undefined });
      return;
    }
    keepSearch(client, { store, type: "", query: next }).then(
      (kept) => push({ q: kept.id, page: undefined }),
      (keepError: unknown) => setFresh((now) => (now?.text === next ? { ...now, keepError } : now)),
    );
  };
  return {
    list: text === undefined ? undefined : { store, filter: filterOf(text), pageSize },
    saved,
    page: fresh ? 1 : page,
    keepError: fresh?.keepError,
    run,
    goTo: (next, size) =>
      push({
        page: next > 1 ? String(next) : undefined,
        size: size === PAGE_SIZES[0] ? undefined : String(size),
      }),
  };
}

function filterOf(text: string): StudyFilter {
  return text === "" ? NO_STUDY_FILTER : readStudyFilter(text);
}
