"use client";

import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { Card } from "#components/ui/card.tsx";
import { ColumnChoiceButton } from "#components/ui/column-choice.tsx";
import { CopyAs } from "#components/ui/copy-as.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LoadingLines } from "#components/ui/loading.tsx";
import { PageLink } from "#components/ui/page-link.tsx";
import { lackSentence, useCan } from "#components/ui/permissions.tsx";
import { formatCount } from "#components/ui/quantity.ts";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { resourceHref } from "#components/ui/resource-href.ts";
import { TokenPager } from "#components/ui/token-pager.tsx";
import { useColumnChoice } from "#components/ui/use-column-choice.ts";
import { token } from "#components/ui/tokens.ts";
import { NO_STUDY_FILTER, writeStudyFilter } from "#lib/dicom/study-filter.ts";
import { Downloads } from "#components/dicom/manage/downloads.tsx";
import { dicomStudiesQueries, studiesApiPath, type StudyPage } from "#lib/queries/dicom-studies.ts";
import { resourceQueries } from "#lib/queries/stores.ts";
import { DeidentifyStudies } from "./deidentify-studies.tsx";
import { StudiesTable, type StudiesTableProps } from "./studies-table.tsx";
import { HIDDEN_AT_FIRST, STUDY_COLUMNS, type StudyColumn } from "./study-columns.ts";
import { StudyFilterBar } from "./study-filter-bar.tsx";
import { PAGE_SIZES, useStudiesAddress, type StudiesAddress } from "./use-studies-address.ts";

const PERMISSION = "healthcare.dicomStores.dicomWebRead";

export interface StudiesPageProps {
  /** Resource name of the DICOM store. */
  readonly store: string;
}

/** The studies of a DICOM store: find them, see what they hold, open one. */
export function StudiesPage({ store }: StudiesPageProps) {
  const may = useCan(PERMISSION);
  if (may) return <Studies store={store} />;
  return (
    <Box sx={{ p: 4 }}>
      <Alert severity="info" variant="outlined">
        This list shows the studies of the store. {lackSentence(PERMISSION)} An admin can give it to you.
      </Alert>
    </Box>
  );
}

const NO_LIST = { store: "", filter: NO_STUDY_FILTER, pageSize: PAGE_SIZES[0], fields: [] } as const;

function Studies({ store }: StudiesPageProps) {
  const address = useStudiesAddress(store);
  const { page } = address;
  const choice = useColumnChoice("studyColumnsHidden", STUDY_COLUMNS, HIDDEN_AT_FIRST);
  const list = address.list && { ...address.list, fields: choice.shown.flatMap(({ tag }) => tag ?? []) };
  const results = useQuery({
    ...dicomStudiesQueries.page(list ?? NO_LIST, page),
    enabled: list !== undefined,
    placeholderData: (previous) => previous,
  });
  const metrics = useQuery(resourceQueries.metrics(store, "dicomStores")).data;
  const isAll = list !== undefined && writeStudyFilter(list.filter) === "";
  const total = isAll ? metrics?.rows.find(({ label }) => label === "Studies")?.count : undefined;
  const { selected, select } = useSelection(results.data);
  return (
    <Box sx={PAGE}>
      <StudyFilterBar filter={list?.filter ?? NO_STUDY_FILTER} onRun={address.run} />
      {address.saved.isError ? <QueryProblem error={address.saved.error} /> : null}
      {address.keepError === undefined ? null : <QueryProblem error={address.keepError} />}
      <Downloads store={store} />
      <Card
        fill
        title="Studies"
        note={<ListNote page={results.data} total={total} />}
        actions={
          <>
            <DeidentifyStudies store={store} selected={selected} />
            <ColumnChoiceButton columns={STUDY_COLUMNS} choice={choice} />
            {list ? <CopyAs request={{ method: "GET", path: studiesApiPath(list, page) }} /> : null}
          </>
        }
      >
        <Box sx={{ display: "flex", flexDirection: "column", height: "100%", minHeight: 220 }}>
          <Box sx={{ flex: 1, minHeight: 0, overflow: "auto" }} aria-busy={results.isPlaceholderData}>
            <StudiesState
              store={store}
              columns={choice.shown}
              results={results}
              isAll={isAll}
              selected={selected}
              onSelect={select}
            />
          </Box>
          <StudiesPager address={address} page={results.data} total={total} />
        </Box>
      </Card>
    </Box>
  );
}

/** UIDs of the selected studies; another page begins with none. */
function useSelection(page: StudyPage | undefined) {
  const [state, setState] = useState({ of: page, uids: NOTHING });
  const isCurrent = state.of === page;
  if (!isCurrent) setState({ of: page, uids: NOTHING });
  const select = useCallback((uids: ReadonlySet<string>) => setState((now) => ({ ...now, uids })), []);
  return { selected: isCurrent ? state.uids : NOTHING, select };
}

const NOTHING: ReadonlySet<string> = new Set();

interface StudiesStateProps extends StudiesPageProps, Pick<StudiesTableProps, "selected" | "onSelect"> {
  readonly columns: readonly StudyColumn[];
  readonly results: UseQueryResult<StudyPage>;
  /** No filter: the whole store. */
  readonly isAll: boolean;
}

function StudiesState({ store, columns, results, isAll, selected, onSelect }: StudiesStateProps) {
  if (results.isPending) return <LoadingLines what="studies" lines={10} lineHeight={34} />;
  if (results.isError) return <QueryProblem error={results.error} onRetry={() => void results.refetch()} />;
  if (results.data.studies.length > 0)
    return (
      <StudiesTable
        store={store}
        shown={columns}
        studies={results.data.studies}
        selected={selected}
        onSelect={onSelect}
      />
    );
  return isAll ? (
    <EmptyState title="No studies in this store">
      Studies come here by STOW-RS: drop files on{" "}
      <Box component={PageLink} href={resourceHref(store, { tab: "add-data" })} sx={{ color: token.accent }}>
        Add data
      </Box>
      , or point a modality, an archive or a DICOMweb client at the store.
    </EmptyState>
  ) : (
    <EmptyState title="No study fits">
      Ids are compared whole and by letter case; each word of a name must begin a word of the patient’s name. After a
      delete the API may need some seconds.
    </EmptyState>
  );
}

interface KnownPage {
  readonly page: StudyPage | undefined;
  readonly total: number | undefined;
}

function ListNote({ page, total }: KnownPage) {
  if (!page) return null;
  return (
    <output>
      {total === undefined ? "" : `${formatCount(total)} studies · `}
      {Math.round(page.milliseconds)} ms
    </output>
  );
}

function StudiesPager({ address, page, total }: KnownPage & { readonly address: StudiesAddress }) {
  if (!page || !address.list || page.studies.length === 0) return null;
  return (
    <TokenPager
      before={page.before}
      count={page.studies.length}
      hasNext={page.hasNext}
      total={total === undefined ? undefined : { count: total, isExact: true }}
      pageNumber={address.page}
      pageSize={address.list.pageSize}
      pageSizes={PAGE_SIZES}
      onGoTo={address.goTo}
    />
  );
}

const PAGE = { flex: 1, minHeight: 0, display: "flex", flexDirection: "column", gap: 3, px: 4, py: 3 } as const;
