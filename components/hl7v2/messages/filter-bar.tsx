"use client";

import Box from "@mui/material/Box";
import { useMemo } from "react";
import { QueryBox } from "#components/ui/query-box.tsx";
import { completeFilter, type KnownValues } from "#lib/hl7v2/filter-completion.ts";
import { filterProblems } from "#lib/hl7v2/filter-problems.ts";
import type { TextProblem } from "#lib/contract/query-text.ts";
import type { StoredMessage } from "#lib/queries/hl7v2-messages.ts";
import { FilterBuilder } from "./filter-builder.tsx";
import { FiltersButton } from "./filters-button.tsx";
import type { ListAddress } from "./use-list-address.ts";

export interface FilterBarProps {
  readonly store: string;
  readonly address: ListAddress;
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly onRun: (text: string) => void;
  /** What the server said about the filter on screen. */
  readonly refusal: TextProblem | undefined;
  /** Message types in the store with their counts. */
  readonly types: readonly { readonly label: string; readonly count: number }[];
  /** Messages on screen: their facilities and labels are offered. */
  readonly messages: readonly StoredMessage[];
}

/** The filter of the list, as text and as fields: two views of one text. */
export function FilterBar(props: FilterBarProps) {
  const { store, address, text, onChange, onRun, refusal, types, messages } = props;
  const known = useMemo(() => knownValues(types, messages), [types, messages]);
  const found = filterProblems(text);
  return (
    <Box component="section" aria-label="Filter" sx={{ display: "flex", flexDirection: "column", gap: 2 }}>
      <QueryBox
        label="Message filter"
        placeholder={'message_type = "ADT" AND send_date >= "2026-03-01"'}
        action="Filter"
        text={text}
        onChange={onChange}
        onRun={onRun}
        complete={(typed, cursor) => completeFilter(typed, cursor, known)}
        problems={found.length > 0 || !refusal ? found : [refusal]}
      >
        <FiltersButton store={store} currentId={address.id} onOpen={address.open} />
      </QueryBox>
      <FilterBuilder text={text} onChange={onChange} onRun={onRun} known={known} />
    </Box>
  );
}

function knownValues(types: FilterBarProps["types"], messages: readonly StoredMessage[]): KnownValues {
  const labels = new Map<string, Set<string>>();
  for (const message of messages)
    for (const [key, value] of Object.entries(message.labels))
      labels.set(key, (labels.get(key) ?? new Set()).add(value));
  return {
    messageTypes: types.map(({ label, count }) => ({ value: label, detail: count.toLocaleString("en-US") })),
    facilities: [...new Set(messages.map(({ sendFacility }) => sendFacility).filter(Boolean))].toSorted(),
    labels,
  };
}
