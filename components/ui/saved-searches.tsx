"use client";

import Box from "@mui/material/Box";
import { useState } from "react";
import type { SavedSearch, SearchLabel } from "#lib/contract/console/searches.ts";
import { EmptyState } from "./empty-state.tsx";
import { SavedSearchForm } from "./saved-search-form.tsx";
import { SavedSearchRow } from "./saved-search-row.tsx";
import { token } from "./tokens.ts";

export interface SavedSearchesProps {
  readonly searches: readonly SavedSearch[];
  /** The search on screen, when it is kept: it can be saved from here. */
  readonly currentId: string;
  /** A search as people of this kind of store write it. It may name a patient: it stays on the screen. */
  readonly textOf: (search: SavedSearch) => string;
  readonly onOpen: (search: SavedSearch) => void;
  readonly onLabel: (id: string, label: SearchLabel) => Promise<void>;
  readonly onForget: (id: string) => Promise<void>;
}

/** Saved, shared and recent searches of a store: open, name, share, forget. For every kind of store that keeps searches. */
export function SavedSearches(props: SavedSearchesProps) {
  const { searches, currentId, textOf } = props;
  const [edited, setEdited] = useState<string | undefined>();
  const current = searches.find((search) => search.id === currentId);
  const canSave = current !== undefined && current.name === "" && edited !== current.id;
  const save = (search: SavedSearch) => async (label: SearchLabel) => {
    await props.onLabel(search.id, label);
    setEdited(undefined);
  };
  return (
    <Box sx={{ display: "flex", flexDirection: "column" }}>
      {canSave ? (
        <Box sx={{ p: 3, borderBottom: `1px solid ${token.line}` }}>
          <SavedSearchForm title="Save the search on screen" action="Save" onSave={save(current)} />
        </Box>
      ) : null}
      {searches.length === 0 ? (
        <EmptyState title="No searches yet">
          Every search you run is kept here for you alone, and can be named and shared.
        </EmptyState>
      ) : null}
      {GROUPS.map(([title, belongs]) => {
        const own = searches.filter(belongs);
        if (own.length === 0) return null;
        return (
          <Box component="section" key={title} aria-label={title} sx={{ py: 1 }}>
            <Box component="h3" sx={HEAD}>
              {title}
            </Box>
            <Box component="ul" sx={{ m: 0, p: 0, listStyle: "none" }}>
              {own.map((search) => (
                <SavedSearchRow
                  key={search.id}
                  search={search}
                  text={textOf(search)}
                  isCurrent={search.id === currentId}
                  isEdited={edited === search.id}
                  onOpen={() => props.onOpen(search)}
                  onEdit={() => setEdited(edited === search.id ? undefined : search.id)}
                  onLabel={save(search)}
                  onForget={() => props.onForget(search.id)}
                />
              ))}
            </Box>
          </Box>
        );
      })}
    </Box>
  );
}

const GROUPS: readonly (readonly [title: string, belongs: (search: SavedSearch) => boolean])[] = [
  ["Saved", (search) => search.name !== "" && search.isOwn],
  ["Shared with you", (search) => search.name !== "" && !search.isOwn],
  ["Recent", (search) => search.name === ""],
];

const HEAD = { m: 0, px: 3, py: 1, fontSize: 12, fontWeight: 600, color: token.dim } as const;
