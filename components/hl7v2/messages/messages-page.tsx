"use client";

import Box from "@mui/material/Box";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { problemOf } from "#components/ui/explain-problem.ts";
import { useKeyboardMap, type KeySection } from "#components/ui/keyboard-map.tsx";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import type { TextProblem } from "#lib/contract/query-text.ts";
import { addCondition } from "#lib/hl7v2/filter-rows.ts";
import { sentBetween } from "#lib/hl7v2/feed-buckets.ts";
import { hl7v2MessageQueries, type StoredMessage } from "#lib/queries/hl7v2-messages.ts";
import { resourceQueries } from "#lib/queries/stores.ts";
import { FeedHistogram } from "./feed-histogram.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { MessagesCard } from "./messages-card.tsx";
import { useListAddress } from "./use-list-address.ts";

export interface MessagesPageProps {
  /** Resource name of the HL7v2 store. */
  readonly store: string;
}

const NONE: readonly StoredMessage[] = [];

/** The messages of one store: filter as text and fields, the feed over time, the list. */
export function MessagesPage({ store }: MessagesPageProps) {
  useKeyboardMap(KEY_HELP);
  const client = useQueryClient();
  const address = useListAddress(store);
  const { list } = address;
  const results = useQuery({
    ...hl7v2MessageQueries.page(client, list ?? NO_LIST, address.page),
    enabled: list !== undefined,
    placeholderData: (previous) => previous,
  });
  const { types, count, timeZone } = useStoreFacts(store);
  const { text, setText } = useDraft(list?.filter ?? "");
  const run = (filter: string) => {
    setText(filter.trim());
    address.run(filter.trim());
  };
  const narrow = (condition: string) => run(addCondition(list?.filter ?? "", condition));
  const refusal = text === list?.filter ? refusalAt(results.error, text) : undefined;

  return (
    <Box sx={PAGE}>
      <FilterBar
        store={store}
        address={address}
        text={text}
        onChange={setText}
        onRun={run}
        refusal={refusal}
        types={types}
        messages={results.data?.messages ?? NONE}
      />
      {address.saved.isError ? <QueryProblem error={address.saved.error} /> : null}
      {list ? (
        <FeedHistogram list={list} timeZone={timeZone} onRange={(from, until) => narrow(sentBetween(from, until))} />
      ) : null}
      <MessagesCard
        key={store}
        store={store}
        address={address}
        results={results}
        total={list?.filter === "" ? count : undefined}
        timeZone={timeZone}
        onNarrow={narrow}
      />
    </Box>
  );
}

const NO_LIST = { store: "", filter: "", order: "send_time desc", pageSize: 50 } as const;

interface StoreFacts {
  readonly types: readonly { readonly label: string; readonly count: number }[];
  /** Messages in the store, once counted. */
  readonly count: number | undefined;
  readonly timeZone: string;
}

const NO_TYPES: StoreFacts["types"] = [];

function useStoreFacts(store: string): StoreFacts {
  const metrics = useQuery(resourceQueries.metrics(store, "hl7V2Stores")).data;
  const dataset = useQuery(resourceQueries.get(store.split("/").slice(0, -2).join("/"))).data;
  return { types: metrics?.rows ?? NO_TYPES, count: metrics?.total, timeZone: dataset?.timeZone || "UTC" };
}

/** What is being typed. It follows the filter on screen whenever that changes (Back, a link, a click on a bar). */
function useDraft(base: string): { readonly text: string; readonly setText: (text: string) => void } {
  const [draft, setDraft] = useState({ base, text: base });
  if (draft.base !== base) setDraft({ base, text: base });
  return { text: draft.base === base ? draft.text : base, setText: (text) => setDraft({ base, text }) };
}

/** The server's words about the filter, at the character they name, else over all of it. */
function refusalAt(error: unknown, text: string): TextProblem | undefined {
  const message = error ? problemOf(error).message : "";
  if (!/filter/i.test(message)) return undefined;
  const at = Number(/at character (\d+)/.exec(message)?.[1] ?? 0);
  return { start: Math.max(0, at - 1), end: text.length, severity: "error", message };
}

const KEY_HELP: KeySection = {
  title: "HL7v2 messages",
  keys: [
    [["/"], "To the filter"],
    [["Enter"], "Open the message"],
    [["Space"], "Select; with Shift all from the last one"],
    [["Ctrl A"], "Select the page"],
    [["F"], "Filter by the value of the cell"],
    [["Ctrl C"], "Copy the cell"],
  ],
};

const PAGE = { flex: 1, minHeight: 0, display: "flex", flexDirection: "column", gap: 3, px: 4, py: 3 } as const;
