"use client";

import BarChartIcon from "@mui/icons-material/BarChartOutlined";
import Box from "@mui/material/Box";
import dynamic from "next/dynamic";
import { useCallback, useMemo, useState } from "react";
import { Card } from "#components/ui/card.tsx";
import { TokenPager } from "#components/ui/token-pager.tsx";
import type { TypeCapability } from "#lib/fhir/search-capability.ts";
import { groupIncluded } from "#lib/fhir/group-included.ts";
import { isAccurateTotal, totalOf } from "#lib/fhir/read-searchset.ts";
import type { ResultColumn } from "#lib/fhir/result-column.ts";
import { appendSegment, parameterValue, parseSearchText, setParameter, writeSegment } from "#lib/fhir/search-text.ts";
import type { FhirSearch, SearchPage } from "#lib/queries/fhir-search.ts";
import { ColumnChoiceButton } from "./column-choice.tsx";
import { ExportButton } from "./export-button.tsx";
import { ResultFacts } from "./result-facts.tsx";
import type { ResultSort } from "./result-heads.tsx";
import { resourceName, type RowItem } from "./result-row-view.tsx";
import { ResultsTable } from "./results-table.tsx";
import { ToolButton } from "./tool-button.tsx";
import { useCellFilter } from "./use-cell-filter.ts";
import { useColumns } from "./use-columns.ts";
import { PAGE_SIZES, type SearchAddress } from "./use-search-address.ts";
import type { ResultView } from "./view-choice.tsx";

const CompareFound = dynamic(() => import("./compare-found.tsx").then((file) => file.CompareFound), { ssr: false });

const DeidentifyFound = dynamic(() => import("./deidentify-found.tsx").then((file) => file.DeidentifyFound), {
  ssr: false,
});

// Few searches include anything.
const ViewChoice = dynamic(() => import("./view-choice.tsx").then((file) => file.ViewChoice), { ssr: false });

export interface FoundCardProps {
  readonly storeName: string;
  readonly address: SearchAddress;
  /** Newer rows are on their way. */
  readonly isRefreshing: boolean;
  /** Of the type searched; undefined for a search over all types. */
  readonly capability: TypeCapability | undefined;
  readonly onRun: (text: string) => void;
  readonly search: FhirSearch;
  readonly page: SearchPage;
}

