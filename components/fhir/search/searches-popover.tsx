"use client";

import Popover from "@mui/material/Popover";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { LoadingLines } from "#components/ui/loading.tsx";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { SavedSearches } from "#components/ui/saved-searches.tsx";
import { forgetSearch, labelSearch, searchQueries } from "#lib/queries/searches.ts";

export interface SearchesPopoverProps {
  readonly anchor: HTMLElement;
  readonly storeName: string;
  readonly currentId: string;
  readonly onOpen: (id: string) => void;
  readonly onClose: () => void;
}

export function SearchesPopover(props: SearchesPopoverProps) {
  return (
    <Popover
      open
      anchorEl={props.anchor}
      onClose={props.onClose}
      anchorOrigin={{ vertical: "bottom", horizontal: "right" }}
      transformOrigin={{ vertical: "top", horizontal: "right" }}
      slotProps={{
        paper: { role: "dialog", "aria-label": "Searches", sx: { mt: 1, width: 560, maxHeight: "70vh" } },
      }}
    >
      <Searches {...props} />
    </Popover>
  );
}

function Searches({ storeName, currentId, onOpen }: SearchesPopoverProps) {
  const client = useQueryClient();
  const list = useQuery(searchQueries.ofStore(storeName));
  if (list.isPending) return <LoadingLines what="searches" lines={6} lineHeight={40} />;
  if (list.isError) return <QueryProblem error={list.error} onRetry={() => void list.refetch()} />;
  return (
    <SavedSearches
      searches={list.data}
      currentId={currentId}
      textOf={({ type, query }) => `${type}?${query}`}
      onOpen={(search) => onOpen(search.id)}
      onLabel={(id, label) => labelSearch(client, id, label)}
      onForget={(id) => forgetSearch(client, id)}
    />
  );
}
