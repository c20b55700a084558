"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import type { UseQueryResult } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useMemo, useState } from "react";
import { Card } from "#components/ui/card.tsx";
import { ColumnChoiceButton } from "#components/ui/column-choice.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LoadingLines } from "#components/ui/loading.tsx";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { TokenPager } from "#components/ui/token-pager.tsx";
import { useColumnChoice } from "#components/ui/use-column-choice.ts";
import type { TypeCapability } from "#lib/fhir/search-capability.ts";
import { ignoredParameters, isAccurateTotal, totalOf } from "#lib/fhir/read-searchset.ts";
import type { ResultColumn } from "#lib/fhir/result-column.ts";
import { resultColumns } from "#lib/fhir/result-columns.ts";
import { parameterValue, parseSearchText, setParameter } from "#lib/fhir/search-text.ts";
import { searchApiPath, toFhirSearch, type FhirSearch, type SearchPage } from "#lib/queries/fhir-search.ts";
import { RequestLine } from "./request-line.tsx";
import { CsvButton, ResultFacts } from "./result-facts.tsx";
import type { ResultSort } from "./result-heads.tsx";
import { ResultsTable } from "./results-table.tsx";
import { SearchNotices } from "./search-notices.tsx";
import { PAGE_SIZES, type SearchAddress } from "./use-search-address.ts";
import type { ResultView } from "./view-choice.tsx";

// Few searches include anything.
const ViewChoice = dynamic(() => import("./view-choice.tsx").then((file) => file.ViewChoice));

export interface SearchResultsProps {
  readonly storeName: string;
  readonly address: SearchAddress;
  readonly results: UseQueryResult<SearchPage>;
  /** Of the type searched; undefined for a search over all types. */
  readonly capability: TypeCapability | undefined;
  readonly types: readonly { readonly label: string; readonly count: number }[];
  readonly onRun: (text: string) => void;
}

/** What the search on screen found: pending, error, empty, table; always with the request that was made. */
export function SearchResults(props: SearchResultsProps) {
  const { address, results } = props;
  if (address.saved.isError && !address.active) return <QueryProblem error={address.saved.error} />;
  if (address.saved.isFetching && !address.active) return <Pending />;
  if (!address.active) return <Invitation {...props} />;
  const search = toFhirSearch(address.active, address.pageSize);
  return (
    <>
      <SearchNotices
        keepError={address.keepError}
        ignored={results.data ? ignoredParameters(search.parameters, results.data.usedNames) : []}
        notices={results.data?.notices ?? []}
        type={search.type}
      />
      <Found {...props} search={search} />
      <RequestLine path={searchApiPath(search)} />
    </>
  );
}

function Found(props: SearchResultsProps & { readonly search: FhirSearch }) {
  const { results, search, address, onRun } = props;
  const [view, setView] = useState<ResultView>("matches");
  const isIncluded = view === "included" && (results.data?.included.length ?? 0) > 0;
  const type = isIncluded ? "" : search.type;
  const columns = useMemo(() => resultColumns(type), [type]);
  const choice = useColumnChoice(`fhirColumnsHidden.${type || "mixed"}`, columns);
  if (results.isPending) return <Pending />;
  if (results.isError) return <QueryProblem error={results.error} onRetry={() => void results.refetch()} />;
  const page = results.data;
  if (page.matches.length === 0) return <NothingFound search={search} page={page} />;
  const text = textOf(address);
  const total = totalOf(page, page.before, isAccurateTotal(search.parameters, page));
  const rows = isIncluded ? page.included : page.matches;
  return (
    <Card
      fill
      title={search.type || "All types"}
      note={
        <ResultFacts page={page} total={total} onCountExactly={() => onRun(setParameter(text, "_total", "accurate"))} />
      }
      actions={
        <>
          {page.included.length > 0 ? <ViewChoice page={page} view={view} onView={setView} /> : null}
          <ColumnChoiceButton columns={columns} choice={choice} />
          <CsvButton columns={choice.shown} rows={rows} type={search.type} />
        </>
      }
    >
      <Box sx={{ display: "flex", flexDirection: "column", height: "100%" }}>
        <Box sx={{ flex: 1, minHeight: 0 }}>
          <ResultsTable
            storeName={props.storeName}
            rows={rows}
            columns={choice.shown}
            isSortable={(column) => !isIncluded && canSort(props.capability, column)}
            sort={sortOf(text)}
            onSort={(sort) => onRun(setParameter(text, "_sort", sort && `${sort.isDescending ? "-" : ""}${sort.by}`))}
            isRefreshing={results.isPlaceholderData || results.isFetching}
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

function Pending() {
  return (
    <Card title="Results" fill>
      <LoadingLines what="results" lines={12} lineHeight={30} />
    </Card>
  );
}

function NothingFound({ search, page }: { readonly search: FhirSearch; readonly page: SearchPage }) {
  const what = search.type || "resource";
  const asked = search.parameters.filter(([name]) => !/^_(?:count|sort|total|summary|elements)$/.test(name));
  return (
    <Card title={search.type || "All types"} note={`0 results · ${Math.round(page.milliseconds)} ms`} fill>
      <EmptyState title={asked.length === 0 ? `No ${what} in this store` : `No ${what} matches`}>
        {asked.length === 0
          ? "Put some in with “Add data”."
          : `All ${asked.length} conditions must hold at once. Take one out, or loosen it: a name matches from its start, a date without day matches the whole month.`}
      </EmptyState>
    </Card>
  );
}

/** Nothing was searched yet: no patient data is read before somebody asks for it. */
function Invitation({ types, onRun }: SearchResultsProps) {
  const held = new Set(types.map((type) => type.label));
  const examples = EXAMPLES.filter((example) => held.has(example.type));
  return (
    <Card title="Results" fill>
      <EmptyState title="Search this store">
        <Box sx={{ mb: 4 }}>Choose a type, build a search from fields, or type it as FHIR writes it.</Box>
        <Box sx={{ display: "flex", flexDirection: "column", gap: 2, alignItems: "center" }}>
          {examples.map((example) => (
            <Button key={example.text} onClick={() => onRun(example.text)}>
              {example.title}
            </Button>
          ))}
        </Box>
      </EmptyState>
    </Card>
  );
}

const EXAMPLES = [
  {
    type: "Patient",
    title: "Patients born before 1950, oldest first",
    text: "Patient?birthdate=lt1950&_sort=birthdate",
  },
  {
    type: "Observation",
    title: "Hemoglobin results, newest first",
    text: "Observation?code=http://loinc.org|718-7&_sort=-date",
  },
  { type: "Encounter", title: "Encounters under way", text: "Encounter?status=in-progress" },
  { type: "Condition", title: "Active conditions", text: "Condition?clinical-status=active" },
] as const;