/** What a search found, as a table with its tools. */
export function FoundCard(props: FoundCardProps) {
  const { search, page, address, onRun } = props;
  const [view, setView] = useState<ResultView>("grouped");
  const [hasDistribution, setDistribution] = useState(false);
  const { selected, select } = useSelection(page);
  const isIncluded = view === "included" && page.included.length > 0;
  const columns = useColumns(isIncluded ? "" : search.type);
  const rows = useMemo(() => rowsOf(page, view), [page, view]);
  const filterOf = useCellFilter(search.type, props.capability);
  const text = textOf(address);
  const isNarrow = address.beside !== "";
  const total = totalOf(page, page.before, isAccurateTotal(search.parameters, page));
  const shown = rows.map(({ resource }) => resource);
  return (
    <Card
      fill
      title={search.type || "All types"}
      note={
        <ResultFacts
          page={page}
          total={total}
          names={search.parameters.map(([name]) => name)}
          isNarrow={isNarrow}
          onCountExactly={() => onRun(setParameter(text, "_total", "accurate"))}
        />
      }
      actions={
        <>
          {selected.size > 0 ? <Box sx={{ whiteSpace: "nowrap" }}>{selected.size} selected</Box> : null}
          {page.included.length > 0 ? (
            <ViewChoice page={page} view={view} isNarrow={isNarrow} onView={setView} />
          ) : null}
          <ToolButton
            icon={<BarChartIcon />}
            words="Distribution"
            isNarrow={isNarrow}
            aria-pressed={hasDistribution}
            onClick={() => setDistribution(!hasDistribution)}
          />
          {selected.size === 2 ? (
            <CompareFound storeName={props.storeName} selected={selected} isNarrow={isNarrow} />
          ) : null}
          <DeidentifyFound
            storeName={props.storeName}
            searchId={address.id}
            type={search.type}
            selected={selected}
            isNarrow={isNarrow}
          />
          <ColumnChoiceButton columns={columns} isNarrow={isNarrow} />
          <ExportButton
            isNarrow={isNarrow}
            scope={{
              search,
              columns: columns.shown,
              page: view === "grouped" ? page.matches : shown,
              selected: shown.filter((resource) => selected.has(resourceName(resource))),
              total,
            }}
          />
        </>
      }
    >
      <Box sx={{ display: "flex", flexDirection: "column", height: "100%" }}>
        <Box sx={{ flex: 1, minHeight: 0 }}>
          <ResultsTable
            storeName={props.storeName}
            searchId={address.id}
            rows={rows}
            columns={columns.shown}
            isSortable={(column) => !isIncluded && canSort(props.capability, column)}
            sort={sortOf(text)}
            onSort={(sort) => onRun(setParameter(text, "_sort", sort && `${sort.isDescending ? "-" : ""}${sort.by}`))}
            isRefreshing={props.isRefreshing}
            hasDistribution={hasDistribution}
            selected={selected}
            onSelect={select}
            beside={address.beside.split(",").at(-1) ?? ""}
            onBeside={address.setBeside}
            filterOf={filterOf}
            onFilter={(filter) => onRun(appendSegment(text, writeSegment(filter)))}
          />
        </Box>
        {isIncluded ? null : (
          <TokenPager
            before={page.before}
            count={page.matches.length}
            hasNext={page.nextToken !== undefined}
            total={total}
            pageNumber={address.page}
            pageSize={address.pageSize}
            pageSizes={PAGE_SIZES}
            isSizeFixed={parameterValue(parseSearchText(text), "_count") !== undefined}
            onGoTo={address.goTo}
          />
        )}
      </Box>
    </Card>
  );
}

function rowsOf(page: SearchPage, view: ResultView): readonly RowItem[] {
  if (view === "included" && page.included.length > 0) return page.included.map((resource) => ({ resource, level: 0 }));
  if (view !== "grouped" || page.included.length === 0) return page.matches.map((resource) => ({ resource, level: 0 }));
  const { groups, rest } = groupIncluded(page.matches, page.included);
  return [
    ...groups.flatMap(({ match, included }): RowItem[] => [
      { resource: match, level: 0 },
      ...included.map((resource) => ({ resource, level: 1 }) as const),
    ]),
    ...rest.map((resource) => ({ resource, level: 1 }) as const),
  ];
}

/** Names of the selected rows; another page begins with none. */
function useSelection(page: SearchPage) {
  const [state, setState] = useState<{ readonly of: SearchPage; readonly names: ReadonlySet<string> }>({
    of: page,
    names: NOTHING,
  });
  const isCurrent = state.of === page;
  if (!isCurrent) setState({ of: page, names: NOTHING });
  const select = useCallback(
    (change: (names: ReadonlySet<string>) => ReadonlySet<string>) =>
      setState((now) => ({ ...now, names: change(now.names) })),
    [],
  );
  return { selected: isCurrent ? state.names : NOTHING, select };
}

const NOTHING: ReadonlySet<string> = new Set();

function textOf({ active }: SearchAddress): string {
  return active ? `${active.type}?${active.query}` : "";
}

function canSort(capability: TypeCapability | undefined, column: ResultColumn): boolean {
  return capability?.params.some((param) => param.name === column.sortBy) === true;
}

/** `_sort=-birthdate,name`: the heads show the first key, the text keeps all. */
function sortOf(text: string): ResultSort | undefined {
  const [first] = (parameterValue(parseSearchText(text), "_sort") ?? "").split(",");
  return first ? { by: first.replace(/^-/, ""), isDescending: first.startsWith("-") } : undefined;
}
