"use client";

import Box from "@mui/material/Box";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useKeyboardMap, type KeySection } from "#components/ui/keyboard-map.tsx";
import { QueryBox } from "#components/ui/query-box.tsx";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { problemOf } from "#components/ui/explain-problem.ts";
import { colourSearch } from "#lib/fhir/search-colours.ts";
import { completeSearch } from "#lib/fhir/search-completion.ts";
import type { SavedSearchInput } from "#lib/contract/console/searches.ts";
import type { TextProblem } from "#lib/contract/query-text.ts";
import { refusalProblems, searchProblems } from "#lib/fhir/search-problems.ts";
import type { SearchCapability } from "#lib/fhir/search-capability.ts";
import { parseSearchText, setSearchType, type SearchText } from "#lib/fhir/search-text.ts";
import { fhirSearchQueries } from "#lib/queries/fhir-search.ts";
import { resourceQueries } from "#lib/queries/stores.ts";
import { SearchBuilder } from "./search-builder.tsx";
import { SearchResults } from "./search-results.tsx";
import { SearchesButton } from "./searches-button.tsx";
import { TypeList } from "./type-list.tsx";
import { useCountNote } from "./use-count-note.ts";
import { useSearchAddress } from "./use-search-address.ts";
import { useSearchPage } from "./use-search-page.ts";

export interface FhirSearchPageProps {
  /** Resource name of the FHIR store. */
  readonly storeName: string;
}

const NO_CAPABILITY: SearchCapability = new Map();

/** Search one FHIR store: types with counts, the raw query and its builder as two views of one text, and the results. */
export function FhirSearchPage({ storeName }: FhirSearchPageProps) {
  useKeyboardMap(KEY_HELP);
  const address = useSearchAddress(storeName);
  const results = useSearchPage(address);
  useCountNote(address, results.isPlaceholderData ? undefined : results.data);
  const capability = useQuery(fhirSearchQueries.capability(storeName));
  const metrics = useQuery(resourceQueries.metrics(storeName, "fhirStores"));
  const { active } = address;
  const { text, setText } = useDraft(textOf(active));
  const offered = capability.data ?? NO_CAPABILITY;
  const search = parseSearchText(text);
  const problems = judged(search, {
    isOnScreen: text === textOf(active),
    error: results.error,
    capability: capability.data,
  });
  const runText = (next: string) => {
    setText(next);
    address.run(next);
  };
  const types = metrics.data?.rows ?? [];

  return (
    <Box sx={address.beside === "" ? PAGE : { ...PAGE, gridTemplateColumns: "minmax(0, 1fr)" }}>
      {address.beside !== "" ? null : (
        <TypeList
          types={types}
          state={metrics}
          current={search.type}
          onChoose={(type) => runText(setSearchType("", type))}
        />
      )}
      <Box sx={{ display: "flex", flexDirection: "column", gap: 3, minWidth: 0, minHeight: 0 }}>
        <Box component="section" aria-label="Search" sx={{ display: "flex", flexDirection: "column", gap: 2 }}>
          <QueryBox
            label="FHIR search"
            placeholder="Patient?name=smith&birthdate=ge1970"
            action="Search"
            text={text}
            onChange={setText}
            onRun={runText}
            complete={(typed, cursor) => completeSearch(typed, cursor, offered)}
            problems={problems}
            colour={colourSearch}
          >
            <SearchesButton storeName={storeName} currentId={address.id} onOpen={address.open} />
          </QueryBox>
          {capability.isError ? (
            <QueryProblem error={capability.error} onRetry={() => void capability.refetch()} />
          ) : null}
          <SearchBuilder
            storeName={storeName}
            text={text}
            onChange={setText}
            onRun={runText}
            capability={offered}
            types={types}
          />
        </Box>
        <SearchResults
          storeName={storeName}
          address={address}
          results={results}
          capability={offered.get(active?.type ?? "")}
          types={types}
          onRun={runText}
        />
      </Box>
    </Box>
  );
}

/** What is being typed. It follows the search on screen whenever that changes (Back, a link, a click on a type). */
function useDraft(base: string): { readonly text: string; readonly setText: (text: string) => void } {
  const [draft, setDraft] = useState({ base, text: base });
  if (draft.base !== base) setDraft({ base, text: base });
  return { text: draft.base === base ? draft.text : base, setText: (text) => setDraft({ base, text }) };
}

function textOf(active: SavedSearchInput | undefined): string {
  return active ? `${active.type}?${active.query}` : "";
}

interface Judged {
  readonly isOnScreen: boolean;
  readonly error: unknown;
  readonly capability: SearchCapability | undefined;
}

/** What is wrong with a text by the server's own words, when it is the one on screen, and by its capability. */
function judged(search: SearchText, { isOnScreen, error, capability }: Judged): readonly TextProblem[] {
  const refusal = isOnScreen && error ? wordsOf(error) : [];
  return capability ? problemsOf(search, capability, refusal) : refusalProblems(search, refusal);
}

/** Where the server has spoken, a second voice about the same place only confuses. */
function problemsOf(search: SearchText, capability: SearchCapability, refusal: readonly string[]): TextProblem[] {
  const refused = refusalProblems(search, refusal);
  const found = searchProblems(search, capability);
  return [
    ...refused,
    ...found.filter(({ start, end }) => !refused.some((other) => other.start < end && start < other.end)),
  ];
}

function wordsOf(error: unknown): string[] {
  const problem = problemOf(error);
  return [problem.message, ...(problem.at ?? []).map((place) => place.path)];
}

const KEY_HELP: KeySection = {
  title: "FHIR search",
  keys: [
    [["/"], "To the search box"],
    [["Enter"], "Search; in the table, open the resource"],
    [["Tab"], "Take the completion"],
    [["Ctrl Space"], "Show completions"],
  ],
};

const PAGE = {
  flex: 1,
  minHeight: 0,
  display: "grid",
  gridTemplateColumns: { xs: "minmax(0, 1fr)", lg: "208px minmax(0, 1fr)" },
  gap: 3,
  px: 4,
  py: 3,
} as const;
