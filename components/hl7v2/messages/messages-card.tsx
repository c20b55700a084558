"use client";

import Box from "@mui/material/Box";
import type { UseQueryResult } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useState, type ReactNode } from "react";
import { Card } from "#components/ui/card.tsx";
import { ColumnChoiceButton } from "#components/ui/column-choice.tsx";
import { CopyAs } from "#components/ui/copy-as.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LoadingLines } from "#components/ui/loading.tsx";
import { formatPlural } from "#components/ui/quantity.ts";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { TokenPager } from "#components/ui/token-pager.tsx";
import { useColumnChoice } from "#components/ui/use-column-choice.ts";
import { listApiPath, type MessagePage, type StoredMessage } from "#lib/queries/hl7v2-messages.ts";
import { CsvButton } from "./csv-button.tsx";
import { LiveButtons } from "./live-buttons.tsx";
import { HIDDEN_AT_FIRST, MESSAGE_COLUMNS, type MessageColumn } from "./message-columns.ts";
import { MessagesTable } from "./messages-table.tsx";
import { sortPage } from "./page-sort.ts";
import { useLiveTail, type LiveTail } from "./use-live-tail.ts";
import { PAGE_SIZES, type ListAddress } from "./use-list-address.ts";
import { usePageSort } from "./use-page-sort.ts";
import { useSelection } from "./use-selection.ts";

const ConditionMenu = dynamic(() => import("./condition-menu.tsx").then((file) => file.ConditionMenu), { ssr: false });
const UndoDelete = dynamic(() => import("./undo-delete.tsx").then((file) => file.UndoDelete), { ssr: false });
const SelectionActions = dynamic(() => import("./selection-actions.tsx").then((file) => file.SelectionActions), {
  ssr: false,
});

export interface MessagesCardProps {
  readonly store: string;
  readonly address: ListAddress;
  readonly results: UseQueryResult<MessagePage>;
  /** Messages in the list, when somebody counted. */
  readonly total: number | undefined;
  readonly timeZone: string;
  /** Adds a condition to the filter. */
  readonly onNarrow: (condition: string) => void;
}

const NONE: readonly StoredMessage[] = [];

interface AskedCell {
  readonly anchor: HTMLElement;
  readonly column: MessageColumn;
  readonly message: StoredMessage;
}

/** The list with what can be done to it. */
export function MessagesCard(props: MessagesCardProps) {
  const { store, address, results, total, timeZone, onNarrow } = props;
  const selection = useSelection();
  const choice = useColumnChoice("hl7v2ColumnsHidden", MESSAGE_COLUMNS, HIDDEN_AT_FIRST);
  const filter = address.list?.filter ?? "";
  const tail = useLiveTail(store, filter, results.data?.messages ?? NONE);
  const [deleted, setDeleted] = useState(NONE);
  const [asked, setAsked] = useState<AskedCell | undefined>();
  const sort = usePageSort(address);
  const page = results.data?.messages ?? NONE;
  const rows = sortPage(withArrivals(page, tail), sort.page);
  const handleFilter = (anchor: HTMLElement, column: MessageColumn, message: StoredMessage) => {
    const [only, ...more] = column.conditions?.(message, timeZone) ?? [];
    if (only && more.length === 0) onNarrow(only.source);
    else if (only) setAsked({ anchor, column, message });
  };
  return (
    <Card
      fill
      title="Messages"
      note={<ListNote results={results} total={total} />}
      actions={
        selection.messages.length > 0 ? (
          <SelectionActions store={store} selection={selection} onDeleted={setDeleted} />
        ) : (
          <ListActions tail={tail} results={results} address={address} rows={rows} choice={choice} />
        )
      }
    >
      <Box sx={{ display: "flex", flexDirection: "column", height: "100%", minHeight: 220 }}>
        {address.keepError === undefined ? null : <QueryProblem error={address.keepError} />}
        {deleted.length > 0 ? <UndoDelete store={store} messages={deleted} onClose={() => setDeleted(NONE)} /> : null}
        {tail.error ? <QueryProblem error={tail.error} /> : null}
        <Box sx={{ flex: 1, minHeight: 0 }}>
          <ListState results={results} rows={rows} filter={filter}>
            <MessagesTable
              rows={rows}
              columns={choice.shown}
              selection={selection}
              arrived={new Set(tail.arrivals.map(({ name }) => name))}
              sort={sort.shown}
              onSort={sort.turn}
              onFilter={handleFilter}
              isRefreshing={results.isPlaceholderData}
            />
          </ListState>
        </Box>
        <ListPager address={address} page={results.data} total={total} />
      </Box>
      {asked ? (
        <ConditionMenu
          anchor={asked.anchor}
          conditions={asked.column.conditions?.(asked.message, timeZone) ?? []}
          onChoose={onNarrow}
          onClose={() => setAsked(undefined)}
        />
      ) : null}
    </Card>
  );
}

interface ListActionsProps extends Pick<MessagesCardProps, "address" | "results"> {
  readonly tail: LiveTail;
  readonly rows: readonly StoredMessage[];
  readonly choice: ReturnType<typeof useColumnChoice<MessageColumn>>;
}

function ListActions({ tail, results, address, rows, choice }: ListActionsProps) {
  return (
    <>
      <LiveButtons tail={tail} isReady={results.isSuccess} />
      <ColumnChoiceButton columns={MESSAGE_COLUMNS} choice={choice} />
      <CsvButton columns={choice.shown} rows={rows} />
      {address.list ? <CopyAs request={{ method: "GET", path: listApiPath(address.list) }} /> : null}
    </>
  );
}

interface ListPagerProps extends Pick<MessagesCardProps, "address" | "total"> {
  readonly page: MessagePage | undefined;
}

function ListPager({ address, page, total }: ListPagerProps) {
  if (!page || !address.list || page.messages.length === 0) return null;
  return (
    <TokenPager
      before={page.before}
      count={page.messages.length}
      hasNext={page.nextToken !== undefined}
      total={total === undefined ? undefined : { count: total, isExact: true }}
      pageNumber={address.page}
      pageSize={address.list.pageSize}
      pageSizes={PAGE_SIZES}
      onGoTo={address.goTo}
    />
  );
}

function ListNote({ results, total }: Pick<MessagesCardProps, "results" | "total">) {
  if (!results.data) return null;
  const count = total === undefined ? "" : `${formatPlural(total, "message")} · `;
  return (
    <output>
      {count}
      {Math.round(results.data.milliseconds)} ms
    </output>
  );
}

interface ListStateProps extends Pick<MessagesCardProps, "results"> {
  readonly rows: readonly StoredMessage[];
  readonly filter: string;
  readonly children: ReactNode;
}

function ListState({ results, rows, filter, children }: ListStateProps) {
  if (results.isPending) return <LoadingLines what="messages" lines={12} lineHeight={30} />;
  if (results.isError) return <QueryProblem error={results.error} onRetry={() => void results.refetch()} />;
  if (rows.length > 0) return children;
  return filter === "" ? (
    <EmptyState title="No messages in this store">
      Send some by “Compose”, drop files on “Add data”, or point a feed at the store.
    </EmptyState>
  ) : (
    <EmptyState title="No message fits the filter">
      All its conditions must hold at once. Types, facilities and ids are compared whole and by letter case.
    </EmptyState>
  );
}

/** Arrivals stand in front of the page, each once. */
function withArrivals(page: readonly StoredMessage[], { arrivals }: LiveTail): readonly StoredMessage[] {
  if (arrivals.length === 0) return page;
  const names = new Set(arrivals.map(({ name }) => name));
  return [...arrivals, ...page.filter(({ name }) => !names.has(name))];
}
