"use client";

import Popover from "@mui/material/Popover";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { LoadingLines } from "#components/ui/loading.tsx";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { SavedSearches } from "#components/ui/saved-searches.tsx";
import { forgetSearch, labelSearch, searchQueries } from "#lib/queries/searches.ts";

export interface FiltersPopoverProps {
  readonly anchor: HTMLElement;
  readonly store: string;
  readonly currentId: string;
  readonly onOpen: (id: string) => void;
  readonly onClose: () => void;
}

export function FiltersPopover(props: FiltersPopoverProps) {
  return (
    <Popover
      open
      anchorEl={props.anchor}
      onClose={props.onClose}
      anchorOrigin={{ vertical: "bottom", horizontal: "right" }}
      transformOrigin={{ vertical: "top", horizontal: "right" }}
      slotProps={{
        paper: { role: "dialog", "aria-label": "Saved filters", sx: { mt: 1, width: 560, maxHeight: "70vh" } },
      }}
    >
      <Filters {...props} />
    </Popover>
  );
}

function Filters({ store, currentId, onOpen }: FiltersPopoverProps) {
  const client = useQueryClient();
  const list = useQuery(searchQueries.ofStore(store));
  if (list.isPending) return <LoadingLines what="filters" lines={6} lineHeight={40} />;
  if (list.isError) return <QueryProblem error={list.error} onRetry={() => void list.refetch()} />;
  return (
    <SavedSearches
      searches={list.data}
      currentId={currentId}
      textOf={({ query }) => query}
      onOpen={(search) => onOpen(search.id)}
      onLabel={(id, label) => labelSearch(client, id, label)}
      onForget={(id) => forgetSearch(client, id)}
    />
  );
}
