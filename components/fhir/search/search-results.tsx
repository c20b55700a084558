"use client";

import Box from "@mui/material/Box";
import type { UseQueryResult } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LoadingLines } from "#components/ui/loading.tsx";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import type { TypeCapability } from "#lib/fhir/search-capability.ts";
import { ignoredParameters } from "#lib/fhir/read-searchset.ts";
import {
  preferenceOf,
  searchApiPath,
  toFhirSearch,
  type FhirSearch,
  type SearchPage,
} from "#lib/queries/fhir-search.ts";
import { FoundCard } from "./found-card.tsx";
import { RequestLine } from "./request-line.tsx";
import { SearchInvitation } from "./search-invitation.tsx";
import { SearchNotices } from "./search-notices.tsx";
import type { SearchAddress } from "./use-search-address.ts";

// A resource is read when it is opened.
const ResultsBeside = dynamic(() => import("./results-beside.tsx").then((file) => file.ResultsBeside), { ssr: false });

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
  if (!address.active) return <SearchInvitation types={props.types} onRun={props.onRun} />;
  const search = toFhirSearch(address.active, address.pageSize, address.isStrict);
  return (
    <>
      <SearchNotices
        keepError={address.keepError}
        ignored={results.data ? ignoredParameters(search.parameters, results.data.used) : []}
        notices={results.data?.notices ?? []}
        type={search.type}
      />
      <Found {...props} search={search} />
      <RequestLine
        path={searchApiPath(search)}
        headers={preferenceOf(search)}
        isStrict={address.isStrict}
        onStrict={address.setStrict}
      />
    </>
  );
}

function Found(props: SearchResultsProps & { readonly search: FhirSearch }) {
  const { results, search, address } = props;
  if (results.isPending) return <Pending />;
  if (results.isError) return <QueryProblem error={results.error} onRetry={() => void results.refetch()} />;
  const page = results.data;
  if (page.matches.length === 0) return <NothingFound search={search} page={page} />;
  return (
    <Box sx={address.beside === "" ? ALONE : WITH_BESIDE}>
      <FoundCard
        storeName={props.storeName}
        address={address}
        isRefreshing={results.isPlaceholderData || results.isFetching}
        capability={props.capability}
        onRun={props.onRun}
        search={search}
        page={page}
      />
      {address.beside === "" ? null : (
        <ResultsBeside
          storeName={props.storeName}
          search={address.id}
          beside={address.beside}
          onBeside={address.setBeside}
        />
      )}
    </Box>
  );
}

const ALONE = { flex: 1, minHeight: 0, display: "flex", flexDirection: "column" } as const;
/** Without room for two, what is open beside covers the table until it is closed. */
const WITH_BESIDE = {
  flex: 1,
  minHeight: 0,
  minWidth: 0,
  display: "grid",
  gap: 3,
  gridTemplateRows: "minmax(0, 1fr)",
  gridTemplateColumns: { xs: "minmax(0, 1fr)", lg: "minmax(0, 1fr) minmax(0, 1fr)" },
  "& > :not(:last-child)": { display: { xs: "none", lg: "flex" } },
} as const;

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
          : `${asked.length === 1 ? "Loosen the condition" : `All ${asked.length} conditions must hold at once. Take one out, or loosen it`}: a name matches from its start, a date without day matches the whole month.`}
      </EmptyState>
    </Card>
  );
}
